// swarm/settings.hpp: the choices about the swarm that an operator may make.
//
// What is not here is not negotiable and stands in profile.cpp with its reason.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "swarm/endpoint.hpp"

namespace nightletter::swarm {

// What strangers may learn of us (docs/formats.md section 7, "Roles").
enum class Role {
    unlisted,  // looks up, accepts connections, is named to nobody
    public_,   // announces itself; neighbours may name it to others
    hidden,    // everything through a proxy; listens nowhere
};

enum class LocalDiscovery { off, on };

// Bytes per second, of everybody together; 0: no limit.
struct Rates {
    std::uint64_t up = 0;
    std::uint64_t down = 0;
    bool operator==(Rates const&) const = default;
};

struct Settings {
    Role role = Role::unlisted;
    std::vector<Endpoint> listen = {{"0.0.0.0", 6881}, {"::", 6881}};  // empty: no connection is accepted
    // DHT nodes to begin with. The DHT is asked in every role but `hidden`, and only `public_` writes to it.
    std::vector<Endpoint> dht_nodes;
    std::vector<std::string> trackers;  // asked by `public_` alone, because a tracker lists whoever asks it
    LocalDiscovery local_discovery = LocalDiscovery::off;  // multicast in the local network
    std::optional<Endpoint> proxy;                         // SOCKS5; given if and only if `hidden`
    std::filesystem::path contacts;                        // where addresses that worked are kept; empty: nowhere
    int connections = 500;                                 // in all, in both directions
    Rates rates;
    int alert_queue = 100'000;  // libtorrent's; when it overflows, EventsLost
};

}  // namespace nightletter::swarm
