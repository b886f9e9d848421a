// What `nightletter-sign check` asks and advises beyond the format's refusals.
#include "bundles/lint.hpp"

#include <gtest/gtest.h>

#include "tests/bundles/speakers.hpp"

namespace nightletter::bundles {
namespace {

class LintTest : public ::testing::Test {
protected:
    LintTest()
    {
        auto& metadata = toml.metadata;
        toml.slug = "one-lamp";
        metadata.title = {{"fa", "یک چراغ"}};
        metadata.language = "fa";
        metadata.date = "2026";
        metadata.speakers = test::speakers();
        metadata.rights = "https://creativecommons.org/licenses/by/4.0/";
    }

    // Each remark as "file:line word", for one transcript under that name.
    std::string remarks(std::string_view text, std::string const& name = "transcript.fa.txt")
    {
        std::string found;
        for (auto const& remark :
             remarks_in_texts(toml, {{"data/" + name, as_bytes(text)}}, *parse_day("2026-05-01"))) {
            found += remark.file + ':' + std::to_string(remark.line) + ' ' + remark.word + '\n';
        }
        return found;
    }

    static std::string cue(std::string_view words)
    {
        return "WEBVTT\n\n00:01.000 --> 00:02.000\n" + std::string{words} + '\n';
    }

    BundleToml toml;
};

TEST_F(LintTest, SaysNothingAboutGoodTexts)
{
    EXPECT_EQ(remarks("تاندار: بله.\n"), "");
    EXPECT_EQ(remarks(cue("<v تاندار>بله، می‌گویم."), "transcript.fa.vtt"), "");
}

TEST_F(LintTest, SaysNothingAboutTheExample)
{
    auto const example = read_bundle_toml(test::example("bundle.toml"));
    ASSERT_TRUE(example);
    toml = *example;
    std::map<std::string, std::string> texts;
    std::map<std::string, ByteView, std::less<>> views;
    for (std::string const name : {"data/transcript.en.txt", "data/transcript.fa.txt", "data/transcript.my.txt"}) {
        texts[name] = test::example("night-school-2026/" + name);
        views[name] = as_bytes(texts[name]);
    }
    auto const found = remarks_in_texts(toml, views, *parse_day("2026-05-01"));
    EXPECT_TRUE(found.empty()) << found.front().sentence();
}

TEST_F(LintTest, AsksWhetherAnUndeclaredLabelIsASpeaker)
{
    EXPECT_EQ(remarks("سارا: سلام.\n\nتاندار: بله.\n\nرضا: نه.\n"),
              "data/transcript.fa.txt:1 undeclared-speaker\ndata/transcript.fa.txt:5 undeclared-speaker\n");
}

TEST_F(LintTest, TakesABackslashOrTheClosingNoteAsAnAnswer)
{
    EXPECT_EQ(remarks("تاندار: بله.\n\n\\رضا: نه.\n\n***\n\nیادداشت: پایان.\n"), "");
}

TEST_F(LintTest, AsksAboutASpaceBeforeTheColonOfADeclaredName)
{
    EXPECT_EQ(remarks("نادیا رحیمی: چرا؟\n\nتاندار : بله.\n"), "data/transcript.fa.txt:3 undeclared-speaker\n");
}

TEST_F(LintTest, AsksAboutALabelWhereAVoiceShouldBe)
{
    EXPECT_EQ(remarks(cue("تاندار: بله."), "transcript.fa.vtt"), "data/transcript.fa.vtt:4 undeclared-speaker\n");
}

TEST_F(LintTest, AdvisesADirectionMarkWhereAPlayerWouldTurnALineRound)
{
    EXPECT_EQ(remarks(cue("<v تاندار>BBC گفت."), "transcript.fa.vtt"), "data/transcript.fa.vtt:4 direction-mark\n");
    EXPECT_EQ(remarks(cue("<v تاندار>\u200fBBC گفت."), "transcript.fa.vtt"), "");
    EXPECT_EQ(remarks(cue("<v تاندار>BBC"), "transcript.fa.vtt"), "");
    EXPECT_EQ(remarks("تاندار: BBC گفت.\n"), "");
}

TEST_F(LintTest, PutsDirectionMarksAfterTheVoiceAndNowhereElse)
{
    auto const marked = with_direction_marks(cue("<v تاندار>BBC گفت.\nBBC\nبله BBC"));
    EXPECT_EQ(marked, cue("<v تاندار>\u200fBBC گفت.\nBBC\nبله BBC"));
    EXPECT_EQ(with_direction_marks(marked), marked);
    EXPECT_EQ(remarks(marked, "transcript.fa.vtt"), "");
}

TEST_F(LintTest, RefusesPunctuationReversedByHand)
{
    EXPECT_EQ(remarks("تاندار: بله\n\n.سلام بر شما\n"), "data/transcript.fa.txt:3 reversed-punctuation\n");
    EXPECT_EQ(remarks(cue("<v تاندار>؟چرا"), "transcript.fa.vtt"), "data/transcript.fa.vtt:4 reversed-punctuation\n");
    EXPECT_EQ(remarks("تاندار: بله\n\n...و بعد رفتیم\n\n.NET خوب است\n"), "");
}

TEST_F(LintTest, AdvisesAgainstInvisibleReorderingInText)
{
    EXPECT_EQ(remarks("تاندار: بله \u202ex\u202c\n"), "data/transcript.fa.txt:1 bidi-override\n");
}

TEST_F(LintTest, PassesOnTheFormatsOwnRefusalsWithTheirLine)
{
    EXPECT_EQ(remarks("تاندار: بله.\n\nنادیا رحیمی:\n"), "data/transcript.fa.txt:3 empty-turn\n");
    EXPECT_EQ(remarks("تاندار: \xff\n"), "data/transcript.fa.txt:1 not-plain-text\n");
    toml.metadata.date.clear();
    EXPECT_EQ(remarks("تاندار: بله.\n"), "bundle.toml:0 missing-member\n");
}

TEST_F(LintTest, HoldsTheFilesAgainstTheLanguagesOfBundleToml)
{
    EXPECT_EQ(remarks("Thandar: Yes.\n", "transcript.en.txt"),
              "data/transcript.en.txt:0 transcripts-differ\nbundle.toml:0 transcripts-differ\n");
    EXPECT_EQ(remarks("Thandar: Yes.\n", "transcript.FA.txt"),
              "data/transcript.FA.txt:0 transcripts-differ\nbundle.toml:0 transcripts-differ\n");
}

TEST_F(LintTest, AdvisesOnTagsAndRightsThatOthersMayNotKnow)
{
    toml.metadata.translations = {"zz-bogus"};
    toml.metadata.rights = "Ask us.";
    EXPECT_EQ(remarks("تاندار: بله.\n"),
              "bundle.toml:0 transcripts-differ\nbundle.toml:0 unknown-language\nbundle.toml:0 rights-in-words\n");
}

TEST_F(LintTest, RefusesToPublishBeforeTheDayThatWasAgreed)
{
    toml.metadata.consent = {"given", "not-before 2026-05-02"};
    EXPECT_EQ(remarks("تاندار: بله.\n"), "bundle.toml:0 too-early\n");
    toml.metadata.consent = {"given", "not-before 2026-05-01"};
    EXPECT_EQ(remarks("تاندار: بله.\n"), "");
}

}  // namespace
}  // namespace nightletter::bundles
