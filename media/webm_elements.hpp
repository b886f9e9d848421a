// media/webm_elements.hpp: the frame of every element of a WebM file.
//
// One element at a place, and how to make one that says nothing. Nothing about what is in it. Pure functions.
#pragma once

#include <optional>

#include "media/octets_at.hpp"

namespace nightletter::media {

struct Element {
    std::uint64_t at = 0;    // of its first byte
    std::uint64_t id = 0;    // with its length marker, as specifications write it
    std::uint64_t body = 0;  // where its contents begin
    std::uint64_t end = 0;
    bool is_open = false;  // of unknown size: `end` is that of what it lies in
};

// nullopt when none that is well formed begins there and ends by `end`.
[[nodiscard]] std::optional<Element> element_at(ByteView file, std::uint64_t at, std::uint64_t end);

// The head of a Void element that takes `size` bytes in all, at least 2; zeros follow it.
[[nodiscard]] Bytes void_head(std::uint64_t size);

}  // namespace nightletter::media
