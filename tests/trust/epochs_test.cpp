// docs/formats.md section 6 C and W.12: what the floor of a new epoch, or a person's choice of a branch, leaves of what
// is held.
#include "tests/trust/scene.hpp"

namespace nightletter::trust {
namespace {

using test::at;
using test::day;
using test::hash_of;
using test::release_of;

// Feed 1 names a and b and is held; everything is signed by one key for each role.
class EpochTest : public ::testing::Test {
protected:
    test::Newsroom newsroom;
    UtcTime clock = at("2026-05-04T00:00:00Z");
    Acceptance desk{newsroom.id()};
    Candidate feed_1;

    void SetUp() override
    {
        ASSERT_TRUE(desk.consider_root(newsroom.roots().front(), clock));
        feed_1 = newsroom.publish({release_of("a"), release_of("b")});
        ASSERT_TRUE(desk.consider_feed(feed_1, clock));
    }
    Candidate steal(Feed const& feed) const { return signed_by(newsroom.release_pens, feed); }
    Candidate withdrawal(std::string_view bundle, Reason reason) const
    {
        Withdrawal made;
        made.publisher = newsroom.id();
        made.root = newsroom.newest_root().version;
        made.bundle = release_of(bundle).bundle;
        made.reason = reason;
        made.issued = at("2026-05-03T12:00:00Z");
        return signed_by(newsroom.withdraw_pens, made);
    }
    // The next epoch, in which the withdraw keys are others.
    Root without_the_withdraw_keys()
    {
        auto root = newsroom.next_epoch();
        newsroom.withdraw_pens = {test::Pen{"withdraw " + std::to_string(root.version)}};
        root.withdraw = test::role_of(newsroom.withdraw_pens, 1, day("2028-05-01"));
        return root;
    }
    bool serves(std::string_view bundle) const { return desk.standing(release_of(bundle).bundle, clock).is_served(); }
    void take(Root const& root) { ASSERT_TRUE(desk.consider_root(newsroom.adopt(root), clock)); }
};

// A thief has the release key. The publisher's own feeds 2 and 3, which the next floor names, never came here.
TEST_F(EpochTest, AMirrorThatKnowsOnlyAThiefsOlderFeedFindsBackToThePublisher)
{
    auto stolen = newsroom.next_feed();
    stolen.releases.push_back(release_of("forged"));
    ASSERT_TRUE(desk.consider_feed(steal(stolen), clock));
    newsroom.publish({release_of("c")});
    newsroom.publish({release_of("d")});
    take(newsroom.next_epoch());
    EXPECT_TRUE(serves("a"));
    ASSERT_TRUE(desk.consider_feed(newsroom.publish({release_of("e")}), clock));
    for (auto const* bundle : {"a", "b", "c", "d", "e"}) EXPECT_TRUE(serves(bundle)) << bundle;
    EXPECT_FALSE(serves("forged"));
    EXPECT_EQ(desk.labels(clock).front().text(), "current");
}

TEST_F(EpochTest, FollowsAFloorThatNeverCameHereWhateverAThiefHadPublished)
{
    Scene scene{newsroom.id()};
    scene.given_roots(newsroom);
    scene.given("feed", feed_1);
    auto stolen = newsroom.next_feed();
    stolen.releases.push_back(release_of("forged"));
    scene.given("feed", steal(stolen));
    newsroom.publish({release_of("c")});
    newsroom.publish({release_of("d")});
    scene.given("root", newsroom.adopt(newsroom.next_epoch()));
    EXPECT_EQ(scene.judge("feed", newsroom.publish({release_of("e")})), "accepted");
    scene.keep("feed-after-unseen-floor", "a thief's feed 2 came first; the floor is the publisher's feed 3");
}

TEST_F(EpochTest, ServesWhatStoodBelowAFloorThatItNeverSaw)
{
    auto far = newsroom.next_feed();
    far.seq = seq_bound - 1;
    far.releases.push_back(release_of("forged"));
    ASSERT_TRUE(desk.consider_feed(steal(far), clock));
    newsroom.publish({release_of("c")});
    take(newsroom.next_epoch());  // its floor is a feed 2 that never came here
    EXPECT_TRUE(serves("a"));
    EXPECT_FALSE(serves("forged"));
    EXPECT_EQ(desk.labels(clock).front().text(), "disowned");
    ASSERT_TRUE(desk.consider_feed(newsroom.publish({release_of("d")}), clock));
    for (auto const* bundle : {"a", "b", "c", "d"}) EXPECT_TRUE(serves(bundle)) << bundle;
}

// The thief is the first to speak after a floor that never came here, and puts his bundle before the publisher's.
TEST_F(EpochTest, ServesNothingOfAThiefsThatStandsBeforeWhatItKnew)
{
    newsroom.publish({release_of("c")});
    take(newsroom.next_epoch());
    auto stolen = newsroom.next_feed();
    stolen.releases.insert(stolen.releases.begin(), release_of("forged"));
    ASSERT_TRUE(desk.consider_feed(steal(stolen), clock));
    take(newsroom.next_epoch());
    EXPECT_FALSE(serves("forged"));
    ASSERT_TRUE(desk.consider_feed(newsroom.publish({release_of("d")}), clock));
    for (auto const* bundle : {"a", "b", "c", "d"}) EXPECT_TRUE(serves(bundle)) << bundle;
    EXPECT_FALSE(serves("forged"));
}

TEST_F(EpochTest, KeepsEverythingThatAFloorListedWhichItSaw)
{
    take(newsroom.next_epoch());
    auto shrunk = newsroom.next_feed();
    shrunk.releases.pop_back();
    EXPECT_EQ(desk.consider_feed(steal(shrunk), clock).error(), Refusal::shrunk);
}

TEST_F(EpochTest, DoesNotHideWhatWaitsForTheOperator)
{
    ASSERT_TRUE(desk.consider_withdrawal(withdrawal("a", Reason::law), clock));
    take(without_the_withdraw_keys());
    EXPECT_TRUE(serves("a"));
    EXPECT_EQ(desk.standing(release_of("a").bundle, clock).label.text(), "held withdrawal law");
}

TEST_F(EpochTest, DoesNotBringBackAWithdrawalThatLapsedInAnEarlierOne)
{
    ASSERT_TRUE(desk.consider_withdrawal(withdrawal("a", Reason::error), clock));
    take(without_the_withdraw_keys());
    EXPECT_FALSE(serves("a"));
    ASSERT_TRUE(desk.consider_feed(newsroom.publish({release_of("c")}), clock));
    EXPECT_TRUE(serves("a"));  // the publisher does not stand by it
    take(newsroom.next_epoch());
    EXPECT_TRUE(serves("a"));
}

TEST_F(EpochTest, GivesBackADisownedFeedThatALaterFloorNames)
{
    auto const root = newsroom.next_epoch();
    auto const taken_for_stolen = newsroom.publish({release_of("c")});
    ASSERT_TRUE(desk.consider_feed(taken_for_stolen, clock));
    take(root);
    EXPECT_FALSE(serves("c"));
    auto again = newsroom.next_epoch();
    again.floor = FeedPoint{0, 2, hash_of(taken_for_stolen)};
    take(again);
    EXPECT_TRUE(serves("c"));
    EXPECT_EQ(desk.labels(clock).front().text(), "current");
}

TEST_F(EpochTest, StillCountsWhatTheFloorsFeedNamedWhenItsLastReleaseLeftSince)
{
    auto const root = newsroom.next_epoch();
    auto const gone = withdrawal("b", Reason::error);
    auto feed = newsroom.next_feed();
    std::erase(feed.releases, release_of("b"));
    feed.releases.push_back(release_of("c"));
    feed.withdrawals.push_back({release_of("b").bundle, hash_of(gone)});
    ASSERT_TRUE(desk.consider_feed(steal(feed), std::vector{gone}, clock));
    take(root);
    EXPECT_TRUE(serves("a"));
    EXPECT_FALSE(serves("c"));
}

TEST_F(EpochTest, StillCountsWhatAFloorNamedThatTwoRootsName)
{
    auto const floor = newsroom.next_epoch().floor;
    take(newsroom.next_epoch());
    ASSERT_TRUE(desk.consider_feed(steal(newsroom.next_feed()), clock));
    auto root = newsroom.next_epoch();
    root.floor = floor;
    take(root);
    EXPECT_EQ(desk.labels(clock).front().text(), "disowned");
    EXPECT_TRUE(serves("a"));
}

TEST_F(EpochTest, DisownsNothingThatStandsBelowItsFloor)
{
    auto root = newsroom.next_epoch();
    root.floor = FeedPoint{0, 9, sha256(as_bytes("a feed that nobody delivers"))};
    take(root);
    root = newsroom.next_epoch();
    root.floor = FeedPoint{0, 9, sha256(as_bytes("another with that number"))};
    take(root);
    EXPECT_TRUE(serves("a"));
    EXPECT_EQ(desk.labels(clock).front().text(), "suspected-freeze");
}

TEST_F(EpochTest, ForgetsThePlacesInAFeedThatWasLost)
{
    auto const root = newsroom.next_epoch();
    ASSERT_TRUE(desk.consider_feed(newsroom.publish({release_of("c")}), clock));
    KeptDocuments kept{newsroom.roots(), {}, {}, {}, copy_of(as_bytes(desk.record().text()))};
    auto restored = Acceptance::restore(newsroom.id(), kept);
    ASSERT_TRUE(restored);
    ASSERT_TRUE(restored->consider_feed(newsroom.publish({release_of("d")}), clock));
    ASSERT_TRUE(restored->consider_root(newsroom.adopt(root), clock));
    EXPECT_TRUE(restored->releases().empty());
}

// Two roots of version 2, of which the second ends the epoch at feed 1.
class BranchTest : public EpochTest {
protected:
    void fork(Root const& held, Root const& rival)
    {
        take(held);
        auto const other = signed_by(newsroom.root_pens, rival);
        ASSERT_EQ(desk.consider_root(other, clock).error(), Refusal::root_fork);
        ASSERT_TRUE(desk.decide_root_fork(hash_of(other)));
    }
};

TEST_F(BranchTest, EndsTheEpochThatItsRootEnds)
{
    auto const rival = newsroom.next_epoch();
    ASSERT_TRUE(desk.consider_feed(newsroom.publish({release_of("c")}), clock));
    fork(newsroom.next_root(), rival);
    EXPECT_EQ(desk.feeds().high_water, rival.floor);
    EXPECT_TRUE(serves("a"));
    EXPECT_FALSE(serves("c"));
}

TEST_F(BranchTest, IsNotBoundByTheFloorOfTheOther)
{
    auto held = newsroom.next_epoch();
    held.floor.reset();
    fork(held, newsroom.next_root());
    EXPECT_TRUE(serves("a"));
    EXPECT_EQ(desk.labels(clock).front().text(), "current");
}

TEST_F(BranchTest, ForgetsWithdrawalsJudgedByTheOtherAndCanBeRestored)
{
    auto const rival = newsroom.next_root();
    auto held = rival;
    held.review_by = day("2029-01-01");
    take(held);
    take(newsroom.next_root());
    ASSERT_TRUE(desk.consider_withdrawal(withdrawal("a", Reason::error), clock));
    auto const other = signed_by(newsroom.root_pens, rival);
    ASSERT_EQ(desk.consider_root(other, clock).error(), Refusal::root_fork);
    ASSERT_TRUE(desk.decide_root_fork(hash_of(other)));
    EXPECT_TRUE(desk.withdrawals().all().empty());
    EXPECT_TRUE(desk.withdrawals().of(release_of("a").bundle).empty());
    EXPECT_TRUE(serves("a"));
}

TEST_F(BranchTest, KeepsTheFloorsBelowBoth)
{
    auto const root = newsroom.next_epoch();
    auto const stolen = steal(newsroom.next_feed());
    ASSERT_TRUE(desk.consider_feed(stolen, clock));
    take(root);
    auto held = newsroom.next_root();
    auto rival = held;
    rival.review_by = day("2029-01-01");
    fork(held, rival);
    EXPECT_EQ(desk.feeds().high_water, root.floor);
    EXPECT_EQ(desk.labels(clock).front().text(), "disowned");
}

TEST_F(EpochTest, ChangedReleasesAreNoticedBeforeMissingOnes)
{
    auto feed = newsroom.next_feed();
    feed.releases.erase(feed.releases.begin());
    feed.releases.front().bytes = 7;
    EXPECT_EQ(desk.consider_feed(steal(feed), clock).error(), Refusal::release_changed);
}

TEST_F(EpochTest, AWithdrawalThatComesWithAFeedRaisesTheTimeFloorToo)
{
    auto const gone = withdrawal("b", Reason::error);
    auto feed = newsroom.next_feed();
    feed.withdrawals.push_back({release_of("b").bundle, hash_of(gone)});
    feed.issued = at("2026-05-02T00:00:00Z");
    ASSERT_TRUE(desk.consider_feed(steal(feed), std::vector{gone}, clock));
    EXPECT_EQ(desk.now(at("1999-01-01T00:00:00Z")), at("2026-05-03T12:00:00Z"));
}

TEST(NumbersTest, DoNotBeginAtZeroWhereTheyCount)
{
    test::Newsroom newsroom;
    auto root = newsroom.next_root();
    root.version = 0;
    EXPECT_EQ(Root::parse(as_bytes(root.text())).error(), Refusal::malformed);
    auto feed = newsroom.next_feed();
    feed.seq = 0;
    EXPECT_EQ(Feed::parse(as_bytes(feed.text())).error(), Refusal::malformed);
    feed = newsroom.next_feed();
    feed.releases = {release_of("a")};
    feed.releases.front().bytes = std::uint64_t{1} << 63U;
    EXPECT_EQ(Feed::parse(as_bytes(feed.text())).error(), Refusal::malformed);
}

}  // namespace
}  // namespace nightletter::trust
