// reader/place.hpp: the bundle that a person means by a path.
//
// A bundle's own folder, the folder a publisher's signer wrote, a pack, a mirror's copy: in each there is one bundle to
// be found, with the publisher's documents beside it or not. Judges nothing.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
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
    not_in_library,
};

struct Unplaced {
    NoPlace why = NoPlace::nothing_there;
    std::vector<std::string> choices;  // with `several`, sorted: what the person may say instead
};

[[nodiscard]] Expected<Place, Unplaced> find_bundle(std::filesystem::path const& path);

// The folder of `<nlp1…>` folders that lies beside something or up to two folders above it.
[[nodiscard]] std::optional<std::filesystem::path> publishers_near(std::filesystem::path const& path);

// The publisher that a bag's bag-info.txt claims: which documents to look for, nothing to believe.
[[nodiscard]] std::optional<PublisherId> claimed_publisher(std::filesystem::path const& bag);

}  // namespace nightletter::reader
