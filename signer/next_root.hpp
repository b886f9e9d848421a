// signer/next_root.hpp: the root document that follows the newest one.
//
// docs/formats.md section 3. A value only, and never one that could not be followed: thresholds that the keys left
// cannot reach, withdraw below release or a key in two roles are refused here in words a person can act on.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "signer/home.hpp"
#include "signer/public_keys.hpp"
#include "trust/root.hpp"

namespace nightletter::signer {

struct RootChanges {
    std::vector<PublicKeys> add;  // announce keys in them are left out of account
    std::vector<trust::MinisignKey> retire;
    std::optional<trust::MinisignKey> announce;
    std::optional<std::uint64_t> root_threshold;
    std::optional<std::uint64_t> release_threshold;
    std::optional<std::uint64_t> withdraw_threshold;
    std::optional<std::string> name;
    bool renews_dates = false;  // last days of all keys and the day of review, counted from now
    bool ends_epoch = false;
    std::optional<trust::FeedPoint> floor;  // with ends_epoch: the last feed that stands; none when nothing stands
};

[[nodiscard]] Expected<trust::Root, Failure> next_root(OwnPublisher const& own, RootChanges const& changes,
                                                       UtcTime now);

}  // namespace nightletter::signer
