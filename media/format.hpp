// media/format.hpp: which kind of file a name promises.
//
// The extensions of docs/formats.md section 2, "Tiers", without the text ones. A file whose bytes are of another kind
// than its name is one that cannot be read. Pure functions, any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace nightletter::media {

enum class Format : std::uint8_t { jpeg, png, webp, mp3, mp4, webm, ogg, pdf, epub };

// By what follows the last full stop, in lower case; nullopt for what carries no tags that we know.
[[nodiscard]] std::optional<Format> format_of(std::string_view file_name);

}  // namespace nightletter::media
