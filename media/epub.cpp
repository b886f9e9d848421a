// EPUB (W3C, 3.3): packed anew without the times and fields of its packing. Taken away: creators, dates, programs and
// all else in the package's metadata but title, language, identifier, subject and how it is to be shown; comments and
// authors in its pages; what its pictures and recordings tell; files of other programs. The rest is copied as packed.
#include <algorithm>

#include "media/inflate.hpp"
#include "media/markup.hpp"
#include "media/parsers.hpp"
#include "media/zip.hpp"

namespace nightletter::media {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::uint64_t most_of_one = std::uint64_t{64} << 20U;
constexpr std::uint64_t most_in_all = std::uint64_t{256} << 20U;

constexpr std::array page_endings{".xhtml"sv, ".html"sv, ".htm"sv, ".ncx"sv, ".svg"sv, ".xml"sv};

bool is_foreign(std::string_view name)
{
    if (name.starts_with("META-INF/")) return name != "META-INF/container.xml" && name != "META-INF/encryption.xml";
    auto const file = name.substr(name.rfind('/') + 1);
    return name.starts_with("__MACOSX/") || file == ".DS_Store" || file == "Thumbs.db" || file.ends_with(".plist");
}

class Epub {
public:
    explicit Epub(ByteView file) : file_{file} {}

    Expected<Examination, Unreadable> examine()
    {
        auto entries = read_zip(file_, examination_);
        if (!entries) return fail(entries.error());
        if (entries->empty() || entries->front().name != "mimetype") return fail(Unreadable::malformed);
        std::erase_if(*entries, [this](ZipEntry const& entry) { return leaves_out(entry); });
        for (auto& entry : *entries) {
            if (auto const fault = look_at(entry)) return fail(*fault);
        }
        if (!examination_.tags().empty()) examination_.replace(0, file_.size(), zip_bytes(*entries));
        return std::move(examination_);
    }

private:
    bool leaves_out(ZipEntry const& entry)
    {
        if (!is_foreign(entry.name)) return false;
        examination_.found(Kind::device, "a file of another program");
        return true;
    }

    std::optional<Unreadable> look_at(ZipEntry& entry)
    {
        auto const format = format_of(entry.name);
        bool const is_package = entry.name.ends_with(".opf");
        bool const is_page =
            !entry.name.starts_with("META-INF/") &&
            std::ranges::any_of(page_endings, [&](auto ending) { return entry.name.ends_with(ending); });
        if (!format && !is_package && !is_page) return std::nullopt;
        if (format == Format::pdf || format == Format::epub) return Unreadable::unsupported;
        auto const contents = unpack(entry);
        if (!contents) return contents.error();
        auto const inside = format ? media::examine(*format, *contents) : examine_text(as_text(*contents), is_package);
        if (!inside) return inside.error();
        auto const edits = inside->edits();
        if (!edits) return edits.error();
        for (auto const& tag : inside->tags())
            examination_.found(tag.kind, format ? "a picture or recording inside" : tag.where);
        if (!edits->empty()) replace_contents(entry, edited(*contents, *edits));
        return std::nullopt;
    }

    Expected<Bytes, Unreadable> unpack(ZipEntry const& entry)
    {
        if (entry.method == 0) return copy_of(entry.packed);
        auto contents = inflated(entry.packed, std::min(most_of_one, most_in_all - unpacked_), Wrapper::none);
        if (!contents) return fail(Unreadable::too_much);
        unpacked_ += contents->size();
        return std::move(*contents);
    }

    static Expected<Examination, Unreadable> examine_text(std::string_view text, bool is_package)
    {
        auto const pieces = pieces_of(text);
        if (!pieces) return fail(Unreadable::malformed);
        Examination examination;
        if (is_package && !clean_package(text, *pieces, examination)) return fail(Unreadable::malformed);
        if (!is_package) clean_page(*pieces, examination);
        return examination;
    }

    ByteView file_;
    Examination examination_;
    std::uint64_t unpacked_ = 0;
};

}  // namespace

Expected<Examination, Unreadable> examine_epub(ByteView file)
{
    return Epub{file}.examine();
}

}  // namespace nightletter::media
