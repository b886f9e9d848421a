// store/borrow.hpp: takes over the files that an arriving bundle has in common with a sealed one.
//
// A correction or a late translation replaces a bundle most of whose bytes it shares. Files are the same when their
// pieces roots are; what is taken over is hashed on the way and judged with the rest of its bundle. Reads a sealed
// copy, writes one room in quarantine: any thread.
#pragma once

#include <map>

#include "bundles/piece_tree.hpp"
#include "bundles/torrent_check.hpp"
#include "store/quarantine.hpp"

namespace nightletter::store {

struct Loan {
    std::filesystem::path from;          // a sealed bag
    std::filesystem::path from_torrent;  // of that bag
    bundles::CheckedTorrent arriving;
};

struct Borrowed {
    std::uint64_t bytes = 0;
    Bytes torrent;  // the arriving one, with the piece layers of what was taken over
};

using Layers = std::map<Sha256, bundles::PieceLayer>;  // by pieces root; empty ones of files that one piece holds

// The .torrent file with these piece layers and no others.
[[nodiscard]] Bytes with_layers(bundles::CheckedTorrent const& torrent, Layers const& layers);

// What cannot be read, or is not as it was sealed, is left for the swarm. What the room holds already stays as it is.
[[nodiscard]] Expected<Borrowed, Trouble> borrow(Quarantine const& quarantine, Loan const& loan);

}  // namespace nightletter::store
