// signer/next_feed.hpp: the feed that follows the newest one.
//
// docs/formats.md section 3: seq never restarts, `prev` names the feed before, the first feed of an epoch continues
// from the root's floor. Signed with its heads for the next sixty weeks (section 4). Makes bytes only.
#pragma once

#include <optional>
#include <vector>

#include "base/clock.hpp"
#include "signer/home.hpp"
#include "signer/people.hpp"

namespace nightletter::signer {

inline constexpr std::int64_t ordinary_freshness_days = 90;

// The same releases and withdrawals, issued `now`. Fails when the clock says that the feed before is not written yet.
[[nodiscard]] Expected<trust::Feed, Failure> following_feed(OwnPublisher const& own, UtcTime now,
                                                            std::int64_t fresh_days);

// Keys opened for one signing: one release key per person, the announce key where somebody here holds it.
struct OpenKeys {
    std::vector<SecretKey> release;
    std::optional<SecretKey> announce;
};

// Asks for passphrases. Fails before the first question when the people here are too few.
[[nodiscard]] Expected<OpenKeys, Failure> open_keys(People& people, OwnPublisher const& own);

// The publisher's documents with this feed in them, its signatures and, with an announce key, its heads.
[[nodiscard]] Documents with_feed(OwnPublisher const& own, trust::Feed const& feed, OpenKeys const& keys);

// Nothing is published that a mirror would refuse: the new feed is judged as one does, after what is held now.
[[nodiscard]] Expected<void, Failure> judge_as_a_mirror(OwnPublisher const& own, Documents const& next, UtcTime now);

}  // namespace nightletter::signer
