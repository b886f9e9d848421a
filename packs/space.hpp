// packs/space.hpp: whether a pack will fit where it is to go.
//
// Asked before the first byte is written: a person with a full stick should not have to wait to hear of it.
#pragma once

#include <cstdint>
#include <filesystem>

#include "base/result.hpp"

namespace nightletter::packs {

struct Space {
    std::uint64_t free = 0;          // bytes
    std::uint64_t largest_file = 0;  // bytes: what the file system can hold as one file
};

// Of the file system on which `path` lies or, when it is absent, would be made.
[[nodiscard]] Expected<Space, Trouble> space_at(std::filesystem::path const& path);

// What `bytes` in `files` files take at most: sticks hand out space in clusters.
[[nodiscard]] std::uint64_t space_taken(std::uint64_t bytes, std::uint64_t files);

}  // namespace nightletter::packs
