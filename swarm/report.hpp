// swarm/report.hpp: what libtorrent told us, copied out of its memory.
//
// Inside the wall only: `translate` makes reports of alerts, the engine routes them to whoever owns the torrent.
#pragma once

#include <libtorrent/sha1_hash.hpp>
#include <libtorrent/socket.hpp>

#include <cstdint>
#include <variant>
#include <vector>

#include "base/result.hpp"
#include "swarm/events.hpp"

namespace nightletter::swarm {

// One adding of one torrent. Never used again, so a late report cannot be taken for one about its successor.
enum class Ticket : std::uint64_t { none = 0 };

// The torrent could not be added.
struct AddFailed {
    Ticket ticket = Ticket::none;
    Trouble trouble;
};

// Something about the torrent changed: time to look at it.
struct Stirred {
    Ticket ticket = Ticket::none;
};

struct HashFailed {
    Ticket ticket = Ticket::none;
};

enum class Cause {
    info,          // an info dictionary with the right hash that cannot be read
    content_gone,  // a file is missing, too short or unreadable
    files,         // any other trouble with files; the torrent may stand still
};

struct TorrentTrouble {
    Ticket ticket = Ticket::none;
    Cause cause = Cause::files;
    Trouble trouble;
};

struct ListenSucceeded {
    std::uint16_t port = 0;
};

struct ListenFailed {
    Trouble trouble;
};

// The DHT knows these addresses beside a key.
struct DhtPeersFound {
    lt::sha1_hash key;
    std::vector<lt::tcp::endpoint> peers;
};

// The DHT has this item in a slot that was read.
struct DhtItemFound {
    SignedItem item;
};

// The proxy could not be used; nothing goes around it.
struct ProxyFailed {
    Trouble trouble;
};

// Since the session began, with what the layers below add as far as libtorrent knows it.
struct TrafficCounted {
    Moved moved;
};

struct ReportsLost {};

using Report = std::variant<AddFailed, Stirred, HashFailed, TorrentTrouble, ListenSucceeded, ListenFailed,
                            DhtPeersFound, DhtItemFound, ProxyFailed, TrafficCounted, ReportsLost>;

}  // namespace nightletter::swarm
