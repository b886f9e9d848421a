// Promises: every sealed byte is read once in a period, the oldest reading first, at a pace that leaves the disk to
// others, whatever the clock does (docs/architecture.md, "The life of a bundle", step 7).
#include "mirror/reading_round.hpp"

#include <gtest/gtest.h>

#include "base/sha256.hpp"

namespace nightletter::mirror {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t day = 86'400;
constexpr UtcTime today{1'780'000'000};

BundleId bundle_named(std::string_view name)
{
    return *BundleId::from(sha256(as_bytes(name)).bytes());
}

UtcTime days_ago(std::int64_t days)
{
    return {today.seconds - days * day};
}

TEST(ReadingRoundTest, ReadsWhatWasReadAPeriodAgo)
{
    ReadingRound round{{30 * day, 1'000'000}};
    round.add(bundle_named("fresh"), 1000, days_ago(29));
    EXPECT_FALSE(round.next(today, 0ms));
    round.add(bundle_named("old"), 1000, days_ago(30));
    EXPECT_EQ(round.next(today, 0ms), bundle_named("old"));
    EXPECT_FALSE(round.next(today, 1h));
}

TEST(ReadingRoundTest, BeginsWithTheOldestReading)
{
    ReadingRound round{{30 * day, 1'000'000}};
    round.add(bundle_named("old"), 1, days_ago(31));
    round.add(bundle_named("older"), 1, days_ago(200));
    EXPECT_EQ(round.next(today, 0ms), bundle_named("older"));
    EXPECT_EQ(round.next(today, 1s), bundle_named("old"));
}

TEST(ReadingRoundTest, WaitsAsLongAsTheBytesTakeAtItsPace)
{
    ReadingRound round{{30 * day, 1'000'000}};
    round.add(bundle_named("one"), 5'000'000, days_ago(40));
    round.add(bundle_named("two"), 5'000'000, days_ago(39));
    EXPECT_TRUE(round.next(today, 0ms));
    EXPECT_FALSE(round.next(today, 4999ms));
    EXPECT_TRUE(round.next(today, 5000ms));
}

TEST(ReadingRoundTest, IsFastEnoughForAStoreThatItsPaceWouldNotGetThrough)
{
    ReadingRound round{{10, 1}};  // ten seconds for everything
    round.add(bundle_named("one"), 50'000, days_ago(40));
    round.add(bundle_named("two"), 50'000, days_ago(39));
    EXPECT_TRUE(round.next(today, 0ms));
    EXPECT_TRUE(round.next(today, 5000ms));
}

TEST(ReadingRoundTest, ReadsEverythingOnceInAPeriodThroughYears)
{
    ReadingRound round{{30 * day, 5'000'000}};
    std::map<BundleId, int> readings;
    for (int i = 0; i < 100; ++i) round.add(bundle_named(std::to_string(i)), 1'000'000'000, today);
    for (std::int64_t hour = 0; hour < 360 * 24; ++hour) {
        auto const bundle = round.next({today.seconds + hour * 3600}, Moment{hour * 3'600'000});
        if (bundle) ++readings[*bundle];
    }
    ASSERT_EQ(readings.size(), 100U);
    for (auto const& [bundle, times] : readings) {
        EXPECT_GE(times, 10);
        EXPECT_LE(times, 12);
    }
}

TEST(ReadingRoundTest, AReadingDatedInTheFutureCountsForNothing)
{
    ReadingRound round{{30 * day, 1'000'000}};
    round.add(bundle_named("one"), 1, days_ago(-400));
    round.add(bundle_named("two"), 1, days_ago(1));
    EXPECT_EQ(round.next(today, 0ms), bundle_named("one"));
    EXPECT_FALSE(round.next(today, 1h));
}

TEST(ReadingRoundTest, AClockThatGoesBackwardsCostsOneReadingOfEach)
{
    ReadingRound round{{30 * day, 1'000'000}};
    round.add(bundle_named("one"), 1, today);
    EXPECT_TRUE(round.next({0}, 0ms));
    EXPECT_FALSE(round.next({5}, 1h));
}

TEST(ReadingRoundTest, WhatCouldNotBeLookedAtComesAgainTheNextDay)
{
    ReadingRound round{{30 * day, 1'000'000}};
    round.add(bundle_named("one"), 1, days_ago(40));
    ASSERT_TRUE(round.next(today, 0ms));
    round.put_off(bundle_named("one"), today);
    EXPECT_FALSE(round.next(today, 1h));
    EXPECT_TRUE(round.next({today.seconds + day}, 24h));
}

TEST(ReadingRoundTest, APeriodOfNothingReadsNothing)
{
    ReadingRound round{{0, 1'000'000}};
    round.add(bundle_named("one"), 1, days_ago(4000));
    EXPECT_FALSE(round.next(today, 0ms));
}

TEST(ReadingRoundTest, WhatIsGoneIsNotRead)
{
    ReadingRound round{{30 * day, 1'000'000}};
    round.add(bundle_named("one"), 1, days_ago(40));
    round.remove(bundle_named("one"));
    EXPECT_FALSE(round.next(today, 0ms));
}

}  // namespace
}  // namespace nightletter::mirror
