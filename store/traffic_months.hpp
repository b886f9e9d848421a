// store/traffic_months.hpp: what one program moved over the network, month by month.
//
// The text form is for several programs that share one budget, each with a file of its own (docs/handbook.md,
// "Traffic"):
//     nightletter traffic 1
//     month 2026-11 sent 1234 received 5678
//     end
// Months are UTC's, ascending, each once, at most `most_months`. It opens no file, reads no clock.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "base/moved.hpp"

namespace nightletter::store {

// 2026-11, in the order of time.
class Month {
public:
    constexpr Month() = default;
    [[nodiscard]] static Month of(UtcTime time);
    [[nodiscard]] static std::optional<Month> parse(std::string_view text);
    [[nodiscard]] std::string text() const;
    [[nodiscard]] constexpr Month after(int months) const { return Month{number_ + months}; }
    constexpr auto operator<=>(Month const&) const = default;

private:
    constexpr explicit Month(int number) : number_{number} {}
    int number_ = 0;  // since January of the year 0
};

class TrafficMonths {
public:
    static constexpr std::size_t most_months = 60;
    static constexpr std::size_t largest_file = 8192;  // bytes
    // So far ahead a month still counts against this one: the clock went back. What lies further ahead was counted by
    // a clock that has been put right.
    static constexpr int months_ahead = 12;

    // nullopt when it is not written exactly so.
    [[nodiscard]] static std::optional<TrafficMonths> parse(ByteView file);
    [[nodiscard]] std::string text() const;

    void add(Month month, Moved const& moved);
    // In that month and, when the clock went back, in those after it.
    [[nodiscard]] Moved used(Month month) const;
    [[nodiscard]] std::optional<Month> newest() const;

    bool operator==(TrafficMonths const&) const = default;

private:
    std::map<Month, Moved> months_;
};

}  // namespace nightletter::store
