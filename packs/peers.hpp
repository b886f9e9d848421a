// packs/peers.hpp: where the receiver of a pack may ask for more, in the words of whoever made the pack.
//
// docs/formats.md 5.9. Only what a person typed comes into it. It is a hint: whoever reads it decides whether to ask
// there, and none of it is kept. What an address is, is not known here: lines of printable text. Pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace nightletter::packs {

inline constexpr std::string_view peers_name = "peers";  // of the file, at a pack's root
inline constexpr std::size_t largest_peers = 8U << 10U;  // bytes
inline constexpr std::size_t most_peers = 64;

struct Peers {
    std::vector<std::string> addresses;

    // What is wrong with it, in words for a person.
    [[nodiscard]] static Expected<Peers, std::string> parse(ByteView file);
    [[nodiscard]] std::string text() const;
};

}  // namespace nightletter::packs
