#include <algorithm>
#include <array>

#include "base/line_document.hpp"
#include "config/keys.hpp"
#include "config/read.hpp"

namespace nightletter::config {
namespace {

constexpr std::uint64_t slowest = 1000;  // bytes per second; below, nothing is ever finished
constexpr std::array<std::string_view, 7> day_names{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
constexpr int minutes_in_a_day = 24 * 60;

std::string_view take_word(std::string_view& text)
{
    auto const word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    return word;
}

std::optional<unsigned> parse_day_name(std::string_view text)
{
    auto const found = std::ranges::find(day_names, text);
    if (found == day_names.end()) return std::nullopt;
    return static_cast<unsigned>(found - day_names.begin());
}

// `mon`, `fri-sun`, `sun-tue`.
std::optional<unsigned> parse_days(std::string_view text)
{
    auto const dash = text.find('-');
    auto const first = parse_day_name(text.substr(0, dash));
    auto const last = dash == std::string_view::npos ? first : parse_day_name(text.substr(dash + 1));
    if (!first || !last) return std::nullopt;
    unsigned days = 0;
    for (auto day = *first;; day = (day + 1) % day_names.size()) {
        days |= 1U << day;
        if (day == *last) return days;
    }
}

// `08:30`; `24:00` ends a day.
std::optional<int> parse_minute(std::string_view text)
{
    if (text.size() != 5 || text[2] != ':') return std::nullopt;
    auto const digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9' ? text[at] - '0' : 100; };
    int const hour = digit(0) * 10 + digit(1);
    int const minute = digit(3) * 10 + digit(4);
    bool const is_time = (hour < 24 && minute < 60) || (hour == 24 && minute == 0);
    return is_time ? std::optional{hour * 60 + minute} : std::nullopt;
}

bool take_hours(RateWindow& window, std::string_view text)
{
    auto const dash = text.find('-');
    if (dash == std::string_view::npos) return false;
    auto const from = parse_minute(text.substr(0, dash));
    auto const to = parse_minute(text.substr(dash + 1));
    if (!from || !to || *from == minutes_in_a_day) return false;
    window.from = *from;
    window.to = *to % minutes_in_a_day;
    return true;
}

// `up 2 MB/s`, `down 0`.
bool take_direction(RateWindow& window, std::string_view& text)
{
    auto const name = take_word(text);
    if (name != "up" && name != "down") return false;
    auto& rate = name == "up" ? window.up : window.down;
    if (rate) return false;
    std::string size{take_word(text)};
    if (size != "0") size += ' ' + std::string{take_word(text)};
    rate = parse_rate(size);
    return rate.has_value();
}

Complaint take_rate(std::uint64_t& rate, std::string const& text)
{
    auto const parsed = parse_rate(text);
    if (!parsed) return "must be a rate of at least \"1 KB/s\", such as \"2 MB/s\", not \"" + text + "\"";
    rate = *parsed;
    return std::nullopt;
}

Complaint take_window(Config& config, std::string const& text)
{
    auto const window = parse_window(text);
    if (!window) return "must be such as \"mon-fri 22:00-06:00 up 2 MB/s down 1 MB/s\", not \"" + text + "\"";
    config.traffic.windows.push_back(*window);
    return std::nullopt;
}

}  // namespace

std::optional<std::uint64_t> parse_rate(std::string_view text)
{
    constexpr std::string_view per_second = "/s";
    if (text == "0") return 0;
    if (!text.ends_with(per_second)) return std::nullopt;
    text.remove_suffix(per_second.size());
    auto const size = parse_size(text);
    return size && *size >= slowest ? size : std::nullopt;
}

std::optional<RateWindow> parse_window(std::string_view text)
{
    RateWindow window;
    auto word = take_word(text);
    if (auto const days = parse_days(word)) {
        window.days = *days;
        word = take_word(text);
    }
    if (!take_hours(window, word) || text.empty()) return std::nullopt;
    while (!text.empty()) {
        if (!take_direction(window, text)) return std::nullopt;
    }
    return window;
}

std::vector<Key> keys_of_traffic()
{
    return {
        {"traffic.up", text_key([](Config& c, auto const& text) { return take_rate(c.traffic.up, text); })},
        {"traffic.down", text_key([](Config& c, auto const& text) { return take_rate(c.traffic.down, text); })},
        {"traffic.windows", list_key(take_window)},
        {"traffic.monthly", text_key([](Config& c, auto const& text) { return take_size(c.traffic.monthly, text); })},
    };
}

}  // namespace nightletter::config
