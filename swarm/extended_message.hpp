// swarm/extended_message.hpp: what the extensions of ours have in common on the wire.
//
// BEP 10, from inside libtorrent's network thread. Inside the wall only.
#pragma once

#include <libtorrent/bdecode.hpp>
#include <libtorrent/peer_connection_handle.hpp>
#include <libtorrent/socket.hpp>

#include <optional>

#include "base/bytes.hpp"

namespace nightletter::swarm {

// Length, kind, the number the other side gave the extension, payload.
void send_extended(lt::peer_connection_handle& connection, int remote_id, ByteView payload);

// Where others can dial the peer, when it told us: the port a connection comes from is not the one it listens on.
[[nodiscard]] std::optional<lt::tcp::endpoint> listens_at(lt::peer_connection_handle const& connection,
                                                          lt::bdecode_node const& handshake);

}  // namespace nightletter::swarm
