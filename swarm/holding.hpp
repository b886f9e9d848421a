// swarm/holding.hpp: one bundle that is fetched or served, as its owner asked for it.
//
// Inside the wall only. A holding is the wish; what libtorrent has made of it is seen in snapshots.
#pragma once

#include <libtorrent/add_torrent_params.hpp>
#include <libtorrent/socket.hpp>

#include <chrono>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/names.hpp"
#include "swarm/events.hpp"
#include "swarm/report.hpp"
#include "swarm/torrent_file.hpp"

namespace nightletter::swarm {

enum class Purpose {
    ask,    // learn the info dictionary; nothing can be written
    await,  // the dictionary is with the judge; libtorrent knows nothing of the bundle
    fetch,
    serve,
};

// Where a torrent looks for bytes. Endpoints from a rendezvous are as temporary as everything here.
struct Sources {
    std::vector<lt::tcp::endpoint> peers;
    std::optional<InfoHash> topic;
    bool dialled = false;
    unsigned lonely_seconds = 0;  // without any connection
    unsigned patience = 5;        // seconds alone before all are dialled again; grows with each time

    // False when it is known, or there are too many already.
    bool add(lt::tcp::endpoint const& peer);
};

// What was told of a holding, so that it is not told again.
struct Told {
    std::optional<Standing> standing;
    bool arrived = false;
    std::optional<std::chrono::steady_clock::time_point> trouble;
};

struct Holding {
    Purpose purpose = Purpose::ask;
    Ticket ticket = Ticket::none;
    std::filesystem::path directory;
    TorrentInfo info;              // null once it is served: libtorrent has it then
    Bytes asked_info;              // while the judge has it
    std::set<std::string> wanted;  // of a served copy: the files held, empty for all
    Sources sources;
    Told told;

    [[nodiscard]] std::vector<lt::download_priority_t> priorities() const { return priorities_for(*info, wanted); }
};

// What libtorrent is asked to do for a holding of each purpose.
[[nodiscard]] lt::add_torrent_params params_to_ask(InfoHash const& bundle);
[[nodiscard]] lt::add_torrent_params params_to_fetch(Holding const& holding);
// Takes the holding's directory and info.
[[nodiscard]] lt::add_torrent_params params_to_serve(Holding& holding);

}  // namespace nightletter::swarm
