#include "media/examination.hpp"

#include <algorithm>

#include "media/octets_at.hpp"
#include "media/parsers.hpp"

namespace nightletter::media {

void Examination::found(Kind kind, std::string_view where)
{
    Tag tag{kind, std::string{where.substr(0, longest_where)}};
    if (tags_.size() < most_tags && std::ranges::find(tags_, tag) == tags_.end()) tags_.push_back(std::move(tag));
}

Expected<std::vector<Edit>, Unreadable> Examination::edits() const
{
    auto sorted = edits_;
    std::ranges::stable_sort(sorted, {}, &Edit::at);
    std::uint64_t end = 0;
    for (auto const& edit : sorted) {
        if (edit.at < end) return fail(Unreadable::malformed);
        end = edit.at + edit.removes;
    }
    return sorted;
}

Expected<Examination, Unreadable> examine(Format format, ByteView file)
{
    switch (format) {
        case Format::jpeg:
            return examine_jpeg(file);
        case Format::png:
            return examine_png(file);
        case Format::webp:
            return examine_webp(file);
        case Format::mp3:
            return examine_mp3(file);
        case Format::mp4:
            return examine_mp4(file);
        case Format::webm:
            return examine_webm(file);
        case Format::ogg:
            return examine_ogg(file);
        case Format::pdf:
            return examine_pdf(file);
        case Format::epub:
            return examine_epub(file);
    }
    return fail(Unreadable::unsupported);
}

Bytes edited(ByteView file, std::vector<Edit> const& edits)
{
    Bytes made;
    std::uint64_t at = 0;
    for (auto const& edit : edits) {
        append(made, part(file, at, edit.at - at));
        append(made, edit.puts);
        made.resize(made.size() + edit.zeros);
        at = edit.at + edit.removes;
    }
    append(made, rest(file, at));
    return made;
}

}  // namespace nightletter::media
