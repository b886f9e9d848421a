// docs/formats.md D.20: a proof of two histories is told to a person who has nothing but the file.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "reader/proof_text.hpp"
#include "tests/support/newsroom.hpp"
#include "tests/support/temporary_directory.hpp"

namespace nightletter::reader {
namespace {

using test::release_of;
using test::signed_by;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using trust::Contradicts;
using trust::Refusal;

class ProofOfTwoHistoriesTest : public ::testing::Test {
protected:
    test::TemporaryDirectory directory;
    test::Newsroom publisher{"Example Collective"};
    Question question{{}, std::nullopt, test::at("2026-06-01T00:00:00Z")};
    trust::Proof proof{publisher.id(), Contradicts::feed, publisher.roots(), {}, {}};

    void SetUp() override
    {
        proof.first = publisher.publish({release_of("a"), release_of("b")});
        auto other = publisher.newest_feed();
        other.releases.back() = release_of("c");
        proof.second = signed_by(publisher.release_pens, other);
    }
    Expected<ShownProof, Refusal> judge() { return judge_proof(proof.bytes(), directory / "proof", question); }
    void lay_near(std::string const& name, trust::Candidate const& statement)
    {
        auto const folder = directory / "publishers" / publisher_text(publisher.id());
        test::write_text(folder / name, std::string{as_text(statement.document)});
        test::write_text(folder / (name + ".minisig"), std::string{as_text(statement.signatures)});
    }
    static std::string bundle_named(std::string const& name) { return bundle_text(release_of(name).bundle); }
};

TEST_F(ProofOfTwoHistoriesTest, IsKnownByItsFirstLine)
{
    test::write_text(directory / "proof", std::string{as_text(proof.bytes())});
    test::write_text(directory / "feed", std::string{as_text(proof.first.document)});
    test::write_text(directory / "short", "nightletter");
    EXPECT_TRUE(is_proof(directory / "proof"));
    EXPECT_FALSE(is_proof(directory / "feed"));
    EXPECT_FALSE(is_proof(directory / "short"));
    EXPECT_FALSE(is_proof(directory.path()));
    EXPECT_FALSE(is_proof(directory / "nothing"));
}

TEST_F(ProofOfTwoHistoriesTest, SaysWhatEachFeedHasThatTheOtherHasNot)
{
    auto const shown = judge();
    ASSERT_TRUE(shown);
    EXPECT_THAT(proof_line(*shown), HasSubstr("two feeds have the number 1"));
    auto const text = details(*shown);
    EXPECT_THAT(text, HasSubstr("it alone lists " + bundle_named("b")));
    EXPECT_THAT(text, HasSubstr("it alone lists " + bundle_named("c")));
    EXPECT_THAT(text, Not(HasSubstr(bundle_named("a"))));
    EXPECT_THAT(text, HasSubstr(publisher.release_pens.front().key().text() + " signed both"));
    EXPECT_THAT(text, HasSubstr("Example Collective, whom you do not follow"));
}

TEST_F(ProofOfTwoHistoriesTest, NeverCountsAsDone)
{
    auto const failure = failure_of(*judge());
    EXPECT_EQ(failure.exit, ExitCode::refused_by_policy);
    EXPECT_EQ(failure.message.word, "equivocation");
    EXPECT_THAT(failure.message.because, HasSubstr("one key signed both"));
    EXPECT_THAT(failure.message.next, HasSubstr("ask the publisher"));
}

TEST_F(ProofOfTwoHistoriesTest, SaysWhichKeysSignedOneOnly)
{
    publisher = test::Newsroom{"Three", 3, 2, 2};
    auto const& pens = publisher.release_pens;
    proof = {publisher.id(), Contradicts::feed, publisher.roots(), publisher.publish({release_of("a")}), {}};
    proof.first = signed_by({pens[0], pens[1]}, publisher.newest_feed());
    auto other = publisher.newest_feed();
    other.mirrors = {"https://mirror.example/"};
    proof.second = signed_by({pens[1], pens[2]}, other);
    auto const text = details(*judge());
    EXPECT_THAT(text, HasSubstr(pens[0].key().text() + " signed the first"));
    EXPECT_THAT(text, HasSubstr(pens[1].key().text() + " signed both"));
    EXPECT_THAT(text, HasSubstr(pens[2].key().text() + " signed the second"));
    EXPECT_THAT(text, HasSubstr("it alone names the mirror https://mirror.example/"));
    proof.second = signed_by({pens[2], test::Pen{pens[1]}}, other);
    proof.first = signed_by(pens, publisher.newest_feed());
    EXPECT_THAT(failure_of(*judge()).message.because, HasSubstr("2 keys signed both"));
}

TEST_F(ProofOfTwoHistoriesTest, TellsAFeedThatDeniesTheOneBeforeIt)
{
    auto next = publisher.next_feed();
    next.prev = sha256(as_bytes("another feed 1"));
    proof.second = signed_by(publisher.release_pens, next);
    auto const shown = judge();
    ASSERT_TRUE(shown);
    EXPECT_THAT(proof_line(*shown), HasSubstr("a feed denies the feed 1 that came before it"));
    EXPECT_THAT(details(*shown), HasSubstr("it says that the one before it was " + next.prev.hex()));
    EXPECT_EQ(nlohmann::json::parse(proof_json(*shown)).at("second").at("denies_with"), next.prev.hex());
}

TEST_F(ProofOfTwoHistoriesTest, TellsTwoRootsLineByLine)
{
    auto root = publisher.next_root();
    proof.of = Contradicts::root;
    proof.first = signed_by(publisher.root_pens, root);
    root.review_by = test::day("2029-01-01");
    root.release = test::role_of({test::Pen{"thief"}}, 1, test::day("2030-01-01"));
    proof.second = signed_by(publisher.root_pens, root);
    auto const shown = judge();
    ASSERT_TRUE(shown);
    EXPECT_THAT(proof_line(*shown), HasSubstr("two key documents have the number 2"));
    EXPECT_THAT(details(*shown), AllOf(HasSubstr("it alone says review-by 2029-01-01"),
                                       HasSubstr("it alone says release-key " + test::Pen{"thief"}.key().text()),
                                       HasSubstr(publisher.root_pens.front().key().text() + " signed both")));
    EXPECT_EQ(failure_of(*shown).message.word, "root-fork");
}

TEST_F(ProofOfTwoHistoriesTest, SaysHowALaterRootHasSettledIt)
{
    lay_near("root.1", publisher.roots().front());
    EXPECT_FALSE(judge()->settled);
    lay_near("root.2", publisher.adopt(publisher.next_epoch()));
    auto const settled = judge();
    ASSERT_TRUE(settled->settled);
    EXPECT_THAT(details(*settled),
                HasSubstr("root 2 of 2026-05-02, which lies near this file, has ended it: the first"));
    EXPECT_EQ(nlohmann::json::parse(proof_json(*settled)).at("settled").at("root"), 2);
    std::swap(proof.first, proof.second);
    EXPECT_THAT(failure_of(*judge()).message.still, HasSubstr("the second stands, the first does not"));
}

TEST_F(ProofOfTwoHistoriesTest, SaysThatNeitherStandsAboveALowerFloor)
{
    auto const last = test::hash_of(proof.first);
    publisher.publish({release_of("d")});
    proof.first = signed_by(publisher.release_pens, publisher.newest_feed());
    auto other = publisher.newest_feed();
    other.releases.pop_back();
    proof.second = signed_by(publisher.release_pens, other);
    auto root = publisher.next_epoch();
    root.floor = trust::FeedPoint{0, 1, last};
    lay_near("root.1", publisher.roots().front());
    lay_near("root.2", publisher.adopt(root));
    EXPECT_THAT(details(*judge()), HasSubstr("neither stands; the last feed that does is 1"));
}

TEST_F(ProofOfTwoHistoriesTest, DoesNotSayWhichOfTheTwoALaterFloorCameFrom)
{
    publisher.publish({release_of("d")});
    lay_near("root.1", publisher.roots().front());
    lay_near("root.2", publisher.adopt(publisher.next_epoch()));
    EXPECT_THAT(details(*judge()), HasSubstr("what feed 2 lists, the last that stands, is what counts"));
    auto root = publisher.next_epoch();
    root.floor.reset();
    lay_near("root.3", publisher.adopt(root));
    EXPECT_THAT(details(*judge()), HasSubstr("what feed 2 lists"));  // the first root after it has settled it
}

TEST_F(ProofOfTwoHistoriesTest, BelievesNoRootNearItThatIsNotThePublishers)
{
    auto next = publisher.next_epoch();
    lay_near("root.1", publisher.roots().front());
    lay_near("root.2", signed_by({test::Pen{"stranger"}}, next));
    EXPECT_FALSE(judge()->settled);
}

TEST_F(ProofOfTwoHistoriesTest, SaysHowMuchItLeavesOut)
{
    auto many = publisher.newest_feed();
    for (int i = 0; i < 20; ++i) many.releases.push_back(release_of(std::to_string(i)));
    proof.second = signed_by(publisher.release_pens, many);
    EXPECT_THAT(details(*judge()), HasSubstr("and 8 lines more that the other has not"));
    EXPECT_EQ(nlohmann::json::parse(proof_json(*judge())).at("second").at("only_here").size(), 20U);
}

TEST_F(ProofOfTwoHistoriesTest, UsesTheReadersOwnNameForAPublisherOneFollows)
{
    question.followed.add(publisher.id(), "Those I trust");
    EXPECT_THAT(details(*judge()), HasSubstr("Those I trust, whom you follow"));
}

TEST_F(ProofOfTwoHistoriesTest, RefusesAForgedOne)
{
    auto other = publisher.newest_feed();
    other.releases.clear();
    proof.second = signed_by({test::Pen{"stranger"}}, other);
    EXPECT_EQ(judge().error(), Refusal::not_in_role);
    auto const failure = no_proof(Refusal::not_in_role);
    EXPECT_EQ(failure.exit, ExitCode::content_mismatch);
    EXPECT_THAT(failure.message.still, HasSubstr("nothing is shown against any publisher"));
}

TEST_F(ProofOfTwoHistoriesTest, RefusesWhatShowsNothing)
{
    question.named = test::Newsroom{"Somebody Else"}.id();
    EXPECT_EQ(judge().error(), Refusal::wrong_publisher);
    EXPECT_THAT(no_proof(Refusal::wrong_publisher).message.because, HasSubstr("not about the publisher"));
    question.named = publisher.id();
    EXPECT_TRUE(judge());
    proof.second = proof.first;
    EXPECT_EQ(judge().error(), Refusal::no_contradiction);
    EXPECT_THAT(no_proof(Refusal::no_contradiction).message.because, HasSubstr("both statements in it can be true"));
    auto const half = ByteView{proof.bytes()}.first(400);
    EXPECT_EQ(judge_proof(copy_of(half), directory / "proof", question).error(), Refusal::malformed);
    EXPECT_THAT(no_proof(Refusal::malformed).message.because, HasSubstr("damaged"));
}

}  // namespace
}  // namespace nightletter::reader
