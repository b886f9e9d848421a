#include "bundles/text_direction.hpp"

#include <unicode/uchar.h>

#include <algorithm>

#include "base/text.hpp"

namespace nightletter::bundles {
namespace {

std::optional<Direction> direction_of_character(char32_t c)
{
    switch (u_charDirection(static_cast<UChar32>(c))) {
        case U_LEFT_TO_RIGHT:
            return Direction::left_to_right;
        case U_RIGHT_TO_LEFT:
        case U_RIGHT_TO_LEFT_ARABIC:
            return Direction::right_to_left;
        default:
            return std::nullopt;
    }
}

}  // namespace

std::optional<Direction> first_direction(std::string_view text)
{
    for (auto const c : scalars(text)) {
        if (auto const direction = direction_of_character(c)) return direction;
    }
    return std::nullopt;
}

bool has_letters_of(std::string_view text, Direction direction)
{
    auto const letters = scalars(text);
    return std::any_of(letters.begin(), letters.end(),
                       [direction](char32_t c) { return direction_of_character(c) == direction; });
}

}  // namespace nightletter::bundles
