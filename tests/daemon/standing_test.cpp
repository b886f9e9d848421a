// daemon/standing.hpp: what of the mirror's reports is there for whoever asks.
#include "daemon/standing.hpp"

#include <gtest/gtest.h>

namespace nightletter::daemon {
namespace {

class StandingTest : public ::testing::Test {
protected:
    void hear(mirror::Report const& report) { standing.heard(report, entry_of(report, "/srv/mirror/store"), now); }

    Standing standing;
    UtcTime now{1'780'000'000};
};

TEST_F(StandingTest, AddsUpWhatMovedOverEachOpeningOfTheMirror)
{
    hear(mirror::TrafficTally{{10, 200}, {3, 40}, {1013, 2240}});
    standing.closed();
    hear(mirror::TrafficTally{{5, 100}, {}, {1018, 2340}, mirror::Spending::text_only});
    EXPECT_EQ(standing.traffic().peers, (Moved{15, 300}));
    EXPECT_EQ(standing.traffic().today, (Moved{18, 340}));
    EXPECT_EQ(standing.traffic().month, (Moved{1018, 2340}));
    EXPECT_EQ(standing.traffic().state, mirror::Spending::text_only);
}

TEST_F(StandingTest, ANewDayBeginsAnew)
{
    hear(mirror::TrafficTally{{10, 200}, {3, 40}, {13, 240}});
    now.seconds += 86'400;
    hear(mirror::TrafficTally{{1, 2}, {}, {14, 242}});
    EXPECT_EQ(standing.traffic().today, (Moved{1, 2}));
    EXPECT_EQ(standing.traffic().peers, (Moved{11, 202}));
}

TEST_F(StandingTest, NeedsNobodysAttentionForWhatMoved)
{
    hear(mirror::TrafficTally{{10, 200}, {}, {10, 200}});
    EXPECT_TRUE(standing.notices().empty());
    hear(mirror::TrafficBudget{mirror::Spending::spent, 100, 100});
    EXPECT_EQ(standing.notices().count("traffic"), 1U);
}

}  // namespace
}  // namespace nightletter::daemon
