#include "signer/media_remarks.hpp"

#include "media/confinement.hpp"
#include "signer/failures.hpp"
#include "signer/process.hpp"

namespace nightletter::signer {
namespace {

using bundles::Remark;
using bundles::Weight;

// Where tags of that kind were found: "Exif, XMP"; empty when there are none.
std::string places_of(media::Kind kind, std::vector<media::Tag> const& tags)
{
    std::string places;
    for (auto const& tag : tags) {
        if (tag.kind != kind) continue;
        if (!places.empty()) places += ", ";
        places += tag.where;
    }
    return places;
}

// The remarks about one file, all of one weight.
class Remarks {
public:
    Remarks(std::string file, std::filesystem::path const& on_disk, MediaTags tags)
        : file_{std::move(file)}, on_disk_{on_disk.string()}, tags_{tags}
    {
    }

    void tell(media::Report const& report)
    {
        if (report.unreadable) {
            add("unreadable-media",
                why_unreadable(*report.unreadable) + ", so nobody can say what it tells beside what it shows",
                "save it anew with another program, or sign with --keep-tags");
        }
        for (auto const& told : what_is_told(report.tags)) {
            add(media::word(told.kind), "it tells " + told.text,
                "nightletter-sign clean " + on_disk_ + "  # or sign with --keep-tags");
        }
    }

    std::vector<Remark> list() && { return std::move(list_); }

private:
    void add(std::string_view word, std::string what, std::string next)
    {
        Remark remark;
        remark.word = word;
        remark.file = file_;
        remark.what = std::move(what);
        if (tags_ == MediaTags::kept) {
            remark.weight = Weight::advice;
            remark.what += "; kept, because you said --keep-tags";
        } else {
            remark.next = std::move(next);
        }
        list_.push_back(std::move(remark));
    }

    std::string file_;
    std::string on_disk_;
    MediaTags tags_;
    std::vector<Remark> list_;
};

}  // namespace

Expected<std::vector<Remark>, Failure> remarks_in_media(PublisherFolder const& folder, MediaTags tags)
{
    std::vector<Remark> all;
    for (auto const& file : folder.payload) {
        auto const format = media::format_of(file.path.text());
        if (!format || file.size == 0) continue;  // an empty file is refused as such
        auto const on_disk = folder.bag() / file.path.text();
        auto const report = media::look_into(on_disk, *format);
        if (interrupted()) return fail(stopped());
        if (!report) return fail(could_not_read(report.error()));
        Remarks remarks{file.path.text(), on_disk, tags};
        remarks.tell(*report);
        auto list = std::move(remarks).list();
        std::move(list.begin(), list.end(), std::back_inserter(all));
    }
    return all;
}

std::vector<Told> what_is_told(std::vector<media::Tag> const& tags)
{
    std::vector<Told> told;
    for (auto const kind : media::all_kinds) {
        auto const places = places_of(kind, tags);
        if (places.empty() || (kind == media::Kind::other && !told.empty())) continue;
        told.push_back({kind, std::string{media::sentence(kind)} + " (" + places + ")"});
    }
    return told;
}

std::string why_unreadable(media::Unreadable fault)
{
    switch (fault) {
        case media::Unreadable::malformed:
            return "it breaks the rules of its format or ends too early";
        case media::Unreadable::unsupported:
            return "it uses something that is not followed here, such as encryption";
        case media::Unreadable::too_much:
            return "reading it takes more memory or depth than is spent on one file";
        case media::Unreadable::gave_up:
            return "the process that read it ended before it answered";
        case media::Unreadable::too_slow:
            return "reading it took too long";
    }
    return "it could not be read";
}

}  // namespace nightletter::signer
