#include "base/clock.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace nightletter {
namespace {

constexpr std::int64_t seconds_per_day = 86400;

std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count)
{
    int value = 0;
    for (auto const c : text.substr(at, count)) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return value;
}

std::chrono::year_month_day calendar(UtcDay day)
{
    return std::chrono::sys_days{std::chrono::days{day.days}};
}

}  // namespace

std::optional<UtcDay> parse_day(std::string_view text)
{
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    auto const year = digits(text, 0, 4);
    auto const month = digits(text, 5, 2);
    auto const day = digits(text, 8, 2);
    if (!year || !month || !day || *year < 1970) return std::nullopt;
    std::chrono::year_month_day const date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok()) return std::nullopt;
    return UtcDay{std::chrono::sys_days{date}.time_since_epoch().count()};
}

std::string day_text(UtcDay day)
{
    auto const date = calendar(day);
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                       static_cast<unsigned>(date.day()));
}

std::optional<UtcTime> parse_time(std::string_view text)
{
    if (text.size() != 20 || text[10] != 'T' || text[13] != ':' || text[16] != ':' || text[19] != 'Z') {
        return std::nullopt;
    }
    auto const day = parse_day(text.substr(0, 10));
    auto const hours = digits(text, 11, 2);
    auto const minutes = digits(text, 14, 2);
    auto const seconds = digits(text, 17, 2);
    if (!day || !hours || !minutes || !seconds) return std::nullopt;
    if (*hours > 23 || *minutes > 59 || *seconds > 59) return std::nullopt;
    return UtcTime{day->days * seconds_per_day + *hours * 3600 + *minutes * 60 + *seconds};
}

std::string time_text(UtcTime time)
{
    auto const day = day_of(time);
    auto const rest = time.seconds - start_of(day).seconds;
    return fmt::format("{}T{:02}:{:02}:{:02}Z", day_text(day), rest / 3600, rest / 60 % 60, rest % 60);
}

UtcDay day_of(UtcTime time)
{
    auto days = time.seconds / seconds_per_day;
    if (time.seconds % seconds_per_day < 0) --days;
    return {days};
}

UtcTime start_of(UtcDay day)
{
    return {day.days * seconds_per_day};
}

IsoWeek iso_week(UtcTime time)
{
    auto const today = day_of(time);
    // A week belongs to the year of its Thursday; 1970-01-01 was one.
    auto weekday = (today.days + 3) % 7;  // Monday 0
    if (weekday < 0) weekday += 7;
    UtcDay const thursday{today.days - weekday + 3};
    auto const year = calendar(thursday).year();
    auto const first = std::chrono::sys_days{year / std::chrono::January / 1}.time_since_epoch().count();
    return {static_cast<int>(year), static_cast<int>((thursday.days - first) / 7 + 1)};
}

std::string week_text(IsoWeek week)
{
    return fmt::format("{}-W{:02}", week.year, week.week);
}

UtcTime SystemClock::now() const
{
    auto const since = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::seconds>(since).count()};
}

}  // namespace nightletter
