// docs/formats.md section 6, "Time": time moves labels, and nothing authentic becomes unreadable by it.
#include "trust/label.hpp"

#include "tests/trust/scene.hpp"

namespace nightletter::trust {
namespace {

using test::at;
using test::release_of;

class LabelsTest : public ::testing::Test {
protected:
    test::Newsroom newsroom;
    UtcTime clock = at("2026-05-04T00:00:00Z");
    Acceptance desk{newsroom.id(), at("2026-01-01T00:00:00Z")};

    void SetUp() override
    {
        ASSERT_TRUE(desk.consider_root(newsroom.roots().front(), clock));
        ASSERT_TRUE(desk.consider_feed(newsroom.publish({release_of("a")}), clock));
    }
    std::string labels(std::string_view when) const
    {
        std::string all;
        for (auto const& label : desk.labels(at(when))) all += (all.empty() ? "" : ", ") + label.text();
        return all;
    }
    bool is_served(std::string_view when) const { return desk.standing(release_of("a").bundle, at(when)).is_served(); }
};

TEST_F(LabelsTest, AreCurrentThroughTheLastFreshSecond)
{
    EXPECT_EQ(labels("2026-05-04T00:00:00Z"), "current");
    EXPECT_EQ(labels("2026-06-03T11:00:00Z"), "current");
    EXPECT_EQ(labels("2026-06-03T11:00:01Z"), "stale since 2026-06-03");
}

TEST_F(LabelsTest, AreHistoricalWhenOnlyExpiredKeysVouch)
{
    EXPECT_EQ(labels("2028-05-01T23:59:59Z"), "stale since 2026-06-03");
    EXPECT_EQ(labels("2028-05-02T00:00:00Z"), "historical");
}

TEST_F(LabelsTest, AreHistoricalWhenTheSignersHaveLeft)
{
    auto root = newsroom.next_root();
    root.release = test::role_of({test::Pen{"new release"}}, 1, test::day("2028-05-01"));
    ASSERT_TRUE(desk.consider_root(newsroom.adopt(root), clock));
    EXPECT_EQ(labels("2026-05-04T00:00:00Z"), "historical");
    EXPECT_TRUE(is_served("2026-05-04T00:00:00Z"));
}

TEST_F(LabelsTest, NeverStopServingWhatIsAuthentic)
{
    for (auto const* when : {"1970-01-01T00:00:00Z", "2006-05-04T00:00:00Z", "2028-05-02T00:00:00Z",
                             "2046-05-04T00:00:00Z", "9999-12-31T23:59:59Z"}) {
        EXPECT_TRUE(is_served(when)) << when;
    }
}

TEST_F(LabelsTest, DoNotGoBackWithAClockThatFellBack)
{
    EXPECT_EQ(desk.now(at("1970-01-01T00:00:00Z")), at("2026-05-03T11:00:00Z"));  // the feed's `issued`
    EXPECT_EQ(labels("1970-01-01T00:00:00Z"), "current");
}

TEST_F(LabelsTest, SayWhenAFeedIsDatedInTheFuture)
{
    auto next = newsroom.next_feed();
    next.issued = at("2027-05-04T00:00:00Z");
    next.fresh_until = at("2027-06-04T00:00:00Z");
    auto const floor = desk.now({});
    ASSERT_TRUE(desk.consider_feed(newsroom.publish(next), clock));
    EXPECT_EQ(labels("2026-05-04T00:00:00Z"), "current, dated-in-the-future");
    EXPECT_EQ(desk.now({}), floor);  // it does not move the floor, or one feed could age all others
    EXPECT_EQ(labels("2027-05-04T00:00:00Z"), "current");
}

TEST_F(LabelsTest, RaiseTheFloorByADateNoMoreThanTwoDaysAhead)
{
    auto next = newsroom.next_feed();
    next.issued = at("2026-05-06T00:00:00Z");
    ASSERT_TRUE(desk.consider_feed(newsroom.publish(next), clock));
    EXPECT_EQ(desk.now({}), next.issued);
}

TEST_F(LabelsTest, AcceptAtAnyLocalTime)
{
    for (auto const* when : {"1970-01-01T00:00:00Z", "2006-05-04T00:00:00Z", "2046-05-04T00:00:00Z"}) {
        ASSERT_TRUE(desk.consider_feed(newsroom.publish(newsroom.next_feed()), at(when))) << when;
    }
}

TEST_F(LabelsTest, SayThatNoFeedHasBeenSeen)
{
    Acceptance empty{newsroom.id()};
    EXPECT_EQ(empty.labels(clock).front().text(), "held no-feed");
    EXPECT_EQ(empty.standing(release_of("a").bundle, clock).label.text(), "invalid");
}

TEST(LabelWordsTest, OnlyFourStopServing)
{
    std::string stopping;
    for (int i = 0; i <= static_cast<int>(LabelWord::invalid); ++i) {
        auto const label = static_cast<LabelWord>(i);
        if (stops_serving(label)) stopping += std::string{word(label)} + ' ';
    }
    EXPECT_EQ(stopping, "withdrawn hidden disowned invalid ");
}

}  // namespace
}  // namespace nightletter::trust
