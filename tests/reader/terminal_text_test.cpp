// The promises of reader/terminal_text.hpp: words stay with who said them, lines fit, and no byte of a publisher's can
// move the cursor or reorder what a reader sees.
#include "reader/terminal_text.hpp"

#include <gmock/gmock.h>

namespace nightletter::reader {
namespace {

using bundles::Content;
using bundles::Role;
using bundles::Speaker;
using bundles::Transcript;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Le;
using ::testing::Not;
using ::testing::ResultOf;
using ::testing::StartsWith;

Speaker speaker(std::string id, std::string name)
{
    Speaker made;
    made.id = std::move(id);
    made.name["en"] = std::move(name);
    return made;
}

Content interview(std::string language = "en")
{
    Content content;
    content.metadata.title[language] = "Night school";
    content.metadata.language = language;
    content.metadata.date = "2026-02";
    content.metadata.rights = "CC-BY-4.0";
    content.metadata.speakers = {speaker("asker", "Asker"), speaker("teacher", "Teacher")};
    content.transcripts[language] =
        Transcript{{"How it began."},
                   {{"asker", {"Why at night?"}}, {"teacher", {"Because by day it was forbidden.", "Still is."}}},
                   {"Names were changed."}};
    return content;
}

std::vector<std::string> lines_of(std::string const& text)
{
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
        auto const newline = text.find('\n', at);
        lines.push_back(text.substr(at, newline - at));
        at = newline + 1;
    }
    return lines;
}

TEST(TerminalTextTest, PutsEachAnswerUnderWhoGaveIt)
{
    auto const text = terminal_text(interview(), "en", {});
    EXPECT_THAT(
        text,
        HasSubstr("Asker:\n    Why at night?\n\nTeacher:\n    Because by day it was forbidden.\n\n    Still is.\n"));
}

TEST(TerminalTextTest, PutsTheClosingNoteInNobodysMouth)
{
    auto const text = terminal_text(interview(), "en", {});
    EXPECT_THAT(text, HasSubstr("* * *\n\nNames were changed.\n"));
}

TEST(TerminalTextTest, InPlainLayoutAParagraphIsOneLineWithItsSpeaker)
{
    auto content = interview();
    std::get<Transcript>(content.transcripts["en"]).turns[0].paragraphs[0] = std::string(300, 'x') + " end";
    auto const text = terminal_text(content, "en", {40, Layout::plain});
    EXPECT_THAT(text, HasSubstr("\nAsker: " + std::string(300, 'x') + " end\n"));
}

TEST(TerminalTextTest, FitsThePage)
{
    auto content = interview();
    std::string words;
    for (int i = 0; i < 200; ++i) words += "word ";
    std::get<Transcript>(content.transcripts["en"]).turns[1].paragraphs[0] = words;
    EXPECT_THAT(lines_of(terminal_text(content, "en", {40, Layout::page})),
                Each(ResultOf([](std::string const& line) { return columns_of(line); }, Le(40U))));
}

TEST(TerminalTextTest, AlignsARightToLeftLanguageToTheRight)
{
    auto content = interview("fa");
    std::get<Transcript>(content.transcripts["fa"]).introduction = {"سلام"};
    EXPECT_THAT(terminal_text(content, "fa", {40, Layout::page}), HasSubstr('\n' + std::string(36, ' ') + "سلام\n"));
}

TEST(TerminalTextTest, BreaksBurmeseWhereItWritesNoSpaces)
{
    std::string const text = "ကျွန်တော်တို့သည်ညကျောင်းတွင်စာသင်ခဲ့ကြသည်";
    auto const lines = wrapped(text, 12, "my");
    EXPECT_GT(lines.size(), 1U);
    std::string joined;
    for (auto const& line : lines) joined += line;
    EXPECT_EQ(joined, text);
}

TEST(TerminalTextTest, LetsNoControlCharacterThrough)
{
    auto content = interview();
    content.metadata.rights =
        "\x1b]0;owned\x07\x9b"
        "31m";
    content.metadata.speakers[0].name["en"] = "As\x1b[2Jker";
    std::get<Transcript>(content.transcripts["en"]).introduction = {
        "a\rb\xe2\x80\xae"
        "c\xc2\x9b"
        "1m"};
    auto const text = terminal_text(content, "en", {});
    EXPECT_THAT(text, Not(HasSubstr("\x1b")));
    EXPECT_THAT(text, Not(HasSubstr("\r")));
    EXPECT_THAT(text, Not(HasSubstr("\x07")));
    EXPECT_THAT(text, Not(HasSubstr("\xe2\x80\xae")));
    EXPECT_THAT(text, Not(HasSubstr("\xc2\x9b")));
}

TEST(TerminalTextTest, TellsACaptionsTurnByVoiceOverManyCues)
{
    auto content = interview();
    using std::chrono::milliseconds;
    bundles::TimedTranscript timed;
    timed.cues.push_back({"", milliseconds{1000}, milliseconds{2000}, {{"Why", "asker", "", false, false}}});
    timed.cues.push_back({"", milliseconds{2000}, milliseconds{3000}, {{"at night?", "asker", "", false, false}}});
    timed.cues.push_back(
        {"", milliseconds{3661000}, milliseconds{3662000}, {{"Because.", "teacher", "", false, false}}});
    content.transcripts["en"] = timed;
    auto const text = terminal_text(content, "en", {80, Layout::plain});
    EXPECT_THAT(text, HasSubstr("Asker: [00:00:01] Why at night?\n\nTeacher: [01:01:01] Because.\n"));
}

TEST(TerminalTextTest, CountsColumnsAsATerminalDoes)
{
    EXPECT_EQ(columns_of("abc"), 3U);
    EXPECT_EQ(columns_of("e\xcc\x81"), 1U);  // a combining accent
    EXPECT_EQ(columns_of("a\xe2\x80\x8c"
                         "b"),
              2U);  // ZWNJ
    EXPECT_EQ(columns_of("日本"), 4U);
}

TEST(TerminalTextTest, LeavesAWordLongerThanThePageWhole)
{
    EXPECT_THAT(wrapped("a " + std::string(50, 'x') + " b", 20, "en"), ElementsAre("a", std::string(50, 'x'), "b"));
}

}  // namespace
}  // namespace nightletter::reader
