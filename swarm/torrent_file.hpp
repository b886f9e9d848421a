// swarm/torrent_file.hpp: from the bytes of a torrent to what libtorrent takes in.
//
// Inside the wall only. Of what the bytes hold, the info dictionary with its piece layers passes: trackers, web seeds,
// nodes never reach libtorrent. That the dictionary is sound was checked by others; here it only has the right hash.
#pragma once

#include <libtorrent/download_priority.hpp>
#include <libtorrent/torrent_info.hpp>

#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/names.hpp"
#include "base/result.hpp"

namespace nightletter::swarm {

using TorrentInfo = std::shared_ptr<lt::torrent_info>;

// Without piece layers the torrent is taken in all the same; peers are then asked for them.
[[nodiscard]] Expected<TorrentInfo, Trouble> read_torrent(ByteView torrent, InfoHash const& expected);
[[nodiscard]] Expected<TorrentInfo, Trouble> read_info(ByteView info, InfoHash const& expected);

// A priority for every file: wanted for the named paths (below the torrent's name), not wanted for all others.
[[nodiscard]] std::vector<lt::download_priority_t> priorities_for(lt::torrent_info const& info,
                                                                  std::set<std::string> const& paths);

}  // namespace nightletter::swarm
