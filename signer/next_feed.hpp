// signer/next_feed.hpp: the feed that follows the newest one.
//
// docs/formats.md section 3: seq never restarts, `prev` names the feed before, the first feed of an epoch continues
// from the root's floor; final withdrawals take release lines out, hides that have run out leave, and withdrawals that
// went out by themselves are listed. A value only: whose signatures it needs is for agreement.hpp.
#pragma once

#include <span>

#include "base/clock.hpp"
#include "signer/home.hpp"
#include "trust/withdrawal.hpp"

namespace nightletter::signer {

inline constexpr std::int64_t ordinary_freshness_days = 90;

// The same releases and withdrawals, issued `now`. Fails when the clock says that the feed before is not written yet.
[[nodiscard]] Expected<trust::Feed, Failure> following_feed(OwnPublisher const& own, UtcTime now,
                                                            std::int64_t fresh_days);

// The same under the next root. Where that ends an epoch at a floor, the lines are those of `feed_at_floor`.
[[nodiscard]] Expected<trust::Feed, Failure> feed_under(OwnPublisher const& own, trust::Root const& next,
                                                        std::optional<trust::Feed> const& feed_at_floor, UtcTime now,
                                                        std::int64_t fresh_days);

// Names this withdrawal as well. False when the feed keeps its line of an earlier one, which then stands for both.
bool list_withdrawal(trust::Feed& feed, trust::Withdrawal const& withdrawal, std::span<trust::Withdrawal const> held);

}  // namespace nightletter::signer
