// swarm/suggestions.hpp: the peers of a served bundle are told which pieces to ask for first.
//
// Inside the wall only; libtorrent's network thread. BEP 6, "suggest piece": advice, not a promise. A peer that follows
// it asks for what nobody else was told to ask for; one that does not is served all the same. Without it each of eight
// mirrors asked for what seemed rare to it, and the first mirror sent a new recording 1.4 times instead of once
// (docs/decisions/0014). Nothing is held back from anybody, as super-seeding does, which libtorrent never finishes with
// a peer that wants a bundle file by file.
#pragma once

#include <libtorrent/extensions.hpp>

#include <memory>

namespace nightletter::swarm {

// The most pieces a peer is told of before it has said that it has some of them; as many are remembered from others.
constexpr int most_suggestions = 64;

[[nodiscard]] std::shared_ptr<lt::torrent_plugin> suggest_pieces(int pieces, int piece_length);

}  // namespace nightletter::swarm
