// swarm/dht_search.hpp: finds peers of a rendezvous in the mainline DHT.
//
// Inside the wall only; loop thread. Looking up tells nothing but the question to the nodes asked; only in the role
// `public` is our own address put beside the key (docs/formats.md section 7). Addresses found are a stranger's claim:
// whoever dials them leaves out those that cannot be a mirror's.
#pragma once

#include <libtorrent/session.hpp>
#include <libtorrent/sha1_hash.hpp>
#include <libtorrent/socket.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <vector>

#include "base/names.hpp"
#include "swarm/report.hpp"
#include "swarm/settings.hpp"

namespace nightletter::swarm {

class DhtSearch {
public:
    using PeersOf = std::function<std::size_t(InfoHash const& topic)>;  // how many there are now

    DhtSearch(lt::session& session, Settings const& settings, PeersOf peers_of);

    void add(InfoHash const& topic);
    void remove(InfoHash const& topic);
    // Nodes to begin with, besides those of the settings.
    void begin_with(std::vector<lt::udp::endpoint> const& nodes);
    // We accept connections there; nothing is announced before.
    void listens_on(std::uint16_t port) { port_ = port; }
    // Bundles that ordinary clients look for by info-hash: announced in the role `public`, never looked up.
    void announce_also(std::vector<InfoHash> const& bundles);
    // Once a second.
    void tick();
    // The topic a report is about; null when it is about none.
    [[nodiscard]] InfoHash const* topic_of(DhtPeersFound const& report) const;

private:
    static constexpr unsigned first_patience = 1;  // seconds

    struct Search {
        std::uint64_t next = 0;              // second of the next look
        std::uint64_t announce = 0;          // second of the next announcement
        unsigned patience = first_patience;  // seconds alone before the next look; grows with each
        unsigned announce_patience = first_patience;
    };

    void greet_nodes();
    void look(InfoHash const& topic, Search& search);
    [[nodiscard]] bool announces() const { return role_ == Role::public_ && port_ != 0; }

    lt::session& session_;
    Role role_;
    PeersOf peers_of_;
    std::vector<lt::udp::endpoint> nodes_;
    std::uint16_t port_ = 0;
    std::uint64_t second_ = 0;
    std::map<InfoHash, Search> topics_;
    std::map<lt::sha1_hash, InfoHash> keys_;       // what the DHT calls a topic
    std::map<InfoHash, std::uint64_t> announced_;  // bundles, with the second of the next time
};

// Whether an address that a stranger gave can be that of a mirror.
[[nodiscard]] bool can_be_dialled(lt::tcp::endpoint const& peer);

}  // namespace nightletter::swarm
