// mirror/giving.hpp: offers what a store holds of one publisher, until mirrors say that they have it.
//
// What `nightletter publish` stands on. It opens a sealed store, goes to the mirrors a person named, lends documents,
// gives pieces. Nobody is announced. Mirrors that say that they have everything sealed are counted; what they say is a
// claim (docs/formats.md 7.9). It runs a loop of its own and returns when that has ended.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <optional>
#include <set>

#include "mirror/node.hpp"

namespace nightletter::mirror {

struct GivingWish {
    PublisherId publisher;
    std::set<BundleId> bundles;  // sealed in the store already; empty: all that its feed names
    std::vector<swarm::Endpoint> peers;
    std::vector<swarm::Endpoint> listen;  // mirrors fetch from here
    std::filesystem::path store;
    FetchPolicy policy;
    UtcTime time_floor;
    ClaimRole claims = ClaimRole::asks;            // silent: nobody is asked, nothing is counted
    std::size_t until = 0;                         // mirrors that have to claim all of it; 0: none is waited for
    std::chrono::seconds patience{3600};           // without another claim, while some are waited for
    std::optional<std::chrono::seconds> duration;  // of giving in all; none: until it is interrupted
};

// What mirrors that are connected now say about the bundles of the wish.
struct Claimed {
    std::size_t whole = 0;  // all of them, with every tier
    std::size_t part = 0;   // less than that, perhaps nothing yet
    bool operator==(Claimed const&) const = default;
};

enum class GivingEnd { claimed, time_over, patience_over, interrupted, store_failed, not_started };

struct Given {
    GivingEnd end = GivingEnd::not_started;
    Claimed claimed;
    std::optional<Trouble> trouble;
};

// How many of the claims are about all of those bundles, whole, as that feed lists them.
[[nodiscard]] Claimed count_claims(std::vector<SealedClaim> const& claims, trust::AcceptedFeed const& feed,
                                   std::set<BundleId> const& bundles);

// `progress` is called at every change. `interrupted` may be set from a signal handler.
[[nodiscard]] Given give(GivingWish const& wish, std::function<void(Claimed const&)> const& progress,
                         std::atomic<bool> const& interrupted);

}  // namespace nightletter::mirror
