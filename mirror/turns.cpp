#include "mirror/turns.hpp"

#include <bit>
#include <cstring>

#include "base/sha256.hpp"

namespace nightletter::mirror {

void Turns::wait(Rank const& rank, Moment not_before)
{
    leave(rank.bundle);
    places_[rank.bundle] = {due(rank), not_before, false};
    later_.emplace(not_before, rank.bundle);
}

Turns::Due Turns::due(Rank const& rank) const
{
    Bytes drawn(sizeof lots_);
    std::memcpy(drawn.data(), &lots_, sizeof lots_);
    drawn.insert(drawn.end(), rank.bundle.bytes().begin(), rank.bundle.bytes().end());
    std::uint64_t lot = 0;
    std::memcpy(&lot, sha256(drawn).data(), sizeof lot);
    return {rank.wish, rank.source, std::bit_floor(rank.bytes), lot, rank.bundle};
}

void Turns::leave(BundleId const& bundle)
{
    auto const found = places_.find(bundle);
    if (found == places_.end()) return;
    auto const& place = found->second;
    if (place.is_due) {
        due_.erase(place.due);
    } else {
        later_.erase({place.not_before, bundle});
    }
    places_.erase(found);
}

std::optional<BundleId> Turns::next(Moment now)
{
    while (!later_.empty() && later_.begin()->first <= now) {
        auto& place = places_.at(later_.begin()->second);
        place.is_due = true;
        due_.insert(place.due);
        later_.erase(later_.begin());
    }
    if (due_.empty()) return std::nullopt;
    return due_.begin()->bundle;
}

}  // namespace nightletter::mirror
