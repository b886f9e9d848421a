// docs/formats.md section 2.11: which passage is the same one in another language, and what stands in its place.
#include "signer/redaction.hpp"

#include <gtest/gtest.h>

namespace nightletter::signer {
namespace {

using bundles::Content;
using bundles::Cue;
using bundles::Role;
using bundles::Run;
using bundles::TimedTranscript;
using bundles::Transcript;
using Kind = RedactionFault::Kind;

Run run(std::string speaker, std::string text)
{
    return {std::move(text), std::move(speaker), {}, false, false};
}

Cue cue(int second, std::vector<Run> runs)
{
    return {{}, std::chrono::seconds{second}, std::chrono::seconds{second + 1}, std::move(runs)};
}

// Two languages in which the speakers follow one another alike.
Content an_interview()
{
    Content content;
    content.metadata.speakers = {{"mina", {{"en", "Mina"}}, false, Role::interviewer},
                                 {"aung", {{"en", "Aung"}}, true, Role::interviewee}};
    content.transcripts = {{"en", Transcript{{}, {{"mina", {"Where?"}}, {"aung", {"In our house.", "Yes."}}}, {}}},
                           {"fa", Transcript{{}, {{"mina", {"کجا؟"}}, {"aung", {"در خانه‌ی ما."}}}, {}}}};
    return content;
}

Kind refusal(Content const& content, RedactionOrder const& order)
{
    auto const meant = passages_meant(content, order);
    EXPECT_FALSE(meant.has_value());
    return meant ? Kind{} : meant.error().kind;
}

std::vector<bundles::Turn> turns(Content const& content, std::string const& language)
{
    return std::get<Transcript>(content.transcripts.find(language)->second).turns;
}

TEST(RedactionTest, TakesThePassageOfOneLanguageFromAllWhenSpeakersFollowOneAnotherAlike)
{
    auto const meant = passages_meant(an_interview(), {"en", {2}, {}});
    ASSERT_TRUE(meant);
    EXPECT_EQ(*meant, (std::map<std::string, PassageNumbers>{{"en", {2}}, {"fa", {2}}}));
}

TEST(RedactionTest, NeverGuessesWhereSpeakersFollowOneAnotherOtherwise)
{
    auto content = an_interview();
    auto& persian = std::get<Transcript>(content.transcripts.find("fa")->second).turns;
    persian.insert(persian.begin(), {"aung", {"سلام"}});
    EXPECT_EQ(refusal(content, {"en", {2}, {}}), Kind::turns_differ);
    auto const said = passages_meant(content, {"en", {2}, {{"fa", {3}}}});
    ASSERT_TRUE(said);
    EXPECT_EQ(said->at("fa"), PassageNumbers{3});
}

TEST(RedactionTest, RefusesPassagesAndLanguagesThatAreNotThere)
{
    EXPECT_EQ(refusal(an_interview(), {"en", {3}, {}}), Kind::no_such_passage);
    EXPECT_EQ(refusal(an_interview(), {"en", {0}, {}}), Kind::no_such_passage);
    EXPECT_EQ(refusal(an_interview(), {"en", {}, {}}), Kind::no_such_passage);
    EXPECT_EQ(refusal(an_interview(), {"my", {1}, {}}), Kind::no_such_language);
    EXPECT_EQ(refusal(an_interview(), {"en", {1}, {{"my", {1}}}}), Kind::no_such_language);
}

TEST(RedactionTest, PutsAnEditorsNoteInThePlaceOfEveryParagraphOfTheTurn)
{
    auto content = an_interview();
    withhold(content, {{"en", {2}}, {"fa", {2}}});
    EXPECT_EQ(turns(content, "en"),
              (std::vector<bundles::Turn>{{"mina", {"Where?"}}, {"editor", {"[This passage is withheld]"}}}));
    EXPECT_EQ(turns(content, "fa")[1].speaker, "editor");
    ASSERT_NE(content.metadata.speaker("editor"), nullptr);
    EXPECT_EQ(content.metadata.speaker("editor")->role, Role::editor);
}

TEST(RedactionTest, UsesTheEditorWhoIsThereAndNoSpeakersName)
{
    auto content = an_interview();
    content.metadata.speakers.push_back({"zaw", {{"en", "Zaw"}}, false, Role::editor});
    withhold(content, {{"en", {1}}});
    EXPECT_EQ(turns(content, "en")[0].speaker, "zaw");

    auto taken = an_interview();
    taken.metadata.speakers.push_back({"editor", {{"en", "Editor"}}, false, Role::interviewee});
    withhold(taken, {{"en", {1}}});
    EXPECT_EQ(turns(taken, "en")[0].speaker, "editor-of-this");
}

TEST(RedactionTest, CountsCuesInOneVoiceAsOnePassageAndKeepsTheirTimes)
{
    auto content = an_interview();
    TimedTranscript const timed{{cue(0, {run("mina", "Where?")}), cue(1, {run("aung", "In our")}),
                                 cue(2, {run("aung", "house."), run("mina", "So.")})}};
    content.transcripts = {{"en", timed}};
    EXPECT_EQ(passages_of(timed).size(), 3U);
    withhold(content, {{"en", {2}}});
    auto const& cues = std::get<TimedTranscript>(content.transcripts.find("en")->second).cues;
    ASSERT_EQ(cues.size(), 3U);
    EXPECT_EQ(cues[1].runs, std::vector{run("editor", "[This passage is withheld]")});
    EXPECT_EQ(cues[2].runs, (std::vector{run("editor", "[This passage is withheld]"), run("mina", "So.")}));
    EXPECT_EQ(cues[2].begin, std::chrono::seconds{2});
}

TEST(RedactionTest, IsRecognisedLaterByItsNoteInAnyLanguage)
{
    EXPECT_FALSE(withholds_a_passage(an_interview()));
    for (auto const* const language : {"en", "fa"}) {
        auto content = an_interview();
        withhold(content, {{language, {1}}});
        EXPECT_TRUE(withholds_a_passage(content)) << language;
    }
}

TEST(RedactionTest, IsNotRecognisedWhereASpeakerSaysTheSameWords)
{
    auto content = an_interview();
    std::get<Transcript>(content.transcripts.find("en")->second).turns[1].paragraphs = {"[This passage is withheld]"};
    EXPECT_FALSE(withholds_a_passage(content));
}

}  // namespace
}  // namespace nightletter::signer
