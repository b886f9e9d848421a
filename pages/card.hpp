// pages/card.hpp: the card that a publisher gives to readers.
//
// Name, id, QR code, twelve comparison words, what to do with them. It holds no secret. The page is one HTML file for a
// printer, the image one SVG file for a leaflet; neither has a script or fetches anything. Pure functions, any thread.
#pragma once

#include <string>

#include "base/names.hpp"

namespace nightletter::pages {

struct Card {
    PublisherId publisher;
    std::string name;  // as in the root document
};

[[nodiscard]] std::string card_page(Card const& card);
[[nodiscard]] std::string card_image(Card const& card);

}  // namespace nightletter::pages
