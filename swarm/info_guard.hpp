// swarm/info_guard.hpp: keeps a peer from feeding info dictionaries without end.
//
// Inside the wall only; libtorrent's network thread. libtorrent 2.0.8 asks for a part again when its size is
// inconsistent, beyond the limit, or when the whole has a wrong hash: a peer could go on answering for ever. Here it is
// sent away, by what it announces or by how much it has sent.
#pragma once

#include <libtorrent/extensions.hpp>
#include <libtorrent/torrent_handle.hpp>

#include <memory>

namespace nightletter::swarm {

// To be attached before the extension that it guards, which otherwise swallows the messages.
[[nodiscard]] std::shared_ptr<lt::torrent_plugin> guard_info(lt::torrent_handle const& handle, lt::client_data_t data);

}  // namespace nightletter::swarm
