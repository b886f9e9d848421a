#include "mirror/reading_round.hpp"

#include <algorithm>

namespace nightletter::mirror {

void ReadingRound::add(BundleId const& bundle, std::uint64_t bytes, UtcTime read_at)
{
    remove(bundle);
    copies_[bundle] = {bytes, read_at};
    by_reading_.emplace(read_at, bundle);
    bytes_ += bytes;
}

void ReadingRound::remove(BundleId const& bundle)
{
    auto const found = copies_.find(bundle);
    if (found == copies_.end()) return;
    bytes_ -= found->second.bytes;
    by_reading_.erase({found->second.read_at, bundle});
    copies_.erase(found);
}

std::optional<BundleId> ReadingRound::next(UtcTime today, Moment now)
{
    if (plan_.period == 0 || by_reading_.empty() || now < not_before_) return std::nullopt;
    // What is dated in the future stands at the end.
    auto const& candidate = is_due(by_reading_.begin()->first, today) ? *by_reading_.begin() : *by_reading_.rbegin();
    if (!is_due(candidate.first, today)) return std::nullopt;
    auto const bundle = candidate.second;
    auto const bytes = copies_.at(bundle).bytes;
    add(bundle, bytes, today);
    not_before_ = now + Moment{bytes * 1000 / pace()};
    return bundle;
}

void ReadingRound::put_off(BundleId const& bundle, UtcTime today)
{
    auto const found = copies_.find(bundle);
    if (found == copies_.end()) return;
    add(bundle, found->second.bytes, {today.seconds - std::max<std::int64_t>(plan_.period - pause_after_trouble, 0)});
}

bool ReadingRound::is_due(UtcTime read_at, UtcTime today) const
{
    return read_at > today || today.seconds - read_at.seconds >= plan_.period;
}

// Twice what would just do, so that days on which the computer was off are made up for.
std::uint64_t ReadingRound::pace() const
{
    return std::max(plan_.bytes_per_second, 2 * bytes_ / static_cast<std::uint64_t>(plan_.period) + 1);
}

}  // namespace nightletter::mirror
