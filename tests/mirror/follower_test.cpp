// docs/formats.md sections 6 and 7, seen from a mirror among its neighbours: what it tells, what it asks, whom it
// believes.

#include <gtest/gtest.h>

#include "tests/mirror/follower_fixture.hpp"

namespace nightletter::mirror {
namespace {

TEST_F(FollowerTest, TellsWhoeverComesWhatItHas)
{
    Neighbour nobody{publisher.id()};
    meet(nobody);
    EXPECT_THAT(told, Contains(Have{}));
}

TEST_F(FollowerTest, CatchesUpFromTheIdAlone)
{
    auto neighbour = informed();
    meet(neighbour);
    EXPECT_EQ(seq(), 1U);
    EXPECT_EQ(follower.ledger().acceptance().releases().size(), 1U);
    EXPECT_EQ(records, 1);
    EXPECT_EQ(adoptions, 1);
    EXPECT_TRUE(refusals.empty());
}

TEST_F(FollowerTest, PushesWhatItAdoptedToItsNeighbours)
{
    Neighbour nobody{publisher.id()};
    meet(nobody);
    auto neighbour = informed();
    meet(neighbour);
    EXPECT_THAT(told, Contains(follower.ledger().have()));
    EXPECT_EQ(follower.ledger().have().feed, test::hash_of(feed));
}

TEST_F(FollowerTest, FetchesTheRootsThatANewFeedIsJudgedBy)
{
    publisher.adopt(publisher.next_root());
    publisher.adopt(publisher.next_root());
    feed = publisher.publish(publisher.next_feed());
    auto neighbour = informed();
    meet(neighbour);
    EXPECT_EQ(follower.ledger().seen().root_version, 3U);
    EXPECT_EQ(seq(), 2U);
}

TEST_F(FollowerTest, HearsOfANewerFeedAtOnce)
{
    auto neighbour = informed();
    auto const peer = meet(neighbour);
    feed = publisher.publish({release_of("second interview")});
    neighbour.learn(haul_of(publisher, feed));
    say(peer, neighbour.have());
    talk();
    EXPECT_EQ(seq(), 2U);
}

TEST_F(FollowerTest, DoesNotActOnWhatIsNotOnDisk)
{
    disk_works = false;
    auto neighbour = informed();
    meet(neighbour);
    EXPECT_EQ(adoptions, 0);
    EXPECT_EQ(seq(), 0U);
    EXPECT_THAT(told, ::testing::Each(Have{}));
}

TEST_F(FollowerTest, TakesUpAgainWhatTheDiskDidNotTake)
{
    disk_works = false;
    auto neighbour = informed();
    auto const peer = meet(neighbour);
    disk_works = true;
    say(peer, neighbour.have());
    wait(Follower::rest_after_trouble);
    talk();
    EXPECT_EQ(seq(), 1U);
}

TEST_F(FollowerTest, ARolledBackFeedChangesNothing)
{
    auto old = informed();
    feed = publisher.publish({release_of("second interview")});
    auto current = informed();
    meet(current);
    ASSERT_EQ(seq(), 2U);
    // It lies about the number, so that its old feed is fetched.
    auto claim = current.have();
    claim.seq = 9;
    claim.feed = sha256(as_bytes("no such feed"));
    old.claims = claim;
    meet(old);
    EXPECT_THAT(refusals, Contains("feed rolled-back"));
    EXPECT_EQ(seq(), 2U);
    EXPECT_EQ(adoptions, 1);
}

TEST_F(FollowerTest, DoesNotEvenFetchAFeedThatSaysItIsOlder)
{
    auto old = informed();
    feed = publisher.publish({release_of("second interview")});
    auto current = informed();
    meet(current);
    meet(old);
    EXPECT_TRUE(refusals.empty());
    EXPECT_EQ(follower.visits(), 1U);
}

TEST_F(FollowerTest, ShowsAnEquivocationAndKeepsTheProof)
{
    auto one = informed();
    meet(one);
    Newsroom twin;
    auto other_feed = twin.publish({release_of("another first interview")});
    auto other = informed(haul_of(twin, other_feed));
    meet(other);
    EXPECT_THAT(refusals, Contains("feed equivocation"));
    EXPECT_TRUE(follower.ledger().acceptance().proof_of(trust::Contradicts::feed));
    EXPECT_TRUE(follower.ledger().record().documents.feed_proof);
    EXPECT_EQ(follower.ledger().acceptance().feed()->point().feed, test::hash_of(feed));
    EXPECT_EQ(records, 2);  // the proof is on disk as well
}

}  // namespace
}  // namespace nightletter::mirror
