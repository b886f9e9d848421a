// docs/formats.md section 6 D: which feed is believed, one clause per test.
#include "trust/acceptance.hpp"

#include "tests/trust/scene.hpp"

namespace nightletter::trust {
namespace {

using test::at;
using test::day;
using test::release_of;

// A publisher whose feed 1 names three bundles and is held.
class FeedAcceptanceTest : public ::testing::Test {
protected:
    test::Newsroom newsroom;
    Scene scene{newsroom.id()};

    void SetUp() override
    {
        scene.given_roots(newsroom);
        scene.given("feed", newsroom.publish({release_of("a"), release_of("b"), release_of("c")}));
    }
    std::string judge(Feed const& feed) { return scene.judge("feed", signed_by(newsroom.release_pens, feed)); }
    Withdrawal withdrawal(std::string_view bundle, Reason reason = Reason::error) const
    {
        Withdrawal made;
        made.publisher = newsroom.id();
        made.root = newsroom.newest_root().version;
        made.bundle = release_of(bundle).bundle;
        made.reason = reason;
        made.issued = at("2026-05-03T12:00:00Z");
        if (reason == Reason::hide) made.until = at("2026-05-10T00:00:00Z");
        return made;
    }
    Candidate signed_withdrawal(Withdrawal const& made) const { return signed_by(newsroom.withdraw_pens, made); }
    // The feed after the newest, in which `gone` is withdrawn by `document` and its line taken out.
    Feed feed_without(std::string_view gone, Candidate const& document) const
    {
        auto feed = newsroom.next_feed();
        std::erase(feed.releases, release_of(gone));
        feed.withdrawals.push_back({release_of(gone).bundle, test::hash_of(document)});
        return feed;
    }
};

TEST_F(FeedAcceptanceTest, BelievesTheNextFeed)
{
    auto next = newsroom.next_feed();
    next.releases.push_back(release_of("d"));
    EXPECT_EQ(judge(next), "accepted");
    scene.keep("feed-next", "one release more");
}

TEST_F(FeedAcceptanceTest, AsksForRootsBeforeItJudgesAFeedThatNamesAnUnknownOne)
{
    auto next = newsroom.next_feed();
    next.root = 2;
    EXPECT_EQ(judge(next), "unknown-root");
    scene.keep("unknown-root", "a feed that names root 2 where only root 1 is held");
}

TEST_F(FeedAcceptanceTest, RefusesTheFeedOfAnotherPublisher)
{
    auto next = newsroom.next_feed();
    next.publisher = test::Newsroom{"Somebody else"}.id();
    EXPECT_EQ(judge(next), "wrong-publisher");
    scene.keep("feed-wrong-publisher", "the right keys sign for another publisher");
}

TEST_F(FeedAcceptanceTest, RefusesAnEpochThatIsNotThatOfItsRoot)
{
    auto next = newsroom.next_feed();
    next.epoch = 1;
    EXPECT_EQ(judge(next), "wrong-epoch");
    scene.keep("feed-wrong-epoch", "epoch 1 under a root of epoch 0: a release key cannot begin an epoch");
}

TEST_F(FeedAcceptanceTest, RefusesDatesTooFarApart)
{
    auto next = newsroom.next_feed();
    next.fresh_until.seconds = next.issued.seconds + 401 * 86400;
    EXPECT_EQ(judge(next), "bad-dates");
    scene.keep("bad-dates", "fresh for 401 days");
}

TEST_F(FeedAcceptanceTest, RefusesAMirrorThatIsNoPlainFolder)
{
    auto next = newsroom.next_feed();
    next.mirrors = {"https://user@mirror.example/"};
    EXPECT_EQ(judge(next), "bad-mirror");
    scene.keep("bad-mirror", "a mirror address with a user name in it");
}

TEST_F(FeedAcceptanceTest, RefusesMoreMirrorsThanAFeedMayHave)
{
    auto next = newsroom.next_feed();
    next.mirrors.assign(65, "https://mirror.example/");
    EXPECT_EQ(judge(next), "too-many-lines");
    scene.keep("too-many-lines", "sixty-five mirrors");
}

TEST_F(FeedAcceptanceTest, RefusesTwoLinesForOneBundle)
{
    auto next = newsroom.next_feed();
    next.releases.push_back(release_of("a"));
    EXPECT_EQ(judge(next), "bundle-twice");
    scene.keep("bundle-twice", "two release lines for one bundle, which could differ");
}

TEST_F(FeedAcceptanceTest, RefusesAFeedByKeysThatTheNewestRootHasRetired)
{
    auto next = newsroom.next_feed();
    auto root = newsroom.next_root();
    root.release = test::role_of({test::Pen{"new release"}}, 1, day("2028-05-01"));
    scene.given("root", newsroom.adopt(root));
    EXPECT_EQ(judge(next), "retired-key");
    scene.keep("retired-key", "a feed that names root 1, by a key that root 2 has taken out");
}

TEST_F(FeedAcceptanceTest, RefusesAFeedByKeysPastTheirDay)
{
    auto next = newsroom.next_feed();
    next.issued = at("2028-05-02T00:00:00Z");
    next.fresh_until = at("2028-06-02T00:00:00Z");
    EXPECT_EQ(judge(next), "expired-key");
    scene.keep("expired-key", "issued the day after the key's last");
}

TEST_F(FeedAcceptanceTest, TakesAKeyThroughItsLastDay)
{
    auto next = newsroom.next_feed();
    next.issued = at("2028-05-01T23:59:59Z");
    next.fresh_until = at("2028-06-02T00:00:00Z");
    EXPECT_EQ(judge(next), "accepted");
    scene.keep("feed-on-the-last-day", "issued in the last second of the key's last day");
}

TEST_F(FeedAcceptanceTest, RefusesToGoBackToAnOlderFeed)
{
    auto const old = signed_by(newsroom.release_pens, newsroom.newest_feed());
    scene.given("feed", newsroom.publish({release_of("d")}));
    EXPECT_EQ(scene.judge("feed", old), "rolled-back");
    scene.keep("rolled-back", "feed 1 again after feed 2");
}

TEST_F(FeedAcceptanceTest, KnowsTheFeedItHolds)
{
    EXPECT_EQ(judge(newsroom.newest_feed()), "already-held");
    scene.keep("already-held", "the very feed that is held");
}

TEST_F(FeedAcceptanceTest, CallsTwoFeedsWithOneNumberAnEquivocation)
{
    auto other = newsroom.newest_feed();
    other.releases.push_back(release_of("d"));
    EXPECT_EQ(judge(other), "equivocation");
    scene.keep("equivocation", "two feeds with sequence 1, both well signed");
}

TEST_F(FeedAcceptanceTest, CallsASuccessorThatDeniesItsPredecessorAnEquivocation)
{
    auto other = newsroom.next_feed();
    other.prev = sha256(as_bytes("another feed 1"));
    EXPECT_EQ(judge(other), "equivocation");
    scene.keep("equivocation-by-prev", "feed 2 follows another feed 1 than the one held");
}

TEST_F(FeedAcceptanceTest, AdoptsNothingMoreOfAnEpochWithAnEquivocation)
{
    auto other = newsroom.newest_feed();
    other.releases.push_back(release_of("d"));
    scene.tried("feed", signed_by(newsroom.release_pens, other));
    EXPECT_EQ(judge(newsroom.next_feed()), "forked");
    scene.keep("forked", "feed 2, after two feeds with sequence 1 were seen");
}

TEST_F(FeedAcceptanceTest, EndsAForkWithTheFloorOfTheNextEpoch)
{
    auto other = newsroom.newest_feed();
    other.releases.push_back(release_of("d"));
    scene.tried("feed", signed_by(newsroom.release_pens, other));
    scene.given("root", newsroom.adopt(newsroom.next_epoch()));
    EXPECT_EQ(judge(newsroom.next_feed()), "accepted");
    scene.keep("fork-ended", "the next root names one of the two feeds as floor, and the first feed follows it");
}

TEST_F(FeedAcceptanceTest, RefusesAFeedFromWhichAReleaseVanished)
{
    auto next = newsroom.next_feed();
    std::erase(next.releases, release_of("b"));
    EXPECT_EQ(judge(next), "shrunk");
    scene.keep("shrunk", "a bundle is gone and nobody says why");
}

TEST_F(FeedAcceptanceTest, RefusesAFeedFromWhichAHiddenReleaseVanished)
{
    auto const hide = signed_withdrawal(withdrawal("b", Reason::hide));
    scene.given("withdrawal", hide);
    EXPECT_EQ(judge(feed_without("b", hide)), "shrunk");
    scene.keep("shrunk-by-hide", "a hide lets the release line stand");
}

TEST_F(FeedAcceptanceTest, LetsAReleaseGoThatAFinalWithdrawalTakesOut)
{
    auto const document = signed_withdrawal(withdrawal("b"));
    scene.given("withdrawal", document);
    EXPECT_EQ(judge(feed_without("b", document)), "accepted");
    scene.keep("feed-without-a-withdrawn-release", "an error was withdrawn, and its line is gone");
}

TEST_F(FeedAcceptanceTest, AsksForTheWithdrawalBeforeItLetsAReleaseGo)
{
    auto const document = signed_withdrawal(withdrawal("b"));
    EXPECT_EQ(judge(feed_without("b", document)), "withdrawal-missing");
    scene.keep("withdrawal-missing", "the feed names a withdrawal that nobody has shown");
}

TEST_F(FeedAcceptanceTest, RefusesARestatedReleaseLine)
{
    auto next = newsroom.next_feed();
    next.releases[1].info_hash = *InfoHash::from(sha256(as_bytes("another torrent")).bytes());
    EXPECT_EQ(judge(next), "release-changed");
    scene.keep("release-changed", "an old bundle, all at once with another torrent");
}

TEST_F(FeedAcceptanceTest, RefusesReleasesInAnotherOrder)
{
    auto next = newsroom.next_feed();
    std::swap(next.releases[0], next.releases[1]);
    EXPECT_EQ(judge(next), "release-changed");
    next = newsroom.next_feed();
    next.releases.insert(next.releases.begin(), release_of("d"));
    EXPECT_EQ(judge(next), "release-changed");
    scene.keep("release-changed-order", "a new release pushed in before the old ones");
}

TEST_F(FeedAcceptanceTest, RefusesAFeedFromWhichAWithdrawLineVanished)
{
    auto const document = signed_withdrawal(withdrawal("b"));
    scene.given("withdrawal", document);
    scene.given("feed", newsroom.publish(feed_without("b", document)));
    auto next = newsroom.next_feed();
    next.withdrawals.clear();
    EXPECT_EQ(judge(next), "withdraw-dropped");
    scene.keep("withdraw-dropped", "a withdrawn bundle is to be forgotten as withdrawn");
}

TEST_F(FeedAcceptanceTest, LetsAHideGoOnceItHasLapsed)
{
    auto const hide = withdrawal("b", Reason::hide);
    auto const document = signed_withdrawal(hide);
    scene.given("withdrawal", document);
    auto with_line = newsroom.next_feed();
    with_line.withdrawals = {{hide.bundle, test::hash_of(document)}};
    scene.given("feed", newsroom.publish(with_line));
    auto next = newsroom.next_feed();
    next.withdrawals.clear();
    next.issued = *hide.until;
    next.fresh_until = at("2026-08-01T00:00:00Z");
    EXPECT_EQ(judge(next), "withdraw-dropped");
    next.issued.seconds += 1;
    EXPECT_EQ(judge(next), "accepted");
    scene.keep("hide-lapsed", "the first feed issued after the hide's until");
}

TEST_F(FeedAcceptanceTest, LetsAFinalReasonTakeThePlaceOfAHide)
{
    auto const hide = signed_withdrawal(withdrawal("b", Reason::hide));
    auto const final = signed_withdrawal(withdrawal("b", Reason::source_danger));
    auto const superseded = signed_withdrawal(withdrawal("b", Reason::superseded));
    for (auto const& document : {hide, final, superseded}) scene.given("withdrawal", document);
    auto with_line = newsroom.next_feed();
    with_line.withdrawals = {{release_of("b").bundle, test::hash_of(hide)}};
    scene.given("feed", newsroom.publish(with_line));
    auto next = newsroom.next_feed();
    next.withdrawals = {{release_of("b").bundle, test::hash_of(superseded)}};
    EXPECT_EQ(judge(next), "withdraw-dropped");
    next.withdrawals = {{release_of("b").bundle, test::hash_of(final)}};
    std::erase(next.releases, release_of("b"));
    EXPECT_EQ(judge(next), "accepted");
}

TEST_F(FeedAcceptanceTest, LetsDangerTakeThePlaceOfSupersededAndNothingElseDo)
{
    auto const superseded = signed_withdrawal(withdrawal("b", Reason::superseded));
    auto const final = signed_withdrawal(withdrawal("b", Reason::source_danger));
    for (auto const& document : {superseded, final}) scene.given("withdrawal", document);
    auto with_line = newsroom.next_feed();
    with_line.withdrawals = {{release_of("b").bundle, test::hash_of(superseded)}};
    scene.given("feed", newsroom.publish(with_line));
    auto next = newsroom.next_feed();
    next.withdrawals.clear();
    EXPECT_EQ(judge(next), "withdraw-dropped");
    next = feed_without("b", final);
    next.withdrawals = {next.withdrawals.back()};
    EXPECT_EQ(judge(next), "accepted");
}

TEST_F(FeedAcceptanceTest, GoesOnWithoutADroppedLineWhoseDocumentItNeverSaw)
{
    auto with_line = newsroom.next_feed();
    with_line.withdrawals = {{release_of("b").bundle, sha256(as_bytes("lost"))}};
    scene.given("feed", newsroom.publish(with_line));
    auto next = newsroom.next_feed();
    next.withdrawals.clear();
    EXPECT_EQ(judge(next), "accepted");
}

TEST_F(FeedAcceptanceTest, AdoptsAFeedAfterAGap)
{
    auto later = newsroom.next_feed();
    later.seq = 9;
    EXPECT_EQ(judge(later), "accepted");
    scene.keep("feed-after-a-gap", "feed 9 after feed 1: adopted, and labelled history-gap");
}

TEST_F(FeedAcceptanceTest, RefusesWhatStandsAboveTheFloorOfAnEndedEpoch)
{
    auto thief = newsroom.next_feed();
    thief.seq = seq_bound - 1;
    auto root = newsroom.next_epoch();
    scene.given("root", newsroom.adopt(root));
    EXPECT_EQ(judge(thief), "disowned");
    scene.keep("disowned", "a feed of epoch 0 with the last sequence number there is, after epoch 1 began");
}

TEST_F(FeedAcceptanceTest, FollowsTheFloorWithTheNextSequence)
{
    scene.given("root", newsroom.adopt(newsroom.next_epoch()));
    auto next = newsroom.next_feed();
    next.seq = 1;
    next.prev = {};
    EXPECT_EQ(judge(next), "broken-chain");
    next = newsroom.next_feed();
    next.prev = sha256(as_bytes("another floor"));
    EXPECT_EQ(judge(next), "broken-chain");  // it contradicts the root, not another feed
    EXPECT_EQ(judge(newsroom.next_feed()), "accepted");
    scene.keep("feed-after-floor", "the first feed of epoch 1 goes on counting from the floor");
}

TEST_F(FeedAcceptanceTest, RefusesASuccessorOfAFloorThatIsNotHeld)
{
    test::Newsroom other;
    (void)other.publish({release_of("a")});
    other.adopt(other.next_epoch());
    Scene newcomer{other.id()};
    newcomer.given_roots(other);
    auto next = other.next_feed();
    next.prev = sha256(as_bytes("another floor"));
    EXPECT_EQ(newcomer.judge("feed", signed_by(other.release_pens, next)), "broken-chain");
    newcomer.keep("feed-broken-chain", "the first feed of an epoch does not follow the floor that the root names");
}

TEST_F(FeedAcceptanceTest, TakesTheFloorsOwnFeedWhenItComesLate)
{
    test::Newsroom other;
    auto const floor = other.publish({release_of("a")});
    auto root = other.next_epoch();
    root.release = test::role_of({test::Pen{"new release"}}, 1, day("2028-05-01"));
    other.adopt(root);
    Scene newcomer{other.id()};
    newcomer.given_roots(other);
    EXPECT_EQ(newcomer.judge("feed", floor), "accepted");
    newcomer.keep("feed-of-the-floor", "retired keys signed it, but the root vouches for it by its hash");
}

// The verdict of formats 3.21 in full: three of root 1, three of root 2, two in common.
TEST(WhichRootJudgesTest, CountsOnlyKeysThatHoldTheRoleInBothRoots)
{
    test::Newsroom newsroom{"Example Collective", 3, 2, 2};
    Scene scene{newsroom.id()};
    auto const& pens = newsroom.release_pens;
    auto const feed = newsroom.next_feed();
    auto root = newsroom.next_root();
    root.release = test::role_of({pens[0], pens[1], test::Pen{"new"}}, 2, day("2028-05-01"));
    newsroom.adopt(root);
    scene.given_roots(newsroom);
    EXPECT_EQ(scene.judge("feed", signed_by({pens[0], pens[2]}, feed)), "retired-key");
    scene.keep("retired-key-one-of-two", "two of root 1, of whom root 2 has kept one");
    EXPECT_EQ(scene.judge("feed", signed_by({pens[0], test::Pen{"new"}}, feed)), "not-in-role");
    EXPECT_EQ(scene.judge("feed", signed_by({pens[0], pens[1]}, feed)), "accepted");
}

TEST(WhichRootJudgesTest, AsksForTheHigherThresholdOfTheTwo)
{
    test::Newsroom newsroom{"Example Collective", 3, 3, 1};
    Scene scene{newsroom.id()};
    auto const& pens = newsroom.release_pens;
    auto const feed = newsroom.next_feed();
    auto root = newsroom.next_root();
    root.release.threshold = 2;
    newsroom.adopt(root);
    scene.given_roots(newsroom);
    EXPECT_EQ(scene.judge("feed", signed_by({pens[0]}, feed)), "retired-key");
    EXPECT_EQ(scene.judge("feed", signed_by({pens[0], pens[1]}, feed)), "accepted");
}

}  // namespace
}  // namespace nightletter::trust
