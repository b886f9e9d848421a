// pages/card_words.hpp: what a publisher's card says beside the id, in the languages we speak ourselves.
//
// English, Persian, Burmese, as in words.hpp. A card holds no secret, but to have one may be dangerous: each language
// says so.
#pragma once

#include <array>
#include <string_view>

namespace nightletter::pages {

struct CardWords {
    std::string_view language;
    std::string_view title;
    std::array<std::string_view, 3> steps;  // what to do, in this order
    std::string_view proves;
    std::string_view danger;
};

// In the order in which a card shows them.
[[nodiscard]] std::array<CardWords, 3> const& card_words();

}  // namespace nightletter::pages
