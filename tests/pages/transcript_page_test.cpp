// What a reader is shown: every word of the transcript, nothing of it as markup, nothing fetched, no script.
#include "pages/transcript_page.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <set>

#include "bundles/bundle_toml.hpp"
#include "tests/bundles/speakers.hpp"

namespace nightletter::pages {
namespace {

using bundles::Content;
using ::testing::HasSubstr;
using ::testing::Not;

Content interview()
{
    Content content;
    auto const toml = bundles::read_bundle_toml(test::example("bundle.toml"));
    EXPECT_TRUE(toml);
    content.metadata = toml->metadata;
    for (std::string const language : {"en", "fa", "my"}) {
        auto const text = test::example("night-school-2026/data/transcript." + language + ".txt");
        auto const read = bundles::parse_transcript(as_bytes(text), content.metadata.speakers);
        EXPECT_TRUE(read);
        content.transcripts.emplace(language, *read);
    }
    return content;
}

Content timed(std::string_view webvtt)
{
    auto content = interview();
    auto const read = bundles::parse_webvtt(as_bytes(webvtt), content.metadata.speakers);
    EXPECT_TRUE(read) << read.error().what;
    content.transcripts["en"] = *read;
    return content;
}

std::string page(Content const& content, std::vector<std::string> languages = {"en"})
{
    return transcript_page(content, {}, {.languages = std::move(languages), .interface = "en"});
}

// The names of all elements, and all ids, of a page.
std::set<std::string> elements(std::string const& html)
{
    std::set<std::string> names;
    std::regex const element{"<([a-zA-Z][a-zA-Z0-9]*)"};
    for (std::sregex_iterator found{html.begin(), html.end(), element}, end; found != end; ++found) {
        names.insert((*found)[1]);
    }
    return names;
}

std::vector<std::string> ids(std::string const& html)
{
    std::vector<std::string> all;
    std::regex const id{" id=\"([^\"]*)\""};
    for (std::sregex_iterator found{html.begin(), html.end(), id}, end; found != end; ++found)
        all.push_back((*found)[1]);
    return all;
}

TEST(TranscriptPageTest, ShowsIntroductionTurnsNotesAndClosingNoteInOrder)
{
    auto const html = page(interview());
    std::size_t at = 0;
    for (auto const* words : {"For eleven years", "Nadia Rahimi", "How does a school begin", "Thandar", "With one lamp",
                              "We were four", "Whoever knew something", "asked us to leave out",
                              "Three things:", "crosses rivers", "Note: This conversation"}) {
        auto const found = html.find(words, at);
        ASSERT_NE(found, std::string::npos) << words;
        at = found;
    }
}

TEST(TranscriptPageTest, ShowsAnEditorsTurnAsANoteAndNotAsAnybodysWords)
{
    auto const html = page(interview());
    EXPECT_THAT(html, HasSubstr("<div class=\"turn note\" id=\"t5\" lang=\"en\">"));
    EXPECT_THAT(html, HasSubstr("<p class=\"name\"><bdi>Note</bdi></p><p>The speaker asked us"));
}

TEST(TranscriptPageTest, HeadsANoteInTheTranscriptsLanguageNotTheReaders)
{
    EXPECT_THAT(page(interview(), {"fa"}), HasSubstr("<bdi>یادداشت</bdi></p><p>گوینده خواست"));
    EXPECT_THAT(page(interview(), {"my"}), HasSubstr("<bdi>မှတ်ချက်</bdi>"));
}

TEST(TranscriptPageTest, SetsLanguageAndDirectionOfEveryTranscript)
{
    auto const html = page(interview(), {"fa", "en", "my"});
    EXPECT_THAT(html, HasSubstr("<article id=\"page.fa\" lang=\"fa\" dir=\"rtl\">"));
    EXPECT_THAT(html, HasSubstr("<article id=\"page.en\" lang=\"en\" dir=\"ltr\">"));
    EXPECT_THAT(html, HasSubstr("<article id=\"page.my\" lang=\"my\" dir=\"ltr\">"));
    EXPECT_THAT(html, HasSubstr("<a lang=\"my\" hreflang=\"my\" href=\"#page.my\">"));
    EXPECT_THAT(html, HasSubstr("<bdi>تاندار</bdi>"));
}

TEST(TranscriptPageTest, LetsAParagraphInAnotherScriptRunItsOwnWay)
{
    auto content = interview();
    content.transcripts["fa"] = bundles::Transcript{{}, {{"thandar", {"BBC گفت.", "Yes, of course!"}}}, {}};
    auto const html = page(content, {"fa"});
    EXPECT_THAT(html, HasSubstr("<p>BBC گفت.</p><p dir=\"auto\">Yes, of course!</p>"));
}

TEST(TranscriptPageTest, GivesEachTurnAnAnchorThatOccursOnce)
{
    auto const all = ids(page(interview(), {"en", "fa", "my"}));
    EXPECT_THAT(all, ::testing::IsSupersetOf({"page.main", "t1", "t9", "fa.t1", "my.t9"}));
    EXPECT_EQ(std::set<std::string>(all.begin(), all.end()).size(), all.size());
}

TEST(TranscriptPageTest, ShowsTimedCuesWithTheirIdsAsAnchorsAndTheirTimes)
{
    auto const html =
        page(timed("WEBVTT\n\nlamp\n00:01.000 --> 00:02.000\n<v Thandar>One <i>lamp</i>,\n\n"
                   "broom\n00:02.000 --> 00:03.000\n<v Thandar>one broom.\n<v Nadia Rahimi>And?\n\n"
                   "book\n00:03.000 --> 00:04.000\n<lang fa>کتاب</lang>\n"));
    EXPECT_THAT(html, HasSubstr("<p id=\"lamp\"><a class=\"mark\" dir=\"ltr\" href=\"#lamp\">"
                                "<time datetime=\"00:00:01.000\">00:00:01</time></a>One <i>lamp</i>,</p>"
                                "<p id=\"broom\">"));
    EXPECT_THAT(html, HasSubstr("<bdi>Nadia Rahimi</bdi></p><p>And?</p>"));
    EXPECT_THAT(html, HasSubstr("<div class=\"turn nobody\" lang=\"en\"><p id=\"book\">"));
    EXPECT_THAT(html, HasSubstr("<span lang=\"fa\" dir=\"rtl\">کتاب</span>"));
}

TEST(TranscriptPageTest, KeepsAHostileBundleFromBecomingMarkup)
{
    std::string const attack = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>&lt;";
    auto const clean = elements(page(interview()));
    auto content = interview();
    auto& metadata = content.metadata;
    metadata.title["en"] = metadata.abstract["en"] = metadata.rights = metadata.date = attack;
    metadata.source = {attack, "javascript:alert(1)"};
    metadata.content_warnings = {{{"en", attack}}};
    for (auto& speaker : metadata.speakers) speaker.name["en"] = attack;
    content.transcripts["en"] = bundles::Transcript{{attack}, {{"thandar", {attack}}, {"editor", {attack}}}, {attack}};
    auto const html =
        transcript_page(content, {Standing::verified, attack, PublisherId{}, BundleId{}, {attack}}, {{"en"}, "en"});
    EXPECT_THAT(html, Not(HasSubstr("<script")));
    EXPECT_THAT(html, Not(HasSubstr("<img")));
    EXPECT_THAT(html, Not(HasSubstr("href=\"javascript")));
    for (auto const& name : elements(html)) EXPECT_TRUE(clean.contains(name) || name == "code") << name;
}

TEST(TranscriptPageTest, FetchesNothingAndRunsNothing)
{
    auto const html = page(interview(), {"en", "fa", "my"});
    EXPECT_THAT(html, HasSubstr("default-src &#39;none&#39;"));
    for (auto const* forbidden : {"<script", "<img", "<iframe", "<link", "src=", "url(", "@import", "onclick"}) {
        EXPECT_THAT(html, Not(HasSubstr(forbidden)));
    }
}

TEST(TranscriptPageTest, UsesLogicalPropertiesOnly)
{
    auto const html = page(interview());
    auto const css = html.substr(html.find("<style>"), html.find("</style>") - html.find("<style>"));
    EXPECT_FALSE(std::regex_search(
        css, std::regex{"(padding|margin|border)-(left|right|top|bottom)|[{;](left|right):|text-align:(left|right)"}));
    EXPECT_THAT(css, HasSubstr("prefers-color-scheme:dark"));
    EXPECT_THAT(css, HasSubstr("@media print"));
    EXPECT_THAT(css, HasSubstr(":target"));
}

TEST(TranscriptPageTest, WeighsLessThan30KilobytesInThreeLanguages)
{
    EXPECT_LT(page(interview(), {"en", "fa", "my"}).size(), 30'000U);
}

TEST(TranscriptPageTest, ShowsTheStandingItIsGiven)
{
    auto const shown = [](Standing standing, std::string interface) {
        return transcript_page(interview(),
                               {standing, "Example Collective", PublisherId{}, BundleId{}, {"as of root 1"}},
                               {{"en"}, std::move(interface)});
    };
    EXPECT_THAT(shown(Standing::verified, "en"),
                HasSubstr("<p class=\"standing verified\">VERIFIED, a publisher you follow</p>"));
    EXPECT_THAT(shown(Standing::unfollowed_publisher, "en"), HasSubstr("Signed by a publisher you do not follow"));
    EXPECT_THAT(shown(Standing::not_verified, "en"), HasSubstr("NOT VERIFIED"));
    EXPECT_THAT(shown(Standing::verified, "fa"), HasSubstr("<html lang=\"fa\" dir=\"rtl\">"));
    EXPECT_THAT(shown(Standing::verified, "my"), HasSubstr("အတည်ပြုပြီး"));
    EXPECT_THAT(shown(Standing::verified, "de"), HasSubstr("<html lang=\"en\" dir=\"ltr\">"));
    EXPECT_THAT(shown(Standing::verified, "en"),
                HasSubstr("nightletter verify --publisher " + publisher_text(PublisherId{})));
    EXPECT_THAT(shown(Standing::verified, "en"), HasSubstr("as of root 1"));
}

TEST(TranscriptPageTest, NeverCallsAPreviewVerified)
{
    auto const html = preview_page(interview());
    EXPECT_THAT(html, HasSubstr("Nobody has signed this yet"));
    EXPECT_THAT(html, Not(HasSubstr("VERIFIED")));
    EXPECT_THAT(html, Not(HasSubstr("nlp1")));
}

TEST(TranscriptPageTest, MarksPseudonymsWarningsAndConsent)
{
    auto content = interview();
    content.metadata.consent = {"given", "not-before 2026-01-01"};
    auto const html = page(content);
    EXPECT_THAT(html, HasSubstr("<bdi lang=\"en\">Thandar</bdi> · interviewee · not the real name"));
    EXPECT_THAT(html, HasSubstr("Mentions being watched."));
    EXPECT_THAT(html, HasSubstr("not to be published before <bdi>2026-01-01</bdi>"));
}

TEST(TranscriptPageTest, LetsAKeyboardSkipToTheInterview)
{
    EXPECT_THAT(page(interview()), HasSubstr("<a class=\"skip\" href=\"#page.main\">Skip to the interview</a>"));
}

TEST(TranscriptPageTest, ShowsAllLanguagesWhenNoneIsChosen)
{
    auto const html = page(interview(), {});
    EXPECT_LT(html.find("page.en\" lang"), html.find("page.fa\" lang"));
    EXPECT_LT(html.find("page.fa\" lang"), html.find("page.my\" lang"));
}

}  // namespace
}  // namespace nightletter::pages
