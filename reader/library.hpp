// reader/library.hpp: the bundles that this reader has fetched.
//
// A store of the reader's own, kept by the same code as a mirror's. Here it is only looked into, without opening it: a
// fetch may be going on. Nothing found there is believed before it was judged.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "reader/place.hpp"

namespace nightletter::reader {

// $XDG_DATA_HOME/nightletter/library, or below ~/.local/share.
[[nodiscard]] std::filesystem::path library_folder();

struct Meant {
    Place place;
    std::optional<PublisherId> named;  // when the person named the publisher by id or link
};

// A path, a bundle id, a publisher id or a link, as a person typed it. A publisher of whom the library has one bundle
// means that one.
[[nodiscard]] Expected<Meant, Unplaced> find_meant(std::string const& text, std::filesystem::path const& library);

}  // namespace nightletter::reader
