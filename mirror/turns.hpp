// mirror/turns.hpp: whose turn it is among the bundles that wait to be fetched.
//
// What an operator pinned goes first, a copy on this machine before the swarm's, small before large. Among those of
// about one size every mirror goes by lots of its own, so that of two that come to the same bundles at the same time
// each soon has what the other lacks: what nobody claims to have cannot be told (docs/formats.md 7.9), and needs not
// be. It knows nothing of what a turn is used for; with thousands of bundles every call takes the time of a few
// comparisons.
#pragma once

#include <map>
#include <optional>
#include <set>

#include "base/names.hpp"
#include "mirror/document.hpp"

namespace nightletter::mirror {

class Turns {
public:
    enum class Wish { pinned, ordinary };
    enum class Source { this_machine, swarm };
    struct Rank {
        Wish wish = Wish::ordinary;
        Source source = Source::swarm;
        std::uint64_t bytes = 0;
        BundleId bundle{};
        auto operator<=>(Rank const&) const = default;
    };

    // Different for every mirror.
    explicit Turns(std::uint64_t lots = 0) : lots_{lots} {}

    // The bundle waits, or waits differently, and has no turn before that moment.
    void wait(Rank const& rank, Moment not_before);
    // It waits no longer.
    void leave(BundleId const& bundle);

    // The first of those whose time has come; it goes on waiting.
    [[nodiscard]] std::optional<BundleId> next(Moment now);

private:
    struct Due {
        Wish wish;
        Source source;
        std::uint64_t about_bytes;  // a power of two
        std::uint64_t lot;
        BundleId bundle;
        auto operator<=>(Due const&) const = default;
    };
    struct Place {
        Due due;
        Moment not_before{};
        bool is_due = false;
    };

    [[nodiscard]] Due due(Rank const& rank) const;

    std::uint64_t lots_;
    std::map<BundleId, Place> places_;
    std::set<Due> due_;
    std::set<std::pair<Moment, BundleId>> later_;
};

}  // namespace nightletter::mirror
