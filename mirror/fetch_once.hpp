// mirror/fetch_once.hpp: follows one publisher for as long as it takes to have what is wanted.
//
// What `nightletter get` does: the daemon's own mirror, in a store of the reader's, until everything the newest feed
// names is sealed, text before the rest of each bundle. It accepts no connection and announces nothing. It runs a loop
// of its own and returns when that has ended; what is sealed by then is kept, what is not is taken up again the next
// time.
#pragma once

#include <atomic>
#include <chrono>

#include "mirror/node.hpp"

namespace nightletter::mirror {

// `none`: peers are not even looked for.
enum class SwarmUse { asked, none };

struct FetchWish {
    PublisherId publisher;
    std::optional<BundleId> bundle;      // of all that is named, this one alone
    std::vector<swarm::Endpoint> peers;  // whom to ask
    WebPlan web;                         // which web servers to ask
    // Asked for mirrors when nobody of those had a word of the publisher; one of the three lists has somebody. Not
    // asked through a proxy.
    std::vector<swarm::Endpoint> dht_nodes;
    web::Route route;
    std::optional<swarm::Endpoint> proxy;  // SOCKS5: peers are asked through it, and by it alone
    SwarmUse swarm = SwarmUse::asked;
    std::filesystem::path store;  // made when absent
    FetchPolicy policy;
    UtcTime time_floor;
    std::chrono::seconds patience{60};  // without any progress
};

enum class FetchEnd {
    complete,   // all that was wanted is in the store, verified
    partial,    // some of it was refused, or did not come in time
    not_named,  // the newest feed names no such bundle
    nobody_answered,
    interrupted,
    store_failed,
    not_started,  // `trouble` says why
};

struct Fetched {
    FetchEnd end = FetchEnd::not_started;
    std::vector<BundleSealed> sealed;  // in this run
    std::vector<BundleRefused> refused;
    std::optional<PublisherAdopted> publisher;  // as it is believed now
    std::optional<Trouble> trouble;
};

// `interrupted` may be set from a signal handler. Reports come on the calling thread.
[[nodiscard]] Fetched fetch_once(FetchWish const& wish, Observer const& progress, std::atomic<bool> const& interrupted);

}  // namespace nightletter::mirror
