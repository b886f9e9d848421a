// swarm/bundle_torrents.hpp: the bundles that are fetched or served.
//
// Inside the wall only; loop thread. It turns wishes into torrents, looks at them when something stirs, and tells as
// events what a look shows. As every conclusion comes from a look, a lost report costs time and nothing else.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "swarm/holding.hpp"
#include "swarm/swarm.hpp"
#include "swarm/torrents.hpp"

namespace nightletter::swarm {

using Emit = std::function<void(Event)>;

class BundleTorrents {
public:
    using PeersOf = std::function<std::vector<lt::tcp::endpoint>(InfoHash const& topic)>;

    BundleTorrents(Torrents& torrents, PeersOf peers_of, Emit emit)
        : torrents_{torrents}, peers_of_{std::move(peers_of)}, emit_{std::move(emit)}
    {
    }

    void fetch(Fetch order);
    void admit(InfoHash const& bundle);
    void want(InfoHash const& bundle, std::vector<std::string> const& paths);
    void ask_missing(InfoHash const& bundle);
    void put_piece(InfoHash const& bundle, std::uint32_t piece, Bytes bytes);
    void seed(Seed order);
    void drop(InfoHash const& bundle);

    // A peer of a rendezvous can be dialled there.
    void peer_of_topic(InfoHash const& topic, lt::tcp::endpoint const& peer);

    // Reports whose ticket is not that of a bundle are ignored.
    void hear(AddFailed const& report);
    void hear(Stirred const& report);
    void hear(HashFailed const& report);
    void hear(TorrentTrouble const& report);
    // Once a second: progress, and another try where nobody is connected.
    void tick();
    void look_at_all();

private:
    using Entry = std::map<InfoHash, Holding>::value_type;

    void start(Entry& entry, lt::add_torrent_params params);
    void start_fetch(Entry& entry, Expected<TorrentInfo, Trouble> info);
    void look(Holding const& holding);
    void seen(Ticket ticket, Snapshot const& snapshot);
    void saw_asking(Entry& entry, Snapshot const& snapshot);
    void saw_fetching(Entry& entry, Snapshot const& snapshot);
    void saw_serving(Entry& entry, Snapshot const& snapshot);
    void tell_standing(Entry& entry, Stage stage, Snapshot const& snapshot);
    void tell_trouble(Entry& entry, Trouble trouble);
    void dial(Holding& holding);
    void damaged(Entry& entry);
    void release(std::map<InfoHash, Holding>::iterator entry);
    void released(InfoHash const& bundle);
    // True when the order was put aside until the bundle's last torrent is gone.
    [[nodiscard]] bool waits_for_release(InfoHash const& bundle, std::function<void()> order);
    [[nodiscard]] Entry* find(Ticket ticket);

    Torrents& torrents_;
    PeersOf peers_of_;
    Emit emit_;
    std::map<InfoHash, Holding> holdings_;
    std::map<Ticket, InfoHash> by_ticket_;
    std::map<InfoHash, std::function<void()>> releasing_;  // with what is to be done afterwards, if anything
};

}  // namespace nightletter::swarm
