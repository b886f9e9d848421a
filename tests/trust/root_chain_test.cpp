// docs/formats.md section 6 C: which root may follow which, one clause per test. Roles of three people, two must agree.
#include "trust/root_chain.hpp"

#include "tests/trust/scene.hpp"

namespace nightletter::trust {
namespace {

using test::day;

test::Pen const newcomer{"newcomer"};

class RootChainTest : public ::testing::Test {
protected:
    test::Newsroom newsroom{"Example Collective", 3, 2, 1};
    Scene scene{newsroom.id()};
    Root next = newsroom.next_root();

    void SetUp() override { scene.given_roots(newsroom); }
    std::string judge(Root const& root) { return scene.judge("root", signed_by(newsroom.root_pens, root)); }
    std::string judge_text(std::string const& text)
    {
        return scene.judge("root", root_text(newsroom.root_pens, next, text));
    }
};

TEST_F(RootChainTest, GoesOnByOneStep)
{
    EXPECT_EQ(judge(next), "accepted");
    scene.keep("root-next", "the same keys, one version on");
}

TEST_F(RootChainTest, RefusesAnotherKindOfStatement)
{
    EXPECT_EQ(judge_text(replaced(next.text(), "nightletter root 1", "nightletter feed 1")), "wrong-type");
    scene.keep("wrong-type", "a document that calls itself a feed where a root was asked for");
}

TEST_F(RootChainTest, RefusesAFormatOfTheFuture)
{
    EXPECT_EQ(judge_text(replaced(next.text(), "nightletter root 1", "nightletter root 2")), "unknown-format");
    scene.keep("unknown-format", "format 2, which no reader of format 1 may guess at");
}

TEST_F(RootChainTest, RefusesALineItDoesNotKnow)
{
    EXPECT_EQ(judge_text(replaced(next.text(), "floor -\n", "floor -\ncolour blue\n")), "malformed");
    scene.keep("malformed", "a line more than a root has, signed by the right keys");
}

TEST_F(RootChainTest, RefusesCarriageReturnsInADocument)
{
    EXPECT_EQ(judge_text(replaced(next.text(), "floor -\n", "floor -\r\n")), "line-ends");
    scene.keep("line-ends-root", "one line of the root ends as a mail program would end it");
}

TEST_F(RootChainTest, RefusesKeyLinesInAnotherOrder)
{
    auto const first = "root-key " + next.root.keys[0].key.text() + '\n';
    auto const second = "root-key " + next.root.keys[1].key.text() + '\n';
    EXPECT_EQ(judge_text(replaced(next.text(), first + second, second + first)), "not-canonical");
    scene.keep("not-canonical", "the same root with two key lines exchanged");
}

TEST_F(RootChainTest, RefusesANameThatReordersWhatPeopleSee)
{
    next.name =
        "Example \xe2\x80\xae"
        "evitcelloC";
    EXPECT_EQ(judge(next), "bad-name");
    scene.keep("bad-name", "U+202E in a publisher's name");
}

TEST_F(RootChainTest, RefusesARootThatTooFewOfTheCurrentKeysSigned)
{
    EXPECT_EQ(scene.judge("root", signed_by({newsroom.root_pens.front()}, next)), "below-threshold");
    scene.keep("root-below-threshold", "one of three root keys, stolen, writes a successor");
}

TEST_F(RootChainTest, RefusesARootWhoseNewKeysAloneSignedIt)
{
    test::Pens const thieves{test::Pen{"thief 1"}, test::Pen{"thief 2"}};
    next.root = test::role_of(thieves, 2, std::nullopt);
    EXPECT_EQ(scene.judge("root", signed_by(thieves, next)), "below-threshold");
    scene.keep("root-by-its-own-keys", "a root may not appoint itself");
}

TEST_F(RootChainTest, RefusesARootThatItsOwnKeysDidNotSign)
{
    next.root = test::role_of({test::Pen{"new 1"}, test::Pen{"new 2"}}, 2, std::nullopt);
    EXPECT_EQ(judge(next), "below-own-threshold");
    scene.keep("below-own-threshold", "new root keys that nobody has shown to hold");
}

TEST_F(RootChainTest, RefusesABlockByAKeyOfNeitherRoot)
{
    auto pens = newsroom.root_pens;
    pens.push_back(newcomer);
    EXPECT_EQ(scene.judge("root", signed_by(pens, next)), "not-in-role");
    scene.keep("root-not-in-role", "enough good signatures and one of a stranger");
}

TEST_F(RootChainTest, RefusesTheRootOfAnotherPublisher)
{
    next.publisher = test::Newsroom{"Somebody else"}.id();
    EXPECT_EQ(judge(next), "wrong-publisher");
    scene.keep("wrong-publisher", "a root for another publisher, by the same people");
}

TEST_F(RootChainTest, RefusesToBeginWithAnotherRoot1)
{
    Scene empty{newsroom.id()};
    EXPECT_EQ(empty.judge("root", test::Newsroom{"Somebody else"}.roots().front()), "wrong-publisher");
    empty.keep("wrong-publisher-root-1", "a root 1 that does not hash to the publisher id");
}

TEST_F(RootChainTest, RefusesToSkipAVersion)
{
    next.version = 3;
    EXPECT_EQ(judge(next), "version-skipped");
    scene.keep("version-skipped", "version 3 after 1: what 2 retired would still hold");
}

TEST_F(RootChainTest, RefusesARootThatDoesNotNameTheOneBefore)
{
    next.prev = sha256(as_bytes("another root"));
    EXPECT_EQ(judge(next), "broken-chain");
    scene.keep("broken-chain", "prev names a root that is not the one held");
}

TEST_F(RootChainTest, RefusesAnEpochThatJumpsOrGoesBack)
{
    next.epoch = 2;
    EXPECT_EQ(judge(next), "wrong-epoch");
    scene.keep("wrong-epoch", "the epoch grows by two");
    scene.given("root", newsroom.adopt(newsroom.next_epoch()));
    next = newsroom.next_root();
    next.epoch = 0;
    EXPECT_EQ(judge(next), "wrong-epoch");
}

TEST_F(RootChainTest, RefusesAThresholdThatNobodyCanReach)
{
    next.release.threshold = 4;
    next.withdraw.threshold = 4;
    EXPECT_EQ(judge(next), "bad-policy");
    scene.keep("bad-policy", "four of three release keys");
}

TEST_F(RootChainTest, RefusesAWithdrawThresholdBelowTheReleaseThreshold)
{
    next.release.threshold = 3;
    EXPECT_EQ(judge(next), "bad-policy");
    scene.keep("bad-policy-withdraw", "two withdraw keys could erase what three release keys said");
}

TEST_F(RootChainTest, RefusesANewKeyOutsideThePrimeOrderGroup)
{
    // A good key plus the point of order two.
    next.announce.key = *PublicKey::from_hex("f1ad32719de75e5c725b812ffdcf0fa7f7e912ec45ccfc53a2146eeab76f7fda");
    EXPECT_EQ(judge(next), "unsafe-key");
    scene.keep("unsafe-key", "a mixed-order announce key: libraries disagree about its signatures");
}

TEST_F(RootChainTest, RefusesOneKeyInTwoRoles)
{
    next.release.keys[0].key = next.root.keys[0].key;
    EXPECT_EQ(judge(next), "key-twice");
    scene.keep("key-twice", "a root key that also signs releases");
}

TEST_F(RootChainTest, RefusesAThresholdMetByOneKeyUnderTwoIds)
{
    test::Pen const again{newsroom.root_pens[0], test::Pen{"another id"}.key().id};
    next.root = test::role_of({newsroom.root_pens[0], newsroom.root_pens[1], again}, 2, std::nullopt);
    EXPECT_EQ(scene.judge("root", signed_by({newsroom.root_pens[0], newsroom.root_pens[1], again}, next)), "key-twice");
    scene.keep("key-twice-in-one-role", "one key under two key ids: two of three would be one person");
}

TEST_F(RootChainTest, RefusesTwoKeysWithOneKeyId)
{
    next.announce.id = next.root.keys[0].key.id;
    EXPECT_EQ(judge(next), "key-id-twice");
    scene.keep("key-id-twice", "a signature set could not be ordered");
}

TEST_F(RootChainTest, RefusesAFloorWhereTheEpochDidNotGrow)
{
    next.floor = FeedPoint{0, 7, sha256(as_bytes("feed"))};
    EXPECT_EQ(judge(next), "bad-floor");
    scene.keep("bad-floor", "history cut off without saying that a new epoch begins");
}

TEST_F(RootChainTest, RefusesAFloorOfTheEpochThatItOpens)
{
    next.epoch = 1;
    next.floor = FeedPoint{1, 7, sha256(as_bytes("feed"))};
    EXPECT_EQ(judge(next), "bad-floor");
    scene.keep("bad-floor-of-the-future", "a floor in the epoch that this root opens");
}

TEST_F(RootChainTest, RefusesAFirstRootThatClaimsAPast)
{
    auto first = newsroom.newest_root();
    first.epoch = 1;
    auto const candidate = signed_by(newsroom.root_pens, first);
    Scene theirs{*PublisherId::from(test::hash_of(candidate).bytes())};
    EXPECT_EQ(theirs.judge("root", candidate), "bad-first-root");
    theirs.keep("bad-first-root", "a root 1 in epoch 1");
}

TEST_F(RootChainTest, RefusesAFirstRootThatItsKeysDidNotSign)
{
    auto const candidate = signed_by({newsroom.root_pens[0]}, newsroom.newest_root());
    Scene theirs{newsroom.id()};
    EXPECT_EQ(theirs.judge("root", candidate), "below-own-threshold");
    theirs.keep("root-1-below-own-threshold", "root 1 with one signature where it asks for two");
}

TEST_F(RootChainTest, KnowsARootItHolds)
{
    EXPECT_EQ(scene.judge("root", newsroom.roots().front()), "already-held");
    scene.keep("root-already-held", "root 1 again: how every catch-up begins");
}

TEST_F(RootChainTest, HoldsTwoValidRootsOfOneVersionAsAFork)
{
    scene.given("root", newsroom.adopt(next));
    next.review_by = day("2029-01-01");
    EXPECT_EQ(judge(next), "root-fork");
    scene.keep("root-fork", "a second valid root 2: somebody with two root keys tells two stories");
}

TEST_F(RootChainTest, DoesNotCallAForgeryAFork)
{
    scene.given("root", newsroom.adopt(next));
    next.review_by = day("2029-01-01");
    EXPECT_EQ(scene.judge("root", signed_by({newsroom.root_pens[0]}, next)), "below-threshold");
}

TEST_F(RootChainTest, CountsSignaturesByRetiredRootKeysNoLonger)
{
    next.root = test::role_of({newsroom.root_pens[0], newsroom.root_pens[1], newcomer}, 2, std::nullopt);
    scene.given("root", signed_by({newsroom.root_pens[0], newsroom.root_pens[1]}, next));
    auto after = next;
    ++after.version;
    after.prev = sha256(as_bytes(next.text()));
    EXPECT_EQ(scene.judge("root", signed_by({newsroom.root_pens[0], newcomer}, after)), "accepted");
    EXPECT_EQ(scene.judge("root", signed_by({newsroom.root_pens[0], newsroom.root_pens[2]}, after)), "below-threshold");
    scene.keep("root-retired-key", "a root key that root 2 retired signs root 3");
}

TEST_F(RootChainTest, TakesSixtyFourStepsAtOnceAndNoMore)
{
    for (int i = 0; i < 65; ++i) newsroom.adopt(newsroom.next_root());
    Acceptance desk{newsroom.id()};
    auto const clock = test::at("2028-05-04T00:00:00Z");
    std::span<Candidate const> const all{newsroom.roots()};
    EXPECT_EQ(desk.consider_roots(all.first(65), clock).error(), Refusal::chain_too_long);
    EXPECT_TRUE(desk.consider_roots(all.first(64), clock));
    EXPECT_TRUE(desk.consider_roots(all.subspan(60), clock));
    EXPECT_EQ(desk.chain()->newest().root().version, 66U);
}

TEST_F(RootChainTest, RefusesAVersionBeyondTheLastThereMayBe)
{
    next.version = most_roots + 1;
    EXPECT_EQ(judge(next), "chain-too-long");
    scene.keep("chain-too-long", "version 1 025: more roots than a publisher may ever have");
}

TEST_F(RootChainTest, EndsAt1024Roots)
{
    test::Newsroom brief;
    auto chain = *RootChain::begin(brief.roots().front());
    while (chain.roots().size() < most_roots) ASSERT_TRUE(chain.extend(brief.adopt(brief.next_root())));
    EXPECT_EQ(chain.extend(brief.adopt(brief.next_root())).error(), Refusal::chain_too_long);
}

}  // namespace
}  // namespace nightletter::trust
