// docs/formats.md section 2, "Transcripts", timed: the part of WebVTT that a bundle carries, and nothing beside it.
#include "bundles/webvtt.hpp"

#include <gtest/gtest.h>

#include "tests/bundles/speakers.hpp"

namespace nightletter::bundles {
namespace {

using std::chrono::milliseconds;
using Runs = std::vector<Run>;

class WebvttTest : public ::testing::Test {
protected:
    std::vector<Speaker> people = test::speakers();

    auto read(std::string_view text) { return parse_webvtt(as_bytes(text), people); }
    // One cue with these payload lines.
    auto words(std::string_view payload)
    {
        return read("WEBVTT\n\n00:01.000 --> 00:02.000\n" + std::string{payload} + "\n");
    }

    void expect_refusal(std::string_view text, Refusal refusal, std::size_t line)
    {
        auto const transcript = read(text);
        ASSERT_FALSE(transcript) << text;
        EXPECT_EQ(word(transcript.error().refusal), word(refusal)) << text << transcript.error().what;
        EXPECT_EQ(transcript.error().line, line) << text << transcript.error().what;
    }

    void expect_words_refused(std::string_view payload, Refusal refusal)
    {
        expect_refusal("WEBVTT\n\n00:01.000 --> 00:02.000\n" + std::string{payload} + "\n", refusal, 4);
    }
};

TEST_F(WebvttTest, ReadsCuesWithIdsTimesAndVoices)
{
    auto const timed = read(
        "WEBVTT\n\nc1\n00:00:01.000 --> 00:00:04.250\n<v Thandar>With one lamp.\n\n"
        "c2\n01:00:00.000 --> 01:00:02.000\n<v Nadia Rahimi>And then?</v>\n");
    ASSERT_TRUE(timed) << timed.error().what;
    ASSERT_EQ(timed->cues.size(), 2U);
    EXPECT_EQ(timed->cues[0],
              (Cue{"c1", milliseconds{1000}, milliseconds{4250}, {{"With one lamp.", "thandar", {}, false, false}}}));
    EXPECT_EQ(timed->cues[1].begin, milliseconds{3'600'000});
    EXPECT_EQ(timed->cues[1].runs.front().speaker, "nadia");
}

TEST_F(WebvttTest, LeavesWordsWithoutAVoiceInNobodysMouth)
{
    auto const timed = words("A door closes.");
    ASSERT_TRUE(timed);
    EXPECT_EQ(timed->cues.front().runs.front().speaker, "");
}

TEST_F(WebvttTest, ReadsItalicsBoldAndOtherLanguages)
{
    auto const timed = words("<v Thandar>He said <i>never <b>ever</b></i> and <lang fa>هرگز</lang>.</v>");
    ASSERT_TRUE(timed) << timed.error().what;
    EXPECT_EQ(timed->cues.front().runs, (Runs{{"He said ", "thandar", {}, false, false},
                                              {"never ", "thandar", {}, true, false},
                                              {"ever ", "thandar", {}, true, true},
                                              {"and ", "thandar", {}, false, false},
                                              {"هرگز", "thandar", "fa", false, false},
                                              {".", "thandar", {}, false, false}}));
}

TEST_F(WebvttTest, LetsAVoiceLastUntilTheNextOne)
{
    auto const timed = words("<v Thandar>One.\n<v Nadia Rahimi>Two.");
    ASSERT_TRUE(timed);
    EXPECT_EQ(timed->cues.front().runs,
              (Runs{{"One.\n", "thandar", {}, false, false}, {"Two.", "nadia", {}, false, false}}));
}

TEST_F(WebvttTest, ReadsTheSixEntitiesAndNoOther)
{
    auto const timed = words("1 &lt; 2 &amp;&nbsp;3 &gt; 2&lrm;&rlm;");
    ASSERT_TRUE(timed);
    EXPECT_EQ(timed->cues.front().runs.front().text, "1 < 2 &\u00a03 > 2\u200e\u200f");
    expect_words_refused("fish & chips", Refusal::malformed_webvtt);
    expect_words_refused("&copy; 2026", Refusal::malformed_webvtt);
}

TEST_F(WebvttTest, RefusesWhatIsNotWebVtt)
{
    expect_refusal("1\n00:00:01,000 --> 00:00:02,000\nwords\n", Refusal::malformed_webvtt, 1);
    expect_refusal("WEBVTT\n\nwords\n", Refusal::malformed_webvtt, 3);
    expect_refusal("WEBVTT\n\n00:01 --> 00:02\nwords\n", Refusal::malformed_webvtt, 3);
    expect_refusal("WEBVTT\n\n00:61.000 --> 01:02.000\nwords\n", Refusal::malformed_webvtt, 3);
    expect_refusal("WEBVTT\n\n0:00:01.000 --> 0:00:02.000\nwords\n", Refusal::malformed_webvtt, 3);
    expect_words_refused("<i>never closed", Refusal::malformed_webvtt);
    expect_words_refused("<i>crossed <b>tags</i></b>", Refusal::malformed_webvtt);
    expect_words_refused("closed</i>", Refusal::malformed_webvtt);
    expect_words_refused("1 < 2", Refusal::malformed_webvtt);
    expect_words_refused("<lang FA_ir>x</lang>", Refusal::malformed_webvtt);
    expect_words_refused("<i><v Thandar>inside</v></i>", Refusal::malformed_webvtt);
    expect_words_refused("<i><i>twice</i></i>", Refusal::malformed_webvtt);
}

TEST_F(WebvttTest, RefusesWhatABundleDoesNotCarry)
{
    expect_refusal("WEBVTT - a title\n\n00:01.000 --> 00:02.000\nx\n", Refusal::outside_webvtt_subset, 1);
    expect_refusal("WEBVTT\nKind: captions\n\n00:01.000 --> 00:02.000\nx\n", Refusal::outside_webvtt_subset, 2);
    expect_refusal("WEBVTT\n\nSTYLE\n::cue { color: red }\n", Refusal::outside_webvtt_subset, 3);
    expect_refusal("WEBVTT\n\nREGION\nid:a\n", Refusal::outside_webvtt_subset, 3);
    expect_refusal("WEBVTT\n\nNOTE her real name is\n", Refusal::outside_webvtt_subset, 3);
    expect_refusal("WEBVTT\n\n00:01.000 --> 00:02.000 align:start\nx\n", Refusal::outside_webvtt_subset, 3);
    expect_words_refused("<u>under</u>", Refusal::outside_webvtt_subset);
    expect_words_refused("<c.red>colour</c>", Refusal::outside_webvtt_subset);
    expect_words_refused("<v.loud Thandar>class</v>", Refusal::outside_webvtt_subset);
    expect_words_refused("<00:01.500>karaoke", Refusal::outside_webvtt_subset);
    expect_words_refused("<script>", Refusal::outside_webvtt_subset);
}

TEST_F(WebvttTest, RefusesCuesThatCannotBeTold)
{
    auto const cue = [](std::string id, int from, int to) {
        return "\n" + id + (id.empty() ? "" : "\n") + "00:0" + std::to_string(from) + ".000 --> 00:0" +
               std::to_string(to) + ".000\nwords\n";
    };
    EXPECT_TRUE(read("WEBVTT\n" + cue("a", 1, 3) + cue("b", 2, 4)));
    expect_refusal("WEBVTT\n" + cue("", 2, 2), Refusal::bad_cue, 3);
    expect_refusal("WEBVTT\n" + cue("", 3, 2), Refusal::bad_cue, 3);
    expect_refusal("WEBVTT\n" + cue("", 2, 3) + cue("", 1, 3), Refusal::bad_cue, 6);
    expect_refusal("WEBVTT\n" + cue("a", 1, 2) + cue("a", 2, 3), Refusal::bad_cue, 7);
    expect_refusal("WEBVTT\n" + cue("a", 1, 2) + cue("", 2, 3), Refusal::bad_cue, 7);
    expect_refusal("WEBVTT\n" + cue("two words", 1, 2), Refusal::bad_cue, 3);
    expect_refusal("WEBVTT\n\n00:01.000 --> 00:02.000\n", Refusal::bad_cue, 3);
    expect_refusal("WEBVTT\n", Refusal::no_turns, 0);
}

TEST_F(WebvttTest, RefusesAVoiceNobodyDeclared)
{
    expect_words_refused("<v Somebody>words</v>", Refusal::undeclared_voice);
    expect_words_refused("<v>words</v>", Refusal::undeclared_voice);
}

TEST_F(WebvttTest, RefusesWhatIsNotPlainText)
{
    expect_refusal("WEBVTT\r\n", Refusal::not_plain_text, 1);
    expect_refusal("\xef\xbb\xbfWEBVTT\n", Refusal::not_plain_text, 1);
    expect_refusal("WEBVTT\n\n00:01.000 --> 00:02.000\ncafe\u0301\n", Refusal::not_nfc, 4);
}

TEST_F(WebvttTest, WritesOneSpelling)
{
    auto const timed = read("WEBVTT\n\n\nx\n00:01.000   -->  100:00:02.000\n  <v تاندار> <b>a</b>&gt;b\n  c\n\n\n");
    ASSERT_TRUE(timed) << timed.error().what;
    EXPECT_EQ(webvtt_text(*timed, people, "en"),
              "WEBVTT\n\nx\n00:00:01.000 --> 100:00:02.000\n<v Thandar><b>a</b>&gt;b\nc</v>\n");
}

TEST_F(WebvttTest, ReadsBackWhatItWrites)
{
    auto const timed = read(
        "WEBVTT\n\nx\n00:01.000 --> 00:02.000\n<v Thandar>a <i>b\n<b>c</b></i>\n</v> d\n\n"
        "y\n00:02.000 --> 00:03.000\n<lang my>စာ</lang>\n<v Editor>&amp;lt;</v>\n");
    ASSERT_TRUE(timed) << timed.error().what;
    EXPECT_EQ(read(webvtt_text(*timed, people, "en")), *timed);
}

TEST_F(WebvttTest, AnchorsCuesByIdOrByNumber)
{
    auto const cue = [](std::string id) {
        return Cue{std::move(id), milliseconds{1}, milliseconds{2}, {{"x", {}, {}, false, false}}};
    };
    EXPECT_EQ(cue_anchor({{cue("intro"), cue("lamp")}}, 1), "lamp");
    EXPECT_EQ(cue_anchor({{cue(""), cue("")}}, 1), "c2");
}

}  // namespace
}  // namespace nightletter::bundles
