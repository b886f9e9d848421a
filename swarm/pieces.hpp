// swarm/pieces.hpp: pieces that come by another way than from peers.
//
// Inside the wall only; both functions run in libtorrent's network thread.
#pragma once

#include <libtorrent/torrent_handle.hpp>

#include "base/bytes.hpp"
#include "swarm/events.hpp"

namespace nightletter::swarm {

// Nothing while libtorrent still checks what is on disk: it would take no piece.
[[nodiscard]] PiecesMissing missing_pieces(lt::torrent_handle const& handle, InfoHash const& bundle);
// `bytes`: as they stand in the file, without padding. A number or a length that cannot be right is ignored.
void put_piece(lt::torrent_handle const& handle, std::uint32_t piece, Bytes const& bytes);

}  // namespace nightletter::swarm
