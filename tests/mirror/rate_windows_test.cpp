// What mirror/rate_windows.hpp and mirror/spending.hpp promise: which limit holds when, and what a budget leaves.
#include "mirror/rate_windows.hpp"

#include <gtest/gtest.h>

#include "mirror/spending.hpp"

namespace nightletter::mirror {
namespace {

constexpr swarm::Rates outside{500, 600};

// Of a day in the week of Monday, the 2nd of November 2026.
swarm::Rates rates(std::string const& time, std::vector<RateWindow> const& windows)
{
    return rates_at(parse_time(time + "Z").value(), windows, outside);
}

RateWindow window(int from_hour, int to_hour, unsigned days = 0b111'1111)
{
    return {days, from_hour * 60, to_hour * 60, 2000, std::nullopt};
}

TEST(RateWindowsTest, OutsideOfEveryWindowTheUsualLimitHolds)
{
    EXPECT_EQ(rates("2026-11-03T12:00:00", {}), outside);
    EXPECT_EQ(rates("2026-11-03T07:59:59", {window(8, 18)}), outside);
    EXPECT_EQ(rates("2026-11-03T18:00:00", {window(8, 18)}), outside);
}

TEST(RateWindowsTest, ADirectionThatAWindowDoesNotNameIsLimitedAsOutside)
{
    EXPECT_EQ(rates("2026-11-03T08:00:00", {window(8, 18)}), (swarm::Rates{2000, 600}));
    EXPECT_EQ(rates("2026-11-03T17:59:59", {window(8, 18)}), (swarm::Rates{2000, 600}));
}

TEST(RateWindowsTest, TheFirstThatFitsDecides)
{
    RateWindow const narrow{0b111'1111, 9 * 60, 10 * 60, 1, 1};
    EXPECT_EQ(rates("2026-11-03T09:30:00", {narrow, window(8, 18)}), (swarm::Rates{1, 1}));
    EXPECT_EQ(rates("2026-11-03T09:30:00", {window(8, 18), narrow}), (swarm::Rates{2000, 600}));
}

TEST(RateWindowsTest, AWindowOverMidnightBelongsToTheDayOnWhichItBegins)
{
    auto const friday_night = window(22, 6, 0b001'0000);
    EXPECT_EQ(rates("2026-11-06T22:00:00", {friday_night}).up, 2000U);
    EXPECT_EQ(rates("2026-11-07T05:59:59", {friday_night}).up, 2000U);
    EXPECT_EQ(rates("2026-11-07T06:00:00", {friday_night}), outside);
    EXPECT_EQ(rates("2026-11-06T05:00:00", {friday_night}), outside);
    EXPECT_EQ(rates("2026-11-07T22:00:00", {friday_night}), outside);
    auto const sunday_night = window(22, 6, 0b100'0000);
    EXPECT_EQ(rates("2026-11-09T01:00:00", {sunday_night}).up, 2000U);
}

TEST(RateWindowsTest, EqualHoursAreTheWholeDay)
{
    auto const monday = window(0, 0, 0b000'0001);
    EXPECT_EQ(rates("2026-11-02T00:00:00", {monday}).up, 2000U);
    EXPECT_EQ(rates("2026-11-02T23:59:59", {monday}).up, 2000U);
    EXPECT_EQ(rates("2026-11-03T00:00:00", {monday}), outside);
}

TEST(SpendingTest, TheLastTenthIsForText)
{
    EXPECT_EQ(spending(899, 1000), Spending::within_budget);
    EXPECT_EQ(spending(900, 1000), Spending::text_only);
    EXPECT_EQ(spending(999, 1000), Spending::text_only);
    EXPECT_EQ(spending(1000, 1000), Spending::spent);
    EXPECT_EQ(spending(1'000'000, 0), Spending::within_budget);
}

}  // namespace
}  // namespace nightletter::mirror
