// docs/formats.md section 6 D: which feed is believed, one clause per test.
#include "trust/acceptance.hpp"

#include <gtest/gtest.h>

#include "tests/support/newsroom.hpp"

namespace nightletter::trust {
namespace {

using test::at;
using test::day;
using test::release_of;

class AcceptanceTest : public ::testing::Test {
protected:
    test::Newsroom newsroom;
    UtcTime clock = at("2026-05-04T00:00:00Z");
    Acceptance desk{newsroom.id()};

    void SetUp() override
    {
        ASSERT_TRUE(desk.consider_root(newsroom.roots().front(), clock));
        ASSERT_TRUE(desk.consider_feed(newsroom.publish({release_of("a"), release_of("b")}), clock));
    }
    // What becomes of a feed: the word of its refusal, or `accepted`.
    std::string verdict(Candidate const& feed)
    {
        auto const accepted = desk.consider_feed(feed, clock);
        return std::string{accepted ? "accepted" : word(accepted.error())};
    }
    std::string verdict(Feed const& feed) { return verdict(test::signed_by(newsroom.release_pens, feed)); }
};

TEST_F(AcceptanceTest, BelievesANewerFeedAndRemembersIt)
{
    auto const candidate = newsroom.publish({release_of("c")});
    EXPECT_EQ(verdict(candidate), "accepted");
    EXPECT_EQ(desk.feeds().high_water, (FeedPoint{0, 2, test::hash_of(candidate)}));
    EXPECT_EQ(desk.releases().size(), 3U);
    EXPECT_EQ(desk.labels(clock).front().text(), "current");
}

TEST_F(AcceptanceTest, KnowsTheFeedItHolds)
{
    EXPECT_EQ(verdict(desk.feed()->candidate()), "already-held");
}

TEST_F(AcceptanceTest, RefusesToGoBackToAnOlderFeed)
{
    auto const old = desk.feed()->candidate();
    ASSERT_EQ(verdict(newsroom.publish({release_of("c")})), "accepted");
    EXPECT_EQ(verdict(old), "rolled-back");
    EXPECT_EQ(desk.feeds().high_water->seq, 2U);
}

TEST_F(AcceptanceTest, ARefusalDoesNotMoveTheRecord)
{
    auto const before = desk.record();
    auto forged = newsroom.next_feed();
    EXPECT_EQ(verdict(test::signed_by({test::Pen{"stranger"}}, forged)), "not-in-role");
    EXPECT_EQ(desk.record(), before);
    EXPECT_EQ(verdict(newsroom.publish(forged)), "accepted");
}

}  // namespace
}  // namespace nightletter::trust
