// docs/formats.md section 6, F and Time: three verdicts on a bundle, told apart by whom the reader follows; a newer
// word of the publisher's beside it is believed only when it is the publisher's.
#include "reader/judgement.hpp"

#include <gmock/gmock.h>

#include "reader/judgement_text.hpp"
#include "tests/support/press.hpp"
#include "tests/support/temporary_directory.hpp"

namespace nightletter::reader {
namespace {

namespace fs = std::filesystem;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

std::string text_of(Bytes const& bytes)
{
    return std::string{as_text(bytes)};
}

class JudgementTest : public ::testing::Test {
protected:
    test::TemporaryDirectory directory;
    test::Newsroom publisher{"Example Collective"};
    Question question{{}, std::nullopt, test::at("2026-06-01T00:00:00Z")};

    test::Printed print() { return test::Press{publisher}.print(directory / "out"); }

    void follow(PublisherId const& id) { question.followed.add(id, "Those I trust"); }

    void lay_beside(std::string const& name, trust::Candidate const& statement, PublisherId const& whose)
    {
        auto const folder = directory / "out/publishers" / publisher_text(whose);
        test::write_text(folder / name, text_of(statement.document));
        test::write_text(folder / (name + ".minisig"), text_of(statement.signatures));
    }
    void lay_roots_beside()
    {
        for (std::size_t i = 0; i < publisher.roots().size(); ++i) {
            lay_beside("root." + std::to_string(i + 1), publisher.roots()[i], publisher.id());
        }
    }

    Judgement judge_it() { return judge(*find_bundle(directory / "out"), question); }
};

TEST_F(JudgementTest, VerifiesABundleOfAPublisherOneFollows)
{
    print();
    follow(publisher.id());
    auto const judgement = judge_it();
    EXPECT_EQ(judgement.verdict, Verdict::verified);
    EXPECT_EQ(judgement.publisher_name, "Those I trust");
    EXPECT_EQ(exit_code(judgement.verdict), ExitCode::done);
    EXPECT_EQ(verdict_line(judgement), "VERIFIED, a publisher you follow");
}

TEST_F(JudgementTest, VerifiesABundleOfAPublisherOneNames)
{
    print();
    question.named = publisher.id();
    auto const judgement = judge_it();
    EXPECT_EQ(judgement.verdict, Verdict::verified_as_named);
    EXPECT_EQ(exit_code(judgement.verdict), ExitCode::done);
    EXPECT_EQ(verdict_line(judgement), "VERIFIED, the publisher you named");
}

TEST_F(JudgementTest, CallsASoundBundleOfAnybodyElseByAnotherName)
{
    print();
    follow(test::Newsroom{"Somebody Else"}.id());
    auto const judgement = judge_it();
    EXPECT_EQ(judgement.verdict, Verdict::unfollowed_publisher);
    EXPECT_EQ(exit_code(judgement.verdict), ExitCode::unknown_publisher);
    EXPECT_EQ(verdict_line(judgement), "signed by a publisher you do not follow");
    EXPECT_EQ(judgement.publisher_name, "Example Collective");
}

TEST_F(JudgementTest, RefusesASoundBundleOfAnotherPublisherThanWasNamed)
{
    print();
    question.named = test::Newsroom{"Somebody Else"}.id();
    auto const judgement = judge_it();
    EXPECT_EQ(judgement.verdict, Verdict::not_verified);
    EXPECT_EQ(exit_code(judgement.verdict), ExitCode::content_mismatch);
}

TEST_F(JudgementTest, NamesTheFileInWhichOneByteWasChanged)
{
    auto const printed = print();
    follow(publisher.id());
    auto const file = printed.directory / "data/transcript.en.txt";
    auto text = test::read_text(file);
    text[text.size() / 2] = static_cast<char>(text[text.size() / 2] ^ 1);
    test::write_text(file, text);
    auto const judgement = judge_it();
    EXPECT_EQ(judgement.verdict, Verdict::not_verified);
    auto const failure = failure_of(judgement);
    EXPECT_EQ(failure.message.word, "content-mismatch");
    EXPECT_THAT(failure.message.what, HasSubstr("data/transcript.en.txt"));
    EXPECT_THAT(details(judgement, question.now), HasSubstr("data/transcript.en.txt"));
}

TEST_F(JudgementTest, DoesNotTakeAStrangersSignatureUnderAFollowedName)
{
    test::Newsroom stranger{"Stranger"};
    auto const printed = print();
    follow(publisher.id());
    auto const tag_manifest = test::read_text(printed.directory / "tagmanifest-sha256.txt");
    test::write_text(printed.directory / "tagmanifest-sha256.txt.minisig",
                     text_of(test::bundle_signature(stranger.release_pens, publisher.id(), as_bytes(tag_manifest))));
    auto const judgement = judge_it();
    EXPECT_EQ(judgement.verdict, Verdict::not_verified);
    EXPECT_EQ(failure_of(judgement).message.word, "not-in-role");
}

TEST_F(JudgementTest, SaysThatNoFeedWasSeen)
{
    print();
    follow(publisher.id());
    EXPECT_THAT(details(judge_it(), question.now), HasSubstr("as of root 1, no feed seen"));
}

TEST_F(JudgementTest, SaysHowOldTheNewestWordBesideItIs)
{
    auto const printed = print();
    follow(publisher.id());
    lay_roots_beside();
    lay_beside("feed", publisher.publish({printed.release()}), publisher.id());
    question.now = {publisher.newest_feed().issued.seconds + 12 * 86400};
    auto const judgement = judge_it();
    ASSERT_EQ(judgement.verdict, Verdict::verified);
    EXPECT_THAT(details(judgement, question.now),
                HasSubstr("feed 1 of " + day_text(day_of(publisher.newest_feed().issued)) + ", 12 days ago, lists it"));
}

TEST_F(JudgementTest, DoesNotBelieveAStrangersFeedBesideIt)
{
    auto const printed = print();
    follow(publisher.id());
    lay_roots_beside();
    auto feed = publisher.next_feed();
    feed.releases = {printed.release()};
    lay_beside("feed", test::signed_by(test::Newsroom{"Stranger"}.release_pens, feed), publisher.id());
    auto const judgement = judge_it();
    EXPECT_EQ(judgement.verdict, Verdict::verified);
    EXPECT_FALSE(judgement.newest->feed);
    EXPECT_EQ(judgement.documents_refused, "not-in-role");
    EXPECT_THAT(details(judgement, question.now),
                HasSubstr("no feed seen; the one beside it is not believed: not-in-role"));
}

TEST_F(JudgementTest, SaysThatItsPublisherTookItBack)
{
    auto const printed = print();
    follow(publisher.id());
    lay_roots_beside();
    lay_beside("feed", publisher.publish({printed.release()}), publisher.id());
    trust::Withdrawal withdrawal;
    withdrawal.publisher = publisher.id();
    withdrawal.bundle = printed.id;
    withdrawal.reason = trust::Reason::source_danger;
    withdrawal.issued = publisher.newest_feed().issued;
    auto const signed_withdrawal = test::signed_by(publisher.withdraw_pens, withdrawal);
    lay_beside("withdrawal." + test::hash_of(signed_withdrawal).hex(), signed_withdrawal, publisher.id());
    question.now = publisher.newest_feed().issued;
    auto const judgement = judge_it();
    EXPECT_EQ(judgement.verdict, Verdict::withdrawn);
    EXPECT_EQ(exit_code(judgement.verdict), ExitCode::refused_by_policy);
}

TEST_F(JudgementTest, NamesTheTiersThatAreNotHeld)
{
    auto const printed = test::Press{publisher}
                             .put("data/media/a.opus", "sound")
                             .put("data/media/b.opus", "more")
                             .print(directory / "out");
    follow(publisher.id());
    fs::remove_all(printed.directory / "data/media");
    auto const judgement = judge_it();
    ASSERT_EQ(judgement.verdict, Verdict::verified);
    EXPECT_EQ(verdict_line(judgement), "VERIFIED, a publisher you follow (text only, 2 recordings not held)");
    EXPECT_THAT(details(judgement, question.now), HasSubstr("audio: not held (2 files)"));
}

TEST_F(JudgementTest, AJsonAnswerHoldsWhatTheWordsHold)
{
    print();
    auto const json = judgement_json(judge_it(), question.now);
    for (auto const* part : {R"("schema": "nightletter.verify/1")", R"("ok": false)", R"("exit": 4)",
                             R"("verdict": "unfollowed-publisher")", R"("code": "unknown-publisher")",
                             R"("complete": true)", R"("feed": null)"}) {
        EXPECT_THAT(json, HasSubstr(part));
    }
}

TEST_F(JudgementTest, DoesNotPrintAControlCharacterOfAFileName)
{
    auto const printed = print();
    test::write_text(printed.directory / "data/\x1b[2Jx.txt", "x");
    auto const judgement = judge_it();
    EXPECT_EQ(judgement.verdict, Verdict::not_verified);
    EXPECT_THAT(details(judgement, question.now), Not(HasSubstr("\x1b")));
    EXPECT_THAT(failure_of(judgement).message.what, Not(HasSubstr("\x1b")));
}

TEST(AgeTest, CountsInDaysAndSaysWhenADateIsAhead)
{
    EXPECT_EQ(age(test::at("2026-05-01T23:59:59Z"), test::at("2026-05-01T00:00:00Z")), "today");
    EXPECT_EQ(age(test::at("2026-05-01T23:59:59Z"), test::at("2026-05-02T00:00:00Z")), "1 day ago");
    EXPECT_EQ(age(test::at("2026-05-11T00:00:00Z"), test::at("2026-05-01T00:00:00Z")), "dated 10 days from now");
}

}  // namespace
}  // namespace nightletter::reader
