// mirror/rate_windows.hpp: which limit holds at which hour.
//
// Days and minutes are UTC's. A window that goes over midnight belongs to the day on which it begins. The first that
// fits decides; a direction of which it says nothing is limited as outside of all windows. It reads no clock.
#pragma once

#include <optional>
#include <vector>

#include "base/clock.hpp"
#include "swarm/settings.hpp"

namespace nightletter::mirror {

struct RateWindow {
    unsigned days = 0b111'1111;  // bit 0: Monday
    int from = 0;                // minutes after midnight
    int to = 0;                  // not itself; equal to `from`: the whole day
    std::optional<std::uint64_t> up;
    std::optional<std::uint64_t> down;
};

[[nodiscard]] swarm::Rates rates_at(UtcTime now, std::vector<RateWindow> const& windows, swarm::Rates const& outside);

}  // namespace nightletter::mirror
