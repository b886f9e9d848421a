// docs/formats.md section 3, "A bundle alone": whose signatures stand under a tag manifest.
#include "trust/bundle_signers.hpp"

#include "tests/trust/scene.hpp"
#include "trust/trusted_comment.hpp"

namespace nightletter::trust {
namespace {

using test::day;

// Three release keys, of which two must agree.
class BundleSignersTest : public ::testing::Test {
protected:
    test::Newsroom newsroom{"Example Collective", 3, 2, 2};
    Scene scene{newsroom.id()};
    std::string manifest = std::string(64, 'a') + "  bagit.txt\n";
    BundleId bundle = *BundleId::from(sha256(as_bytes(manifest)).bytes());

    void in_bag(test::Newsroom const& of)
    {
        for (auto const& root : of.roots()) scene.given("bag-root", root);
    }
    Candidate signed_with(test::Pens const& pens) const
    {
        return {copy_of(as_bytes(manifest)), test::bundle_signature(pens, newsroom.id(), as_bytes(manifest))};
    }
    std::string judge(test::Pens const& pens) { return scene.judge("bundle", signed_with(pens)); }
    Release release() const
    {
        auto made = test::release_of("x");
        made.bundle = bundle;
        return made;
    }
};

TEST_F(BundleSignersTest, AreJudgedByTheChainInTheBag)
{
    in_bag(newsroom);
    EXPECT_EQ(judge({newsroom.release_pens[0], newsroom.release_pens[2]}), "accepted");
    scene.keep("bundle-good", "two of three release keys, nothing else known of the publisher");
}

TEST_F(BundleSignersTest, SayAsOfWhichRootTheySpeak)
{
    auto const chain = RootChain::read(newsroom.roots(), newsroom.id());
    auto const made = BundleSigners::judge(signed_with(newsroom.release_pens), *chain);
    ASSERT_TRUE(made);
    EXPECT_EQ(made->as_of(), "as of root 1, no feed seen");
    EXPECT_EQ(made->publisher(), newsroom.id());
    EXPECT_EQ(made->publisher_name(), "Example Collective");
    EXPECT_EQ(made->bundle(), bundle);
    EXPECT_EQ(made->signers().size(), 3U);
}

TEST_F(BundleSignersTest, MustReachTheReleaseThreshold)
{
    in_bag(newsroom);
    EXPECT_EQ(judge({newsroom.release_pens[0]}), "below-threshold");
    scene.keep("bundle-below-threshold", "one of the two signatures that the root asks for");
}

TEST_F(BundleSignersTest, MustHoldTheReleaseRole)
{
    in_bag(newsroom);
    EXPECT_EQ(judge(newsroom.root_pens), "not-in-role");
    EXPECT_EQ(judge({test::Pen{"stranger 1"}, test::Pen{"stranger 2"}}), "not-in-role");
    scene.keep("bundle-not-in-role", "a bundle that names a publisher and is signed by strangers");
}

TEST_F(BundleSignersTest, MustHaveSignedABundleOfThisPublisher)
{
    in_bag(newsroom);
    auto const other = TrustedComment::of_bundle(test::Newsroom{"Somebody else"}.id(), bundle).text();
    EXPECT_EQ(scene.judge("bundle", signed_as(newsroom.release_pens, manifest, other)), "trusted-comment");
    scene.keep("bundle-trusted-comment", "the right keys, but the comment names another publisher");
}

TEST_F(BundleSignersTest, AreNotAskedUnderAChainThatDoesNotStartAtThePublisher)
{
    auto const others = test::Newsroom{"Somebody else"}.roots();
    EXPECT_EQ(scene.judge("bag-root", others.front()), "wrong-publisher");
    scene.keep("bundle-of-another-chain", "the bag names one publisher and brings another's root 1");
    EXPECT_EQ(RootChain::read({}, newsroom.id()).error(), Refusal::unknown_root);
}

TEST_F(BundleSignersTest, MayBeOfAnEarlierRootThanTheOneHeld)
{
    in_bag(newsroom);
    newsroom.adopt(newsroom.next_root());
    scene.given_roots(newsroom);
    EXPECT_EQ(judge(newsroom.release_pens), "accepted");
    scene.keep("bundle-of-an-older-root", "signed under root 1; the verifier holds root 2");
}

TEST_F(BundleSignersTest, MayBeOfALaterRootThanTheOneHeld)
{
    scene.given_roots(newsroom);
    newsroom.adopt(newsroom.next_root());
    in_bag(newsroom);
    EXPECT_EQ(judge(newsroom.release_pens), "accepted");
}

TEST_F(BundleSignersTest, MustBeOfARootOnTheChainHeld)
{
    auto const before = newsroom;
    auto root = newsroom.next_root();
    newsroom.adopt(root);
    scene.given_roots(newsroom);
    auto other = before;
    root.review_by = day("2029-01-01");
    other.adopt(root);
    in_bag(other);
    EXPECT_EQ(judge(newsroom.release_pens), "foreign-root");
    scene.keep("foreign-root", "the bag's root 2 is valid, but not the root 2 that is held");
}

TEST_F(BundleSignersTest, MustBeNamedByAFeedOnceTheEpochHasGrown)
{
    in_bag(newsroom);
    newsroom.adopt(newsroom.next_epoch());
    scene.given_roots(newsroom);
    EXPECT_EQ(judge(newsroom.release_pens), "not-released");
    scene.keep("not-released", "signed in epoch 0 and in no feed of epoch 1: perhaps by a thief");
    scene.given("feed", newsroom.publish({release()}));
    EXPECT_EQ(judge(newsroom.release_pens), "accepted");
    scene.keep("bundle-released-in-a-new-epoch", "signed in epoch 0, and the feed of epoch 1 stands by it");
}

TEST_F(BundleSignersTest, AreHeldAgainstTheDayOfTheReleaseLine)
{
    in_bag(newsroom);
    scene.given_roots(newsroom);
    auto late = release();
    late.day = day("2028-05-02");
    scene.given("feed", newsroom.publish({late}));
    EXPECT_EQ(judge(newsroom.release_pens), "expired-key");
    scene.keep("bundle-expired-key", "released the day after the keys' last");
}

TEST_F(BundleSignersTest, NeedNoFeedToSayWhichOnceAFeedNamesTheBundle)
{
    auto const clock = test::at("2026-05-04T00:00:00Z");
    Acceptance desk{newsroom.id()};
    ASSERT_TRUE(desk.consider_root(newsroom.roots().front(), clock));
    ASSERT_TRUE(desk.consider_feed(newsroom.publish({release()}), clock));
    auto const made = BundleSigners::judge(signed_with(newsroom.release_pens), *desk.chain(), desk);
    ASSERT_TRUE(made);
    EXPECT_EQ(made->as_of(), "");
    EXPECT_EQ(made->release(), release());
    EXPECT_EQ(
        BundleSigners::judge(signed_with(newsroom.release_pens), *desk.chain(), Acceptance{PublisherId{}}).error(),
        Refusal::wrong_publisher);
}

}  // namespace
}  // namespace nightletter::trust
