// reader/place.hpp: the bundle that a person means by a path.
//
// A bundle's own folder, the folder a publisher's signer wrote, a pack, a mirror's copy: in each there is one bundle to be
// found, with the publisher's documents beside it or not. Looks at names only and judges nothing.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "base/names.hpp"
#include "base/result.hpp"

namespace nightletter::reader {

struct Place {
    std::filesystem::path bag;
    std::optional<std::filesystem::path> publishers;  // the folder of `<nlp1…>` folders beside or above it
};

enum class NoPlace {
    nothing_there,
    not_a_directory,
    no_bundle,   // a folder without one
    not_signed,  // a publisher's folder before signing
    several,     // more than one: the person has to say which
};

struct Unplaced {
    NoPlace why = NoPlace::nothing_there;
    std::vector<std::filesystem::path> choices;  // with `several`, sorted
};

[[nodiscard]] Expected<Place, Unplaced> find_bundle(std::filesystem::path const& path);

}  // namespace nightletter::reader
