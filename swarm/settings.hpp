// swarm/settings.hpp: the choices about the swarm that an operator may make.
//
// What is not here is not negotiable and stands in profile.cpp with its reason.
#pragma once

#include <vector>

#include "swarm/endpoint.hpp"

namespace nightletter::swarm {

enum class PeerExchange { off, on };

struct Settings {
    std::vector<Endpoint> listen = {{"0.0.0.0", 6881}, {"::", 6881}};  // empty: no connection is accepted
    int connections = 500;                                             // in all, in both directions
    int upload_kib_per_s = 0;                                          // 0: no limit
    int download_kib_per_s = 0;                                        // 0: no limit
    // Peers of a rendezvous tell one another of each other. Off: nobody learns an address from us.
    PeerExchange peer_exchange = PeerExchange::off;
    int alert_queue = 100'000;  // libtorrent's; when it overflows, EventsLost
};

}  // namespace nightletter::swarm
