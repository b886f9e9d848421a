// pages/pack_page.hpp: the first page of a pack, for somebody who has only a browser.
//
// Lists what lies beside it, with relative links. It claims nothing: a page cannot show that it is true, so it says how
// the pack is checked. It knows neither who made the pack nor when. Pure functions, any thread.
#pragma once

#include <string>
#include <vector>

#include "base/names.hpp"
#include "bundles/metadata.hpp"

namespace nightletter::pages {

struct PackListing {
    std::string page;                // of the interview, from the pack's root
    bundles::LanguageMap titles;     // by language
    std::string language;            // of the interview as it was held
    std::string date;                // as its metadata says
    std::vector<std::string> files;  // recordings, pictures, documents, from the pack's root
};

struct PackShelf {
    PublisherId publisher;
    std::string name;
    std::string newest;  // "feed 41 of 2026-05-03"; empty when there is no feed
    std::vector<PackListing> bundles;
};

[[nodiscard]] std::string pack_page(std::vector<PackShelf> const& shelves);

}  // namespace nightletter::pages
