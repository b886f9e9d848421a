// trust/feed_order.hpp: where a well-signed feed stands among those that are held.
//
// docs/formats.md section 6 D from "lower than H" on. Pure comparisons: nothing here changes what is held, and no
// question about signatures is asked again.
#pragma once

#include <optional>

#include "trust/accepted.hpp"
#include "trust/root.hpp"
#include "trust/withdrawals.hpp"

namespace nightletter::trust {

// What is held of a publisher's feeds.
struct HeldFeeds {
    std::optional<FeedPoint> high_water;  // H
    std::optional<AcceptedFeed> newest;   // its document; may be older than H after a crash or a floor
    std::optional<std::size_t> believed;  // when `newest` is disowned: how many of its releases still count
    std::optional<std::uint64_t> gap_since;
    std::optional<FeedPoint> heard;  // the newest that a head has named
    std::vector<FeedMark> marks;     // of this epoch and of what its floor let stand, oldest first

    // The releases that count, in the order of their feed.
    [[nodiscard]] std::span<Release const> releases() const;
    [[nodiscard]] bool is_disowned() const { return believed.has_value(); }
    // The feed that H names was accepted here, now or earlier.
    [[nodiscard]] bool has_seen_high_water() const;
};

// Whether `next` may follow what is held.
[[nodiscard]] Expected<void, Refusal> check_order(Feed const& next, Sha256 const& hash, HeldFeeds const& held,
                                                  Root const& newest_root);

// Whether a root speaks for `next`: it is the floor itself, or the first after a floor that never came here. What is
// held may then be a thief's.
[[nodiscard]] bool is_spoken_for(Feed const& next, Sha256 const& hash, HeldFeeds const& held);

// Whether `next` keeps every line that must be kept: releases without a final withdrawal, withdraw lines. Nothing must
// where a root speaks for it.
[[nodiscard]] Expected<void, Refusal> check_kept_lines(Feed const& next, Sha256 const& hash, HeldFeeds const& held,
                                                       Withdrawals const& withdrawals);

// Marks name the last release of their feed. When `next` takes that one out, the one before it that stays is the last.
void keep_marks_findable(HeldFeeds& held, Feed const& next);

// The sequence after which history was not seen whole, if `next` leaves such a gap.
[[nodiscard]] std::optional<std::uint64_t> gap_before(Feed const& next, HeldFeeds const& held);

}  // namespace nightletter::trust
