// docs/formats.md section 6 D: an equivocation is kept as a file that anybody can check from the publisher id alone.
#include "trust/proof.hpp"

#include "tests/trust/scene.hpp"

namespace nightletter::trust {
namespace {

using test::day;
using test::release_of;

class ProofTest : public ::testing::Test {
protected:
    test::Newsroom newsroom;
    Scene scene{newsroom.id()};
    Proof proof;

    void SetUp() override
    {
        proof.publisher = newsroom.id();
        proof.roots = newsroom.roots();
        proof.first = newsroom.publish({release_of("a")});
        auto other = newsroom.newest_feed();
        other.releases.push_back(release_of("b"));
        proof.second = signed_by(newsroom.release_pens, other);
    }
    std::string judge(Proof const& made) { return scene.judge("proof", {made.bytes(), {}}); }
};

TEST_F(ProofTest, ReadsWhatItWrites)
{
    EXPECT_EQ(Proof::parse(proof.bytes()), proof);
}

TEST_F(ProofTest, ShowsTwoFeedsWithOneNumber)
{
    EXPECT_EQ(judge(proof), "accepted");
    scene.keep("proof-good", "two feeds with sequence 1");
    auto const shown = check_proof(proof);
    ASSERT_TRUE(shown);
    EXPECT_EQ(shown->number, 1U);
    EXPECT_EQ(shown->first, test::hash_of(proof.first));
    EXPECT_EQ(shown->second, test::hash_of(proof.second));
}

TEST_F(ProofTest, ShowsASuccessorThatDeniesItsPredecessor)
{
    auto next = newsroom.next_feed();
    next.prev = sha256(as_bytes("another feed 1"));
    proof.second = signed_by(newsroom.release_pens, next);
    EXPECT_EQ(judge(proof), "accepted");
    scene.keep("proof-denied", "feed 2 says that another feed 1 came before it");
    EXPECT_EQ(check_proof(proof)->second, next.prev);
}

TEST_F(ProofTest, ShowsNothingWhereBothCanBeTrue)
{
    proof.second = newsroom.publish(newsroom.next_feed());
    EXPECT_EQ(judge(proof), "no-contradiction");
    scene.keep("no-contradiction", "a feed and the one after it, shown as if they were two of one number");
    proof.second = proof.first;
    EXPECT_EQ(judge(proof), "no-contradiction");
}

TEST_F(ProofTest, ShowsNothingWithAForgedStatement)
{
    auto other = newsroom.newest_feed();
    other.releases.push_back(release_of("c"));
    proof.second = signed_by({test::Pen{"stranger"}}, other);
    EXPECT_EQ(judge(proof), "not-in-role");
    scene.keep("proof-forged", "somebody wants a publisher to look like two");
}

TEST_F(ProofTest, ShowsTwoRootsOfOneVersion)
{
    auto root = newsroom.next_root();
    proof.of = Contradicts::root;
    proof.first = signed_by(newsroom.root_pens, root);
    root.review_by = day("2029-01-01");
    proof.second = signed_by(newsroom.root_pens, root);
    EXPECT_EQ(judge(proof), "accepted");
    scene.keep("proof-of-roots", "two roots with version 2");
    EXPECT_EQ(check_proof(proof)->number, 2U);
    EXPECT_EQ(Proof::parse(proof.bytes()), proof);
    proof.second = proof.first;
    EXPECT_EQ(judge(proof), "no-contradiction");
}

TEST_F(ProofTest, IsWholeOrNothing)
{
    auto const whole = proof.bytes();
    for (std::size_t size = 0; size < whole.size(); size += 7) {
        EXPECT_EQ(Proof::parse(ByteView{whole}.first(size)).error(), Refusal::malformed) << size;
    }
    auto more = whole;
    more.push_back('\n');
    EXPECT_EQ(Proof::parse(more).error(), Refusal::malformed);
    EXPECT_EQ(Proof::parse(as_bytes(replaced(std::string{as_text(whole)}, "of feed", "of both"))).error(),
              Refusal::malformed);
}

TEST_F(ProofTest, OutlivesARestart)
{
    auto const clock = test::at("2026-05-04T00:00:00Z");
    Acceptance desk{newsroom.id()};
    ASSERT_TRUE(desk.consider_root(newsroom.roots().front(), clock));
    ASSERT_TRUE(desk.consider_feed(proof.first, clock));
    ASSERT_FALSE(desk.consider_feed(proof.second, clock));
    KeptDocuments const kept{newsroom.roots(),
                             proof.first,
                             {},
                             {desk.proof_of(Contradicts::feed)->bytes()},
                             copy_of(as_bytes(desk.record().text()))};
    auto again = Acceptance::restore(newsroom.id(), kept);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->labels(clock).front().text(), "forked");
    EXPECT_EQ(again->consider_feed(newsroom.publish(newsroom.next_feed()), clock).error(), Refusal::forked);
}

}  // namespace
}  // namespace nightletter::trust
