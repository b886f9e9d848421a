// tests/media/looked.hpp: short ways to ask what the parsers of media/ say of a file.
#pragma once

#include <set>
#include <string>

#include "media/examination.hpp"

namespace nightletter::test {

inline std::string text_of(ByteView bytes)
{
    return std::string{as_text(bytes)};
}

// What a file tells; throws where it cannot be read.
inline std::set<media::Kind> kinds_of(media::Format format, std::string_view file)
{
    auto const examination = media::examine(format, as_bytes(file)).value();
    std::set<media::Kind> kinds;
    for (auto const& tag : examination.tags()) kinds.insert(tag.kind);
    return kinds;
}

// The file after its edits.
inline std::string clean_copy(media::Format format, std::string_view file)
{
    return text_of(media::edited(as_bytes(file), media::examine(format, as_bytes(file)).value().edits().value()));
}

}  // namespace nightletter::test
