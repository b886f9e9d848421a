// docs/formats.md section 2: importers never invent, and never put words into anybody's mouth.
#include "bundles/import_text.hpp"

#include <gtest/gtest.h>

#include "tests/bundles/speakers.hpp"

namespace nightletter::bundles {
namespace {

Imported import(std::string_view source, std::vector<std::string> speakers, std::string language = "en")
{
    auto made = import_text(as_bytes(source), {std::move(language), std::move(speakers)});
    EXPECT_TRUE(made) << made.error().what;
    return made.value_or(Imported{});
}

// The questions about the source as "line word", without those about title, date and rights.
std::string questions(Imported const& imported)
{
    std::string asked;
    for (auto const& question : imported.questions) {
        if (question.file.empty()) asked += std::to_string(question.line) + ' ' + question.word + '\n';
    }
    return asked;
}

std::string candidates(std::string_view source)
{
    std::string found;
    for (auto const& one : speaker_candidates(as_bytes(source))) {
        found += one.name + ' ' + std::to_string(one.times) + " @" + std::to_string(one.first_line) + '\n';
    }
    return found;
}

Transcript read(Imported const& imported)
{
    auto const transcript = parse_transcript(as_bytes(imported.transcript), imported.draft.speakers);
    EXPECT_TRUE(transcript) << transcript.error().what << '\n' << imported.transcript;
    return transcript.value_or(Transcript{});
}

TEST(ImportTextTest, ReadsAPageCopiedFromTheWeb)
{
    auto const imported = import(test::example("pasted.txt"), {"Nadia Rahimi", "Thandar", "Editor"});
    auto const transcript = read(imported);
    EXPECT_EQ(transcript.introduction.size(), 1U);
    std::string order;
    for (auto const& turn : transcript.turns) order += turn.speaker.front();
    EXPECT_EQ(order, "ntntentnt");
    EXPECT_EQ(transcript.turns[1].paragraphs.size(), 2U);
    EXPECT_EQ(transcript.turns.back().paragraphs.size(), 3U);
}

TEST(ImportTextTest, GivesTheSameTurnsAsTheExampleWrittenByHand)
{
    auto const pasted = read(import(test::example("pasted.txt"), {"Nadia Rahimi", "Thandar", "Editor"}));
    auto const by_hand =
        parse_transcript(as_bytes(test::example("night-school-2026/data/transcript.en.txt")), test::speakers());
    ASSERT_TRUE(by_hand);
    ASSERT_EQ(pasted.turns.size(), by_hand->turns.size());
    for (std::size_t i = 0; i < pasted.turns.size(); ++i) {
        EXPECT_EQ(pasted.turns[i].paragraphs, by_hand->turns[i].paragraphs);
    }
}

TEST(ImportTextTest, MakesALastUndeclaredNoteTheClosingNoteAndNobodysWords)
{
    auto const imported = import("Anna: Why?\n\nBen:\n\nBecause.\n\nNote:\n\nA film exists.\n\n   \n", {"Anna", "Ben"});
    EXPECT_EQ(read(imported),
              (Transcript{{}, {{"anna", {"Why?"}}, {"ben", {"Because."}}}, {"Note:", "A film exists."}}));
    EXPECT_EQ(questions(imported), "7 closing-note\n");
}

TEST(ImportTextTest, AsksAboutAnUndeclaredLabelBetweenTurns)
{
    auto const imported = import("Anna: Why?\n\nCarol: I know.\n\nBen: Because.\n", {"Anna", "Ben"});
    EXPECT_EQ(questions(imported), "3 undeclared-speaker\n");
    EXPECT_EQ(imported.draft.speakers.size(), 2U);
}

TEST(ImportTextTest, SaysInAQuestionWhichLineOfTheSourceItIsAbout)
{
    auto const imported = import("Anna: Why?\n\nNote: A film exists.\n", {"Anna"});
    EXPECT_EQ(imported.questions.front().sentence(),
              "line 3: \"Note:\" is no declared speaker; from here on it is the closing note, nobody's words "
              "[closing-note]");
}

TEST(ImportTextTest, AttributesNothingWhenNobodyWasDeclared)
{
    auto const imported = import("Anna: Why?\n\nBen: Because.\n", {});
    EXPECT_TRUE(imported.draft.speakers.empty());
    EXPECT_EQ(parse_transcript(as_bytes(imported.transcript), imported.draft.speakers).error().refusal,
              Refusal::no_turns);
    EXPECT_EQ(questions(imported), "1 undeclared-speaker\n3 undeclared-speaker\n");
}

TEST(ImportTextTest, LeavesTitleDateAndRightsEmptyAndSaysSo)
{
    auto const imported = import("Anna: Why?\n", {"Anna"});
    EXPECT_TRUE(imported.draft.title.empty());
    EXPECT_TRUE(imported.draft.date.empty());
    EXPECT_TRUE(imported.draft.rights.empty());
    std::string missing;
    for (auto const& question : imported.questions) missing += question.what.substr(0, question.what.find(' ')) + ' ';
    EXPECT_EQ(missing, "title date rights ");
}

TEST(ImportTextTest, StartsATurnAtADeclaredNameWithoutABlankLineBeforeIt)
{
    EXPECT_EQ(read(import("Anna: Why?\nBen: Because.\nAnd so.\n", {"Anna", "Ben"})),
              (Transcript{{}, {{"anna", {"Why?"}}, {"ben", {"Because.\nAnd so."}}}, {}}));
}

TEST(ImportTextTest, MendsWhatABundleWouldRefuse)
{
    auto const imported = import(
        "\xef\xbb\xbf"
        "Anna\u00a0:\u00a0cafe\u0301\tau lait\x07\r\n\r\n\u200b \u00a0\r\nand\ufeff so\rnow",
        {"Anna"});
    EXPECT_EQ(read(imported), (Transcript{{}, {{"anna", {"caf\u00e9 au lait", "and so\nnow"}}}, {}}));
}

TEST(ImportTextTest, KeepsWordsThatOnlyLookLikeATurn)
{
    auto const imported = import("Anna: Why?\n\n***\n\n\\o/\n\nBen: Because.\n", {"Anna", "Ben"});
    EXPECT_EQ(read(imported), (Transcript{{}, {{"anna", {"Why?", "***", "\\o/"}}, {"ben", {"Because."}}}, {}}));
}

TEST(ImportTextTest, TakesThreeStarsAfterTheLastTurnAsItsEnd)
{
    EXPECT_EQ(read(import("Anna: Why?\n\n***\n\nThe end.\n", {"Anna"})),
              (Transcript{{}, {{"anna", {"Why?"}}}, {"The end."}}));
}

TEST(ImportTextTest, SaysWhereALabelHadNoWords)
{
    auto const imported = import("Anna: Why?\n\nBen:\n\nAnna: Well?\n", {"Anna", "Ben"});
    EXPECT_EQ(read(imported).turns.size(), 2U);
    EXPECT_EQ(questions(imported), "3 empty-turn\n");
}

TEST(ImportTextTest, ReadsPersianAndBurmeseLabels)
{
    EXPECT_EQ(read(import("\u200fنادیا رحیمی: چرا؟\n\n\u200fتاندار:\n\nچون.\n\nیادداشت: پایان.\n",
                          {"نادیا رحیمی", "تاندار"}, "fa")),
              (Transcript{{}, {{"speaker-1", {"چرا؟"}}, {"speaker-2", {"چون."}}}, {"یادداشت: پایان."}}));
    EXPECT_EQ(read(import("နာဒီယာ： ဘာလဲ။\n\nသန္တာ:\nစာအုပ်။\n", {"နာဒီယာ", "သန္တာ"}, "my")),
              (Transcript{{}, {{"speaker-1", {"ဘာလဲ။"}}, {"speaker-2", {"စာအုပ်။"}}}, {}}));
}

TEST(ImportTextTest, GivesEverySpeakerAnIdOfItsOwn)
{
    auto const imported = import("x\n", {"Nadia Rahimi", "nadia rahimi", "Nadia Rahimi", "U", " Thandar "});
    std::string ids;
    for (auto const& speaker : imported.draft.speakers) ids += speaker.id + ' ';
    EXPECT_EQ(ids, "nadia-rahimi nadia-rahimi-2 speaker-3 thandar ");
    EXPECT_EQ(imported.draft.speakers.back().name, (LanguageMap{{"en", "Thandar"}}));
}

TEST(ImportTextTest, FindsCandidatesByTheLookOfANameInAnyScript)
{
    EXPECT_EQ(candidates(test::example("pasted.txt")), "Nadia Rahimi 4 @7\nThandar 4 @12\nEditor 1 @40\nNote 1 @83\n");
    EXPECT_EQ(candidates("Ludwig van B.: Ja.\n\nO’Brien: Yes.\n\nSpeaker 1: No.\n\nتاندار: بله\n\nသန္တာ： ဟုတ်\n"),
              "Ludwig van B. 1 @1\nO’Brien 1 @3\nSpeaker 1 1 @5\nتاندار 1 @7\nသန္တာ 1 @9\n");
}

TEST(ImportTextTest, DoesNotTakeSentencesTimesOrAddressesForNames)
{
    EXPECT_EQ(candidates("She said it often: no.\n\n12:30 in the morning\n\nhttps://example.org\n\nWhat? Who: me\n\n"
                         "the answer: no\n\nA Very Long Row Of Capital Words: no\n\nnothing\n\n: x\n"),
              "");
    EXPECT_EQ(candidates("It was so.\nRemember: run.\n"), "");
    EXPECT_EQ(candidates("Well.\nAnna: Why?\nBen: So.\nAnna: Oh.\n"), "Anna 2 @2\n");
}

TEST(ImportTextTest, ReadsSrtWithNamesAsVoices)
{
    auto const imported = import(
        "1\r\n0:00:01,000 --> 00:00:03,500 X1:10\r\nAnna: <i>Why</i> & <font color=red>how</font>?\r\n\r\n"
        "2\r\n00:00:04,000 --> 00:00:05,000\r\n{\\an8}Carol: 1 < 2\r\n",
        {"Anna"});
    EXPECT_EQ(imported.kind, TranscriptName::Kind::timed);
    EXPECT_EQ(imported.transcript,
              "WEBVTT\n\nc1\n00:00:01.000 --> 00:00:03.500\n<v Anna><i>Why </i>&amp; how?</v>\n\n"
              "c2\n00:00:04.000 --> 00:00:05.000\nCarol: 1 &lt; 2\n");
    EXPECT_TRUE(parse_webvtt(as_bytes(imported.transcript), imported.draft.speakers));
}

TEST(ImportTextTest, DropsWhatABundleDoesNotCarryFromWebVtt)
{
    auto const imported = import(
        "WEBVTT - a title\nKind: captions\n\nNOTE her real name\n\nSTYLE\n::cue{}\n\nintro\n"
        "00:01.000 --> 00:02.000 align:start\n<v.loud Anna><c.red>Why</c> <00:01.500>now?\n\n"
        "lamp\n00:02.000 --> 00:03.000\n<v Carol>Because.\n",
        {"Anna"});
    EXPECT_EQ(imported.transcript,
              "WEBVTT\n\nintro\n00:00:01.000 --> 00:00:02.000\n<v Anna>Why now?</v>\n\n"
              "lamp\n00:00:02.000 --> 00:00:03.000\nBecause.\n");
    EXPECT_EQ(questions(imported), "15 undeclared-speaker\n");
}

TEST(ImportTextTest, PutsCuesInTheOrderOfTheirBeginning)
{
    auto const imported = import("WEBVTT\n\n00:02.000 --> 00:03.000\ntwo\n\n00:01.000 --> 00:02.000\none\n", {});
    EXPECT_LT(imported.transcript.find("one"), imported.transcript.find("two"));
}

TEST(ImportTextTest, InventsNoTimes)
{
    auto const refusal = [](std::string_view source) {
        auto const made = import_text(as_bytes(source), {"en", {}});
        return made ? std::string_view{} : word(made.error().refusal);
    };
    EXPECT_EQ(refusal("WEBVTT\n\n00:02.000 --> 00:01.000\nwords\n"), "bad-cue");
    EXPECT_EQ(refusal("WEBVTT\n\nsoon --> later\nwords\n"), "malformed-webvtt");
    EXPECT_EQ(refusal("WEBVTT\n\n00:01.000 --> 00:02.000\n\n"), "no-turns");
}

TEST(ImportTextTest, RefusesWhatItCannotRead)
{
    auto const refusal = [](std::string_view source, std::string language) {
        auto const made = import_text(as_bytes(source), {std::move(language), {}});
        return made ? std::string_view{} : word(made.error().refusal);
    };
    EXPECT_EQ(refusal("Anna: Why?\n", ""), "bad-member");
    EXPECT_EQ(refusal("one\ntwo\xff\n", "en"), "not-plain-text");
    EXPECT_EQ(refusal(std::string_view{"\xff\xfe"
                                       "A\0",
                                       4},
                      "en"),
              "not-plain-text");
    EXPECT_EQ(refusal(std::string(100'000'000, 'x'), "en"), "text-too-large");
}

TEST(ImportTextTest, KnowsTheKindByItsLook)
{
    EXPECT_EQ(kind_of_source(as_bytes("WEBVTT\n")), SourceKind::webvtt);
    EXPECT_EQ(kind_of_source(as_bytes("\n1\n00:00:01,000 --> 00:00:02,000\nx\n")), SourceKind::srt);
    EXPECT_EQ(kind_of_source(as_bytes("Anna: Why?\n")), SourceKind::pasted_text);
    EXPECT_EQ(kind_of_source(as_bytes("")), SourceKind::pasted_text);
}

}  // namespace
}  // namespace nightletter::bundles
