#include "store/traffic_months.hpp"

#include <algorithm>

#include "base/line_document.hpp"

namespace nightletter::store {
namespace {

constexpr std::string_view first_line = "nightletter traffic 1";
constexpr int months_in_a_year = 12;

// `month 2026-11 sent 1 received 2`
std::optional<std::pair<Month, Moved>> parse_line(Line const& line)
{
    auto const& fields = line.fields();
    if (fields.size() != 6 || fields[0] != "month" || fields[2] != "sent" || fields[4] != "received")
        return std::nullopt;
    auto const month = Month::parse(fields[1]);
    auto const sent = parse_count(fields[3]);
    auto const received = parse_count(fields[5]);
    constexpr std::uint64_t most = std::uint64_t{1} << 60U;  // so that sums of them cannot overflow
    if (!month || !sent || !received || *sent > most || *received > most) return std::nullopt;
    return std::pair{*month, Moved{*sent, *received}};
}

}  // namespace

Month Month::of(UtcTime time)
{
    return parse(day_text(day_of(time)).substr(0, 7)).value_or(Month{});
}

std::optional<Month> Month::parse(std::string_view text)
{
    if (text.size() != 7 || !parse_day(std::string{text} + "-01")) return std::nullopt;
    auto const digit = [&](std::size_t at) { return text[at] - '0'; };
    int const year = digit(0) * 1000 + digit(1) * 100 + digit(2) * 10 + digit(3);
    return Month{year * months_in_a_year + digit(5) * 10 + digit(6) - 1};
}

std::string Month::text() const
{
    auto const padded = [](int number, std::size_t width) {
        auto digits = std::to_string(number);
        return std::string(width - std::min(width, digits.size()), '0') + digits;
    };
    return padded(number_ / months_in_a_year, 4) + "-" + padded(number_ % months_in_a_year + 1, 2);
}

std::optional<TrafficMonths> TrafficMonths::parse(ByteView file)
{
    if (file.size() > largest_file) return std::nullopt;
    auto const lines = read_lines(file);
    if (!lines || lines->empty() || lines->size() > 1 + most_months || lines->front().text() != first_line)
        return std::nullopt;
    TrafficMonths months;
    for (std::size_t at = 1; at < lines->size(); ++at) {
        auto const entry = parse_line((*lines)[at]);
        if (!entry || (months.newest() && entry->first <= *months.newest())) return std::nullopt;
        months.months_.insert(*entry);
    }
    return months;
}

std::string TrafficMonths::text() const
{
    std::string text{first_line};
    for (auto const& [month, moved] : months_) {
        text += "\nmonth " + month.text() + " sent " + std::to_string(moved.sent) + " received " +
                std::to_string(moved.received);
    }
    return text + "\nend\n";
}

void TrafficMonths::add(Month month, Moved const& moved)
{
    months_[month] += moved;
    if (months_.size() > most_months) months_.erase(months_.begin());
}

Moved TrafficMonths::used(Month month) const
{
    Moved sum;
    for (auto const& [counted, moved] : months_) {
        if (counted >= month && counted < month.after(months_ahead)) sum += moved;
    }
    return sum;
}

std::optional<Month> TrafficMonths::newest() const
{
    return months_.empty() ? std::nullopt : std::optional{months_.rbegin()->first};
}

}  // namespace nightletter::store
