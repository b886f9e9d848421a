// docs/formats.md section 6: what is held of a publisher, beside the words of refusal, and from one run to the next.
#include "trust/acceptance.hpp"

#include "tests/trust/scene.hpp"

namespace nightletter::trust {
namespace {

using test::at;
using test::day;
using test::release_of;

// What is held, beside the words.
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
};

TEST_F(AcceptanceTest, RemembersTheNewestFeedAsItsHighWaterMark)
{
    auto const candidate = newsroom.publish({release_of("c")});
    ASSERT_TRUE(desk.consider_feed(candidate, clock));
    EXPECT_EQ(desk.feeds().high_water, (FeedPoint{0, 2, test::hash_of(candidate)}));
    EXPECT_EQ(desk.releases().size(), 3U);
    EXPECT_EQ(desk.standing(release_of("c").bundle, clock).release, release_of("c"));
}

TEST_F(AcceptanceTest, ARefusalDoesNotMoveTheRecord)
{
    auto const before = desk.record();
    auto const feed = newsroom.next_feed();
    EXPECT_FALSE(desk.consider_feed(signed_by({test::Pen{"stranger"}}, feed), clock));
    auto shrunk = feed;
    shrunk.releases.clear();
    EXPECT_FALSE(desk.consider_feed(signed_by(newsroom.release_pens, shrunk), clock));
    EXPECT_FALSE(desk.consider_root(test::Newsroom{"Somebody else"}.roots().front(), clock));
    EXPECT_EQ(desk.record(), before);
    EXPECT_TRUE(desk.consider_feed(newsroom.publish(feed), clock));
}

TEST_F(AcceptanceTest, KeepsAnEquivocationAsAProof)
{
    auto other = newsroom.newest_feed();
    other.releases.push_back(release_of("c"));
    auto const held = desk.feed()->candidate();
    EXPECT_EQ(desk.consider_feed(signed_by(newsroom.release_pens, other), clock).error(), Refusal::equivocation);
    auto const& proof = desk.proof_of(Contradicts::feed);
    ASSERT_TRUE(proof);
    EXPECT_EQ(proof->first, held);
    auto const shown = check_proof(*proof);
    ASSERT_TRUE(shown);
    EXPECT_EQ(shown->number, 1U);
    EXPECT_EQ(desk.labels(clock).front().text(), "forked");
    EXPECT_TRUE(desk.standing(release_of("a").bundle, clock).is_served());
}

TEST_F(AcceptanceTest, AForgedFeedCannotBeMadeToLookLikeAnEquivocation)
{
    auto other = newsroom.newest_feed();
    other.releases.push_back(release_of("c"));
    EXPECT_FALSE(desk.consider_feed(signed_by({test::Pen{"stranger"}}, other), clock));
    EXPECT_FALSE(desk.proof_of(Contradicts::feed));
    EXPECT_TRUE(desk.consider_feed(newsroom.publish({release_of("c")}), clock));
}

TEST_F(AcceptanceTest, NoFeedIsBelievedWhileARootForkWaitsForAPerson)
{
    auto root = newsroom.next_root();
    ASSERT_TRUE(desk.consider_root(newsroom.adopt(root), clock));
    root.review_by = day("2029-01-01");
    EXPECT_EQ(desk.consider_root(signed_by(newsroom.root_pens, root), clock).error(), Refusal::root_fork);
    EXPECT_EQ(desk.labels(clock).front().text(), "held root-fork");
    auto const next = newsroom.publish({release_of("c")});
    EXPECT_EQ(desk.consider_feed(next, clock).error(), Refusal::root_fork);
    EXPECT_EQ(desk.consider_root(newsroom.adopt(newsroom.next_root()), clock).error(), Refusal::root_fork);
    EXPECT_TRUE(desk.standing(release_of("a").bundle, clock).is_served());

    ASSERT_TRUE(desk.decide_root_fork(test::hash_of(newsroom.roots()[1])));
    EXPECT_TRUE(desk.consider_feed(next, clock));
    EXPECT_EQ(desk.consider_root(signed_by(newsroom.root_pens, root), clock).error(), Refusal::root_fork);
    EXPECT_FALSE(desk.proof_of(Contradicts::root));  // the decision is remembered
}

TEST_F(AcceptanceTest, ARootForkHidesNoEquivocationAndIsHiddenByNone)
{
    auto const root = newsroom.next_root();
    ASSERT_TRUE(desk.consider_root(newsroom.adopt(root), clock));
    auto other = newsroom.newest_feed();
    other.releases.push_back(release_of("c"));
    ASSERT_EQ(desk.consider_feed(signed_by(newsroom.release_pens, other), clock).error(), Refusal::equivocation);
    auto rival_root = root;
    rival_root.review_by = day("2029-01-01");
    auto const rival = signed_by(newsroom.root_pens, rival_root);
    ASSERT_EQ(desk.consider_root(rival, clock).error(), Refusal::root_fork);
    EXPECT_EQ(desk.labels(clock).front().text(), "held root-fork");
    EXPECT_TRUE(desk.proof_of(Contradicts::feed));
    EXPECT_TRUE(desk.proof_of(Contradicts::root));

    KeptDocuments kept{newsroom.roots(), desk.feed()->candidate(), {}, {}, copy_of(as_bytes(desk.record().text()))};
    for (auto const kind : {Contradicts::feed, Contradicts::root}) kept.proofs.push_back(desk.proof_of(kind)->bytes());
    auto again = Acceptance::restore(newsroom.id(), kept);
    ASSERT_TRUE(again);
    // Whichever root a person chooses: both feeds were signed before it, so they stay forked.
    for (auto const& chosen : {test::hash_of(newsroom.roots()[1]), test::hash_of(rival)}) {
        auto decided = *again;
        ASSERT_TRUE(decided.decide_root_fork(chosen));
        EXPECT_EQ(decided.labels(clock).front().text(), "forked");
        EXPECT_TRUE(check_proof(*decided.proof_of(Contradicts::feed)));
        EXPECT_EQ(decided.consider_feed(newsroom.publish(newsroom.next_feed()), clock).error(), Refusal::forked);
    }
}

TEST_F(AcceptanceTest, AnEquivocationUnderTheBranchGivenUpIsOver)
{
    auto root = newsroom.next_root();
    ASSERT_TRUE(desk.consider_root(newsroom.adopt(root), clock));
    ASSERT_TRUE(desk.consider_feed(newsroom.publish({release_of("c")}), clock));
    auto other = newsroom.newest_feed();
    other.releases.back() = release_of("d");
    ASSERT_EQ(desk.consider_feed(signed_by(newsroom.release_pens, other), clock).error(), Refusal::equivocation);
    root.review_by = day("2029-01-01");
    auto const rival = signed_by(newsroom.root_pens, root);
    ASSERT_FALSE(desk.consider_root(rival, clock));
    ASSERT_TRUE(desk.decide_root_fork(test::hash_of(rival)));
    EXPECT_FALSE(desk.proof_of(Contradicts::feed));
}

TEST_F(AcceptanceTest, APersonMayChooseTheOtherBranchOfARootFork)
{
    auto root = newsroom.next_root();
    ASSERT_TRUE(desk.consider_root(newsroom.adopt(root), clock));
    ASSERT_TRUE(desk.consider_feed(newsroom.publish({release_of("c")}), clock));
    root.review_by = day("2029-01-01");
    auto const rival = signed_by(newsroom.root_pens, root);
    ASSERT_FALSE(desk.consider_root(rival, clock));
    EXPECT_FALSE(desk.decide_root_fork(sha256(as_bytes("neither"))));
    ASSERT_TRUE(desk.decide_root_fork(test::hash_of(rival)));
    EXPECT_EQ(desk.chain()->newest().hash(), test::hash_of(rival));
    EXPECT_EQ(desk.feed(), nullptr);  // it was signed under the branch that was given up
}

TEST_F(AcceptanceTest, TheFloorsBeforeTheFirstRootOfTheOtherBranchStillHold)
{
    auto const floor = newsroom.newest_feed();
    ASSERT_TRUE(desk.consider_root(newsroom.adopt(newsroom.next_epoch()), clock));  // root 2, its floor is feed 1
    auto root = newsroom.next_root();
    ASSERT_TRUE(desk.consider_root(newsroom.adopt(root), clock));
    ASSERT_TRUE(desk.consider_feed(newsroom.publish({release_of("c")}), clock));  // under root 3, which is given up
    root.review_by = day("2029-01-01");
    auto const rival = signed_by(newsroom.root_pens, root);
    ASSERT_FALSE(desk.consider_root(rival, clock));
    ASSERT_TRUE(desk.decide_root_fork(test::hash_of(rival)));
    EXPECT_EQ(desk.feed(), nullptr);
    EXPECT_EQ(desk.feeds().high_water->seq, floor.seq);
    EXPECT_EQ(desk.feeds().high_water->feed, sha256(as_bytes(floor.text())));
}

TEST_F(AcceptanceTest, StillServesWhatTheFloorsFeedNamedWhenLaterFeedsAreDisowned)
{
    auto const true_feed = newsroom.newest_feed();
    auto const root = newsroom.next_epoch();  // its floor is feed 1
    auto stolen = newsroom.next_feed();
    stolen.releases.push_back(release_of("forged"));
    ASSERT_TRUE(desk.consider_feed(signed_by(newsroom.release_pens, stolen), clock));
    ASSERT_TRUE(desk.consider_root(newsroom.adopt(root), clock));

    EXPECT_EQ(desk.labels(clock).front().text(), "disowned");
    EXPECT_TRUE(desk.standing(release_of("a").bundle, clock).is_served());
    EXPECT_EQ(desk.standing(release_of("forged").bundle, clock).label.text(), "disowned");
    EXPECT_EQ(desk.releases().size(), true_feed.releases.size());

    ASSERT_TRUE(desk.consider_feed(newsroom.publish({release_of("c")}), clock));
    EXPECT_EQ(desk.labels(clock).front().text(), "current");
    EXPECT_EQ(desk.standing(release_of("forged").bundle, clock).label.text(), "invalid");
}

TEST_F(AcceptanceTest, ServesNothingOfADisownedFeedWhenNothingBelowTheFloorCameHere)
{
    desk = Acceptance{newsroom.id()};
    ASSERT_TRUE(desk.consider_root(newsroom.roots().front(), clock));
    auto root = newsroom.next_epoch();
    root.floor = FeedPoint{0, 5, sha256(as_bytes("a feed seen elsewhere"))};
    auto stolen = newsroom.next_feed();
    stolen.seq = seq_bound - 1;
    ASSERT_TRUE(desk.consider_feed(signed_by(newsroom.release_pens, stolen), clock));
    ASSERT_TRUE(desk.consider_root(newsroom.adopt(root), clock));
    EXPECT_TRUE(desk.releases().empty());
    EXPECT_EQ(desk.standing(release_of("a").bundle, clock).label.text(), "disowned");
    EXPECT_EQ(desk.feeds().high_water, root.floor);
}

TEST_F(AcceptanceTest, TakesAHistoryGapNotOfANewcomerButOfWhoeverWasThere)
{
    auto later = newsroom.next_feed();
    later.seq = 9;
    ASSERT_TRUE(desk.consider_feed(newsroom.publish(later), clock));
    EXPECT_EQ(desk.labels(clock).back().text(), "history-gap since 1");

    Acceptance newcomer{newsroom.id()};
    ASSERT_TRUE(newcomer.consider_root(newsroom.roots().front(), clock));
    ASSERT_TRUE(newcomer.consider_feed(signed_by(newsroom.release_pens, later), clock));
    EXPECT_EQ(newcomer.labels(clock).size(), 1U);
}

TEST_F(AcceptanceTest, ReadsARecordOfItselfAndGoesOn)
{
    auto const old = desk.feed()->candidate();
    ASSERT_TRUE(desk.consider_feed(newsroom.publish({release_of("c")}), clock));
    KeptDocuments kept{newsroom.roots(), desk.feed()->candidate(), {}, {}, copy_of(as_bytes(desk.record().text()))};
    auto again = Acceptance::restore(newsroom.id(), kept);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->record(), desk.record());
    EXPECT_EQ(again->consider_feed(old, clock).error(), Refusal::rolled_back);
    EXPECT_TRUE(again->consider_feed(newsroom.publish({release_of("d")}), clock));
}

TEST_F(AcceptanceTest, GoesNoFurtherBackThanItsRecordWhenTheFeedItselfWasLost)
{
    auto const old = desk.feed()->candidate();
    auto const newest = newsroom.publish({release_of("c")});
    ASSERT_TRUE(desk.consider_feed(newest, clock));
    KeptDocuments kept{newsroom.roots(), old, {}, {}, copy_of(as_bytes(desk.record().text()))};
    auto again = Acceptance::restore(newsroom.id(), kept);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->labels(clock).front().text(), "suspected-freeze");
    EXPECT_EQ(again->consider_feed(old, clock).error(), Refusal::already_held);
    EXPECT_TRUE(again->consider_feed(newest, clock));
    EXPECT_EQ(again->labels(clock).front().text(), "current");
}

TEST_F(AcceptanceTest, TakesTheFeedKeptForItsHighWaterMarkWhenTheRecordWasLost)
{
    auto again = Acceptance::restore(newsroom.id(), {newsroom.roots(), desk.feed()->candidate(), {}, {}, {}});
    ASSERT_TRUE(again);
    EXPECT_EQ(again->feeds().high_water, desk.feeds().high_water);
}

TEST_F(AcceptanceTest, MeetsTheFloorAgainWhenTheRecordWasLost)
{
    auto const root = newsroom.next_epoch();  // its floor is feed 1
    auto stolen = newsroom.next_feed();
    stolen.releases.push_back(release_of("forged"));
    auto const forged = signed_by(newsroom.release_pens, stolen);
    newsroom.adopt(root);
    auto again = Acceptance::restore(newsroom.id(), {newsroom.roots(), forged, {}, {}, {}});
    ASSERT_TRUE(again);
    EXPECT_EQ(again->feeds().high_water, root.floor);
    EXPECT_FALSE(again->standing(release_of("forged").bundle, clock).is_served());
    EXPECT_TRUE(again->consider_feed(newsroom.publish({release_of("c")}), clock));
}

TEST_F(AcceptanceTest, WaitsForTheOperatorAgainWhenTheRecordOfALawWasLost)
{
    Withdrawal const law{newsroom.id(), 1, release_of("a").bundle, Reason::law, clock, std::nullopt};
    auto const document = signed_by(newsroom.withdraw_pens, law);
    auto again = Acceptance::restore(newsroom.id(), {newsroom.roots(), desk.feed()->candidate(), {document}, {}, {}});
    ASSERT_TRUE(again);
    EXPECT_EQ(again->standing(law.bundle, clock).label.text(), "held withdrawal law");
}

TEST_F(AcceptanceTest, DoesNotRestoreAForgedDocument)
{
    auto forged = desk.feed()->candidate();
    forged.document.back() ^= 1;
    EXPECT_FALSE(Acceptance::restore(newsroom.id(), {newsroom.roots(), forged, {}, {}, {}}));
    auto const others = test::Newsroom{"Somebody else"}.roots();
    EXPECT_EQ(Acceptance::restore(newsroom.id(), {others, {}, {}, {}, {}}).error(), Refusal::wrong_publisher);
    auto const record = copy_of(as_bytes(Acceptance{PublisherId{}}.record().text()));
    EXPECT_EQ(Acceptance::restore(newsroom.id(), {{}, {}, {}, {}, record}).error(), Refusal::wrong_publisher);
}

}  // namespace
}  // namespace nightletter::trust
