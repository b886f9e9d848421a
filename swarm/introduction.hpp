// swarm/introduction.hpp: the bytes by which one neighbour names others.
//
// docs/formats.md 7.16. A list of addresses, each with its port; nothing says whose they are, and nothing is believed.
// Any thread.
#pragma once

#include <libtorrent/socket.hpp>

#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace nightletter::swarm {

inline constexpr std::size_t most_introduced = 50;  // in one message

enum class IntroductionFault { too_long, broken_off, unknown_kind };

[[nodiscard]] Expected<std::vector<lt::tcp::endpoint>, IntroductionFault> parse_introduction(ByteView payload);
// Of at most `most_introduced`.
[[nodiscard]] Bytes introduction(std::vector<lt::tcp::endpoint> const& peers);

}  // namespace nightletter::swarm
