// media/mp4_boxes.hpp: the frame of every box of an MP4 file.
//
// Which boxes lie side by side between two places; nothing about what is in them. Pure functions, any thread.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "media/octets_at.hpp"

namespace nightletter::media {

struct Box {
    std::uint64_t at = 0;    // of its first byte
    std::uint64_t head = 0;  // bytes before its contents: 8 or 16
    std::uint64_t size = 0;  // with its head
    std::string_view type;   // four characters, of the file's bytes

    [[nodiscard]] std::uint64_t body() const { return at + head; }
    [[nodiscard]] std::uint64_t end() const { return at + size; }
};

// nullopt when they do not fill the place exactly, or are more than `most_boxes`.
[[nodiscard]] std::optional<std::vector<Box>> boxes_between(ByteView file, std::uint64_t begin, std::uint64_t end);

inline constexpr std::size_t most_boxes = 200'000;

}  // namespace nightletter::media
