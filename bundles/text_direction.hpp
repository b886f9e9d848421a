// bundles/text_direction.hpp: which way a line of text would run, by its letters.
//
// Strong characters in the sense of Unicode's bidirectional algorithm; it orders nothing itself. Pure functions.
#pragma once

#include <optional>
#include <string_view>

#include "bundles/language_tag.hpp"

namespace nightletter::bundles {

// Of the first strong character, which is how players and browsers guess; nullopt when there is none.
[[nodiscard]] std::optional<Direction> first_direction(std::string_view text);
[[nodiscard]] bool has_letters_of(std::string_view text, Direction direction);

}  // namespace nightletter::bundles
