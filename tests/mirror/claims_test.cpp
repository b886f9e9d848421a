// docs/formats.md 7.9: what neighbours tell each other about what they have sealed, and how little it does.
#include "mirror/claims.hpp"

#include "mirror/giving.hpp"
#include "tests/mirror/follower_fixture.hpp"

namespace nightletter::mirror {
namespace {

ClaimMark mark(std::uint8_t byte)
{
    return ClaimMark{{byte}};
}

SealedClaim claim_of(ClaimMark const& mark, Sha256 const& feed, bundles::TierSet tiers = bundles::TierSet::all())
{
    return {mark, feed, {tiers}};
}

class TellingClaimsTest : public FollowerTest {
protected:
    TellingClaimsTest() : FollowerTest{Claims{ClaimRole::tells, mark(7)}}
    {
        no_infos.tiers = bundles::TierSet::up_to(bundles::Tier::text);
    }
};

TEST_F(TellingClaimsTest, WhoeverAsksIsToldWhatIsSealedOfTheNewestFeed)
{
    auto neighbour = informed();
    auto const peer = meet(neighbour);
    say(peer, AskSealed{});
    wait(Claims::pause);
    ASSERT_EQ(claimed.size(), 1U);
    EXPECT_EQ(claimed[0], claim_of(mark(7), test::hash_of(feed), bundles::TierSet::up_to(bundles::Tier::text)));
}

TEST_F(TellingClaimsTest, WhoeverDoesNotAskIsToldNothing)
{
    auto neighbour = informed();
    meet(neighbour);
    wait(Claims::pause);
    EXPECT_TRUE(claimed.empty());
    EXPECT_EQ(asked_for_claims, 0);
}

TEST_F(TellingClaimsTest, AnAskerIsToldAgainWhenItChangesAndNotBefore)
{
    auto neighbour = informed();
    auto const peer = meet(neighbour);
    say(peer, AskSealed{});
    wait(Claims::pause);
    say(peer, AskSealed{});
    wait(Claims::pause);
    EXPECT_EQ(claimed.size(), 1U);
    no_infos.tiers = bundles::TierSet::all();
    wait(Claims::pause);
    ASSERT_EQ(claimed.size(), 2U);
    EXPECT_EQ(claimed[1].lines, std::vector{bundles::TierSet::all()});
}

TEST_F(TellingClaimsTest, IsNotHurriedByChangesThatFollowEachOther)
{
    auto neighbour = informed();
    auto const peer = meet(neighbour);
    say(peer, AskSealed{});
    wait(Claims::pause);
    for (int step = 0; step < 4; ++step) {
        no_infos.tiers = step % 2 == 0 ? bundles::TierSet::all() : bundles::TierSet{};
        wait(Claims::pause / 4);
    }
    EXPECT_LE(claimed.size(), 2U);
}

TEST_F(TellingClaimsTest, SaysNothingWhileItHoldsNoFeed)
{
    Neighbour nobody{publisher.id()};
    auto const peer = meet(nobody);
    say(peer, AskSealed{});
    wait(Claims::pause);
    EXPECT_TRUE(claimed.empty());
}

TEST_F(TellingClaimsTest, AClaimThatNobodyAskedForEndsTheConnection)
{
    auto neighbour = informed();
    auto const peer = meet(neighbour);
    say(peer, claim_of(mark(1), test::hash_of(feed)));
    EXPECT_THAT(refusals, Contains("unasked"));
    EXPECT_THAT(turned_away, Contains(peer));
}

// A reader's program says nothing about what it keeps.
TEST_F(FollowerTest, ASilentFollowerAnswersNobodyWhoAsksWhatItHasSealed)
{
    no_infos.tiers = bundles::TierSet::all();
    auto neighbour = informed();
    auto const peer = meet(neighbour);
    say(peer, AskSealed{});
    wait(Claims::pause);
    EXPECT_TRUE(claimed.empty());
    EXPECT_TRUE(turned_away.empty());
}

class AskingClaimsTest : public FollowerTest {
protected:
    AskingClaimsTest() : FollowerTest{Claims{ClaimRole::asks, mark(9)}} {}
};

TEST_F(AskingClaimsTest, AsksWhoeverComes)
{
    auto neighbour = informed();
    meet(neighbour);
    EXPECT_EQ(asked_for_claims, 1);
}

TEST_F(AskingClaimsTest, CountsEachNeighbourByItsMark)
{
    auto one = informed();
    auto const first = meet(one);
    auto other = informed();
    auto const second = meet(other);
    auto const third = meet(other);
    say(first, claim_of(mark(1), test::hash_of(feed)));
    say(second, claim_of(mark(2), test::hash_of(feed)));
    say(third, claim_of(mark(2), test::hash_of(feed)));
    EXPECT_EQ(follower.claims().size(), 2U);
}

TEST_F(AskingClaimsTest, ALaterClaimOfANeighbourTakesThePlaceOfItsFirst)
{
    auto neighbour = informed();
    auto const peer = meet(neighbour);
    say(peer, claim_of(mark(1), test::hash_of(feed), {}));
    say(peer, claim_of(mark(1), test::hash_of(feed)));
    ASSERT_EQ(follower.claims().size(), 1U);
    EXPECT_EQ(follower.claims()[0].lines, std::vector{bundles::TierSet::all()});
}

TEST_F(AskingClaimsTest, ForgetsWhatWasClaimedByWhoeverLeaves)
{
    auto neighbour = informed();
    auto const peer = meet(neighbour);
    say(peer, claim_of(mark(1), test::hash_of(feed)));
    tell(swarm::PeerLeft{topic, peer});
    EXPECT_TRUE(follower.claims().empty());
}

TEST_F(AskingClaimsTest, AClaimAboutAnotherFeedIsNotCounted)
{
    auto neighbour = informed();
    auto const peer = meet(neighbour);
    say(peer, claim_of(mark(1), sha256(as_bytes("an older feed"))));
    EXPECT_TRUE(follower.claims().empty());
    EXPECT_TRUE(turned_away.empty());
}

TEST_F(AskingClaimsTest, AClaimChangesNothingThatIsBelieved)
{
    auto neighbour = informed();
    auto const peer = meet(neighbour);
    auto const before = follower.ledger().have();
    say(peer, claim_of(mark(1), test::hash_of(feed)));
    EXPECT_EQ(follower.ledger().have(), before);
    EXPECT_EQ(records, 1);
    EXPECT_EQ(adoptions, 1);
}

TEST_F(AskingClaimsTest, OnlyAClaimOfEveryTierOfEveryBundleCountsAsWhole)
{
    auto neighbour = informed();
    meet(neighbour);
    auto const& accepted = *follower.ledger().acceptance().feed();
    auto const bundle = accepted.feed().releases.at(0).bundle;
    auto const whole = claim_of(mark(1), test::hash_of(feed));
    auto const text = claim_of(mark(2), test::hash_of(feed), bundles::TierSet::up_to(bundles::Tier::text));
    SealedClaim const nothing{mark(3), test::hash_of(feed), {}};
    EXPECT_EQ(count_claims({whole, text, nothing}, accepted, {bundle}), (Claimed{1, 2}));
    // A bundle that the feed does not list is claimed by nobody.
    EXPECT_EQ(count_claims({whole}, accepted, {bundle, BundleId{}}), (Claimed{0, 1}));
}

}  // namespace
}  // namespace nightletter::mirror
