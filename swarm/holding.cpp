#include "swarm/holding.hpp"

#include <libtorrent/extensions/smart_ban.hpp>
#include <libtorrent/extensions/ut_metadata.hpp>
#include <libtorrent/torrent_flags.hpp>

#include <algorithm>
#include <memory>

#include "swarm/info_guard.hpp"
#include "swarm/profile.hpp"
#include "swarm/suggestions.hpp"

namespace nightletter::swarm {
namespace {

constexpr std::size_t most_peers = 200;

lt::add_torrent_params common_params()
{
    lt::add_torrent_params params;
    params.flags = common_flags;
    params.extensions.emplace_back(lt::create_ut_metadata_plugin);
    return params;
}

}  // namespace

bool Sources::add(lt::tcp::endpoint const& peer)
{
    if (peers.size() >= most_peers || std::find(peers.begin(), peers.end(), peer) != peers.end()) return false;
    peers.push_back(peer);
    return true;
}

lt::add_torrent_params params_to_ask(InfoHash const& bundle)
{
    auto params = common_params();
    params.info_hashes.v2 = lt::sha256_hash{reinterpret_cast<char const*>(bundle.data())};
    // libtorrent makes empty files as soon as it knows their names, whatever their priority. Below a device nothing can
    // be made, by anybody.
    params.save_path = "/dev/null/unjudged";
    params.flags |= lt::torrent_flags::default_dont_download;
    params.extensions.insert(params.extensions.begin(), guard_info);
    return params;
}

lt::add_torrent_params params_to_fetch(Holding const& holding)
{
    auto params = common_params();
    params.ti = std::make_shared<lt::torrent_info>(*holding.info);
    params.save_path = holding.directory.string();
    params.file_priorities = holding.priorities();
    params.extensions.emplace_back(lt::create_smart_ban_plugin);
    return params;
}

lt::add_torrent_params params_to_serve(Holding& holding)
{
    auto params = common_params();
    params.save_path = holding.directory.string();
    // In upload mode libtorrent asks nobody for anything: whatever it comes to think of the copy, it never writes.
    params.flags |= lt::torrent_flags::upload_mode;
    if (holding.wanted.empty()) {
        params.flags |= lt::torrent_flags::seed_mode;
        params.extensions.emplace_back(
            [pieces = holding.info->num_pieces(), length = holding.info->piece_length()](
                lt::torrent_handle const&, lt::client_data_t) { return suggest_pieces(pieces, length); });
    } else {
        params.file_priorities = holding.priorities();
    }
    params.ti = std::move(holding.info);
    holding.directory.clear();
    return params;
}

}  // namespace nightletter::swarm
