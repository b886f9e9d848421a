// base/text.hpp: what counts as text here: UTF-8 that is well formed, NFC where a person will read it.
//
// Refuses nothing by itself; parsers ask these questions and say no in their own words.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nightletter {

// Well-formed UTF-8 (no surrogates, no overlong forms); an embedded U+0000 is not text.
[[nodiscard]] bool is_utf8(std::string_view text);
// Unicode NFC. `text` must be UTF-8.
[[nodiscard]] bool is_nfc(std::string_view text);
[[nodiscard]] std::string to_nfc(std::string_view text);
// Contains one of U+202A..U+202E, the bidi embeddings and overrides that reorder what a reader sees.
[[nodiscard]] bool has_bidi_override(std::string_view text);
// Contains a control character (C0, DEL, C1) or a line or paragraph separator (U+2028, U+2029).
[[nodiscard]] bool has_control(std::string_view text);
// The scalar values of UTF-8 text, in order.
[[nodiscard]] std::vector<char32_t> scalars(std::string_view text);

// The candidate within two edits of `word`, for "did you mean"; nullopt when none is near.
[[nodiscard]] std::optional<std::string> nearest(std::string_view word, std::vector<std::string> const& candidates);

}  // namespace nightletter
