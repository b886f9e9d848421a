// docs/formats.md section 3: times and days; section 4: ISO weeks of salts.
#include "base/clock.hpp"

#include <gtest/gtest.h>

namespace nightletter {
namespace {

TEST(ClockTest, ATimeSurvivesItsSpelling)
{
    auto const time = parse_time("2026-05-03T10:00:59Z");
    ASSERT_TRUE(time);
    EXPECT_EQ(time->seconds, 1777802459);
    EXPECT_EQ(time_text(*time), "2026-05-03T10:00:59Z");
}

TEST(ClockTest, RefusesEveryOtherSpellingOfATime)
{
    for (auto const* text :
         {"", "2026-05-03 10:00:59Z", "2026-05-03T10:00:59", "2026-05-03T10:00:60Z", "2026-05-03T24:00:00Z",
          "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "1969-12-31T23:59:59Z", "2026-05-03T10:00:59.5Z",
          "2026-05-03t10:00:59z", "+026-05-03T10:00:59Z"}) {
        EXPECT_FALSE(parse_time(text)) << text;
    }
}

TEST(ClockTest, KnowsLeapDays)
{
    EXPECT_TRUE(parse_day("2028-02-29"));
    EXPECT_FALSE(parse_day("2100-02-29"));
    EXPECT_EQ(day_text(*parse_day("2028-02-29")), "2028-02-29");
}

TEST(ClockTest, PutsNewYearsDayInTheWeekOfItsThursday)
{
    EXPECT_EQ(week_text(iso_week(*parse_time("2027-01-01T00:00:00Z"))), "2026-W53");
    EXPECT_EQ(week_text(iso_week(*parse_time("2024-12-30T00:00:00Z"))), "2025-W01");
    EXPECT_EQ(week_text(iso_week(*parse_time("2026-01-04T23:59:59Z"))), "2026-W01");
    EXPECT_EQ(week_text(iso_week(*parse_time("2026-01-05T00:00:00Z"))), "2026-W02");
    EXPECT_EQ(week_text(iso_week(*parse_time("1970-01-01T00:00:00Z"))), "1970-W01");
}

}  // namespace
}  // namespace nightletter
