#include "mirror/turns.hpp"

namespace nightletter::mirror {

void Turns::wait(Rank const& rank, Moment not_before)
{
    leave(rank.bundle);
    places_[rank.bundle] = {rank, not_before, false};
    later_.emplace(not_before, rank.bundle);
}

void Turns::leave(BundleId const& bundle)
{
    auto const found = places_.find(bundle);
    if (found == places_.end()) return;
    auto const& place = found->second;
    if (place.is_due) {
        due_.erase(place.rank);
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
        due_.insert(place.rank);
        later_.erase(later_.begin());
    }
    if (due_.empty()) return std::nullopt;
    return due_.begin()->bundle;
}

}  // namespace nightletter::mirror
