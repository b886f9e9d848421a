// docs/formats.md section 2, "Transcripts", untimed: who speaks, and above all who does not.
#include "bundles/transcript.hpp"

#include <gtest/gtest.h>

#include "bundles/bag.hpp"
#include "tests/bundles/speakers.hpp"

namespace nightletter::bundles {
namespace {

class TranscriptTest : public ::testing::Test {
protected:
    std::vector<Speaker> people = test::speakers();

    auto read(std::string_view text) { return parse_transcript(as_bytes(text), people); }

    void expect_refusal(std::string_view text, Refusal refusal, std::size_t line)
    {
        auto const transcript = read(text);
        ASSERT_FALSE(transcript) << text.substr(0, 80);
        EXPECT_EQ(word(transcript.error().refusal), word(refusal)) << text.substr(0, 80) << transcript.error().what;
        EXPECT_EQ(transcript.error().line, line) << text.substr(0, 80) << transcript.error().what;
    }
};

TEST_F(TranscriptTest, ReadsIntroductionTurnsAndClosingNote)
{
    EXPECT_EQ(read("Before.\n\nNadia Rahimi: Why?\n\nThandar: Because.\n\nAnd so.\n\n***\n\nAfter.\n"),
              (Transcript{{"Before."}, {{"nadia", {"Why?"}}, {"thandar", {"Because.", "And so."}}}, {"After."}}));
}

TEST_F(TranscriptTest, TakesTheWordsFromTheNextParagraphWhenTheLabelStandsAlone)
{
    auto const expected = Transcript{{}, {{"thandar", {"Because."}}}, {}};
    EXPECT_EQ(read("Thandar:\n\nBecause.\n"), expected);
    EXPECT_EQ(read("Thandar:\n\n\n\n\nBecause.\n"), expected);
    EXPECT_EQ(read("Thandar:\nBecause.\n"), expected);
}

TEST_F(TranscriptTest, TakesAnAsciiOrFullWidthColon)
{
    EXPECT_EQ(read("သန္တာ：စာအုပ်။\n"), (Transcript{{}, {{"thandar", {"စာအုပ်။"}}}, {}}));
    EXPECT_EQ(read("تاندار: کتاب.\n"), (Transcript{{}, {{"thandar", {"کتاب."}}}, {}}));
}

TEST_F(TranscriptTest, KnowsASpeakerByTheNameInAnyLanguage)
{
    auto const mixed = read("نادیا رحیمی: چرا؟\n\nThandar: Because.\n");
    ASSERT_TRUE(mixed);
    EXPECT_EQ(mixed->turns.front().speaker, "nadia");
}

TEST_F(TranscriptTest, LooksThroughDirectionMarksBeforeAName)
{
    EXPECT_EQ(read("\u200fتاندار: کتاب.\n"), (Transcript{{}, {{"thandar", {"کتاب."}}}, {}}));
}

TEST_F(TranscriptTest, TakesTheLongestOfTwoNamesThatBeginAlike)
{
    people = {{.id = "anna", .name = {{"en", "Anna"}}}, {.id = "maria", .name = {{"en", "Anna Maria"}}}};
    auto const both = read("Anna Maria: One.\n\nAnna: Two.\n");
    ASSERT_TRUE(both);
    EXPECT_EQ(both->turns[0].speaker, "maria");
    EXPECT_EQ(both->turns[1].speaker, "anna");
}

TEST_F(TranscriptTest, NeverAttributesWordsToANameNobodyDeclared)
{
    EXPECT_EQ(read("Thandar: Because.\n\n***\n\nNote: Nobody said this.\n"),
              (Transcript{{}, {{"thandar", {"Because."}}}, {"Note: Nobody said this."}}));
}

TEST_F(TranscriptTest, SpellsNamesExactly)
{
    expect_refusal("thandar: Because.\n", Refusal::no_turns, 0);
    expect_refusal("Thandar : Because.\n", Refusal::no_turns, 0);
    expect_refusal("A Thandar: Because.\n", Refusal::no_turns, 0);
}

TEST_F(TranscriptTest, ReadsABackslashAsTheseAreOnlyWords)
{
    EXPECT_EQ(read("Thandar: As she says:\n\n\\Nadia Rahimi: Why?\n\n\\***\n\n\\\\o/\n"),
              (Transcript{{}, {{"thandar", {"As she says:", "Nadia Rahimi: Why?", "***", "\\o/"}}}, {}}));
    EXPECT_EQ(read("Thandar: A poem:\n\none\n\\Editor: two\n"),
              (Transcript{{}, {{"thandar", {"A poem:", "one\nEditor: two"}}}, {}}));
}

TEST_F(TranscriptTest, KeepsLineBreaksInsideAParagraph)
{
    EXPECT_EQ(read("Thandar: one\n two \n\nthree\n"), (Transcript{{}, {{"thandar", {"one\ntwo", "three"}}}, {}}));
}

TEST_F(TranscriptTest, GivesNoMeaningToWhiteSpaceAtTheEndsOfLines)
{
    EXPECT_EQ(read("  Thandar:   Because. \t\n   \n \n  And so.\n \t \n"),
              (Transcript{{}, {{"thandar", {"Because.", "And so."}}}, {}}));
}

TEST_F(TranscriptTest, EndsTheTurnsAtThreeStarsEvenWithoutBlankLinesAroundThem)
{
    EXPECT_EQ(read("Thandar: Because.\n***\nAfter.\n"), (Transcript{{}, {{"thandar", {"Because."}}}, {"After."}}));
}

TEST_F(TranscriptTest, RefusesATranscriptInWhichNobodySpeaks)
{
    expect_refusal("Only words.\n", Refusal::no_turns, 0);
    expect_refusal("\n", Refusal::no_turns, 0);
    people.clear();
    expect_refusal("Thandar: Because.\n", Refusal::no_turns, 0);
}

TEST_F(TranscriptTest, RefusesATurnInWhichNothingIsSaid)
{
    expect_refusal("Nadia Rahimi: Why?\n\nThandar:\n\nNadia Rahimi: Well?\n", Refusal::empty_turn, 3);
    expect_refusal("Nadia Rahimi: Why?\n\nThandar:\n", Refusal::empty_turn, 3);
    expect_refusal("Thandar:\n\n***\n\nAfter.\n", Refusal::empty_turn, 1);
}

TEST_F(TranscriptTest, RefusesALabelInTheMiddleOfAParagraph)
{
    expect_refusal("Nadia Rahimi: Why?\nThandar: Because.\n", Refusal::label_inside_paragraph, 2);
    expect_refusal("Before.\nThandar: Because.\n", Refusal::label_inside_paragraph, 2);
}

TEST_F(TranscriptTest, RefusesAClosingNoteThatIsNone)
{
    expect_refusal("Thandar: Because.\n\n***\n", Refusal::misplaced_closing_note, 3);
    expect_refusal("Thandar: Because.\n\n***\n\nAfter.\n\n***\n\nMore.\n", Refusal::misplaced_closing_note, 7);
    expect_refusal("Thandar: Because.\n\n***\n\nNadia Rahimi: Why?\n", Refusal::misplaced_closing_note, 5);
}

TEST_F(TranscriptTest, RefusesWhatIsNotPlainText)
{
    expect_refusal("Thandar: one\r\n", Refusal::not_plain_text, 1);
    expect_refusal("Thandar: one\n\nT\xff\n", Refusal::not_plain_text, 3);
    expect_refusal("\xef\xbb\xbfThandar: one\n", Refusal::not_plain_text, 1);
    expect_refusal("Thandar: one", Refusal::not_plain_text, 1);
    expect_refusal("", Refusal::not_plain_text, 1);
    expect_refusal("Thandar: bell\x07\n", Refusal::not_plain_text, 1);
    expect_refusal(std::string_view{"Thandar: nul\0\n", 14}, Refusal::not_plain_text, 1);
    expect_refusal("Thandar: separated\u2028lines\n", Refusal::not_plain_text, 1);
}

TEST_F(TranscriptTest, RefusesTextThatIsNotComposed)
{
    expect_refusal("Thandar: one\n\ncafe\u0301\n", Refusal::not_nfc, 3);
}

TEST_F(TranscriptTest, AllowsIsolatesAndJoinersInText)
{
    EXPECT_TRUE(read("تاندار: می‌گویم \u2068one\u2069.\n"));
}

TEST_F(TranscriptTest, LooksAtTheSizeBeforeAnythingElse)
{
    std::string const large(limit::transcript - 10, 'x');
    EXPECT_TRUE(read("Thandar: " + large + "\n"));
    expect_refusal("Thandar: " + large + "x\n", Refusal::text_too_large, 0);
    expect_refusal(std::string(100'000'000, '\xff'), Refusal::text_too_large, 0);
}

TEST_F(TranscriptTest, WritesOneBlankLineBetweenParagraphsAndNamesInTheTextsLanguage)
{
    Transcript const spoken{{"Before."}, {{"nadia", {"Why?"}}, {"thandar", {"Because.", "And so."}}}, {"After."}};
    EXPECT_EQ(transcript_text(spoken, people, "my"),
              "Before.\n\nနာဒီယာ ရာဟီမီ: Why?\n\nသန္တာ: Because.\n\nAnd so.\n\n***\n\nAfter.\n");
}

TEST_F(TranscriptTest, WritesABackslashWhereWordsWouldReadAsSomethingElse)
{
    Transcript const tricky{{"Editor: not yet"},
                            {{"thandar", {"Nadia Rahimi: she said", "Nadia Rahimi: she said\n***\n\\o/", "***", "\\"}}},
                            {"Thandar: nobody", "***", "\\***", "\\ x"}};
    EXPECT_EQ(read(transcript_text(tricky, people, "en")), tricky);
}

TEST_F(TranscriptTest, ReadsTheExampleInEnglishPersianAndBurmese)
{
    for (std::string_view const language : {"en", "fa", "my"}) {
        auto const text = test::example("night-school-2026/data/transcript." + std::string{language} + ".txt");
        auto const transcript = read(text);
        ASSERT_TRUE(transcript) << language << ": " << transcript.error().what;
        EXPECT_EQ(transcript->introduction.size(), 1U) << language;
        std::string order;
        for (auto const& turn : transcript->turns) order += turn.speaker.front();
        EXPECT_EQ(order, "ntntentnt") << language;
        EXPECT_EQ(transcript->turns.back().paragraphs.size(), language == "en" ? 3U : 2U);
        EXPECT_EQ(transcript->closing_note.size(), 1U) << language;
        EXPECT_EQ(read(transcript_text(*transcript, people, language)), *transcript);
    }
}

}  // namespace
}  // namespace nightletter::bundles
