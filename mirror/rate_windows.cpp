#include "mirror/rate_windows.hpp"

namespace nightletter::mirror {
namespace {

constexpr std::int64_t days_in_a_week = 7;
constexpr std::int64_t seconds_in_a_minute = 60;

// 0: Monday. The first of January 1970 was a Thursday.
unsigned weekday(UtcDay day)
{
    auto const shifted = (day.days + 3) % days_in_a_week;
    return static_cast<unsigned>(shifted < 0 ? shifted + days_in_a_week : shifted);
}

bool is_day_of(RateWindow const& window, UtcDay day)
{
    return ((window.days >> weekday(day)) & 1U) != 0;
}

bool holds(RateWindow const& window, UtcDay today, int minute)
{
    if (window.from < window.to) return is_day_of(window, today) && minute >= window.from && minute < window.to;
    if (minute >= window.from) return is_day_of(window, today);
    return minute < window.to && is_day_of(window, UtcDay{today.days - 1});
}

}  // namespace

swarm::Rates rates_at(UtcTime now, std::vector<RateWindow> const& windows, swarm::Rates const& outside)
{
    auto const today = day_of(now);
    auto const minute = static_cast<int>((now.seconds - start_of(today).seconds) / seconds_in_a_minute);
    for (auto const& window : windows) {
        if (holds(window, today, minute)) return {window.up.value_or(outside.up), window.down.value_or(outside.down)};
    }
    return outside;
}

}  // namespace nightletter::mirror
