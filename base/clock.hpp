// base/clock.hpp: time as a thing one is given.
//
// Moments are whole seconds since 1970 in UTC; nothing here knows time zones. Decisions take a UtcTime or a Clock,
// so tests choose what the time is and nothing sleeps.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nightletter {

struct UtcTime {
    std::int64_t seconds = 0;  // since 1970-01-01T00:00:00Z
    constexpr auto operator<=>(UtcTime const&) const = default;
};

// A day of the Gregorian calendar, counted from 1970-01-01.
struct UtcDay {
    std::int64_t days = 0;
    constexpr auto operator<=>(UtcDay const&) const = default;
};

struct IsoWeek {
    int year = 1970;  // the ISO week-year, which differs from the calendar's around New Year
    int week = 1;     // 1..53
    constexpr auto operator<=>(IsoWeek const&) const = default;
};

// `YYYY-MM-DDThh:mm:ssZ` and `YYYY-MM-DD`, years 1970 to 9999; days that do not exist and leap seconds are refused.
[[nodiscard]] std::optional<UtcTime> parse_time(std::string_view text);
[[nodiscard]] std::string time_text(UtcTime time);
[[nodiscard]] std::optional<UtcDay> parse_day(std::string_view text);
[[nodiscard]] std::string day_text(UtcDay day);

[[nodiscard]] UtcDay day_of(UtcTime time);
[[nodiscard]] UtcTime start_of(UtcDay day);
[[nodiscard]] IsoWeek iso_week(UtcTime time);
[[nodiscard]] std::string week_text(IsoWeek week);  // `2026-W53`

class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual UtcTime now() const = 0;
};

class SystemClock final : public Clock {
public:
    [[nodiscard]] UtcTime now() const override;
};

}  // namespace nightletter
