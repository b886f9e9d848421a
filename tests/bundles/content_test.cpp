// docs/formats.md sections 2 and 6 F: a bundle has exactly one transcript for each language that its metadata names.
#include "bundles/content.hpp"

#include <gtest/gtest.h>

#include "tests/bundles/speakers.hpp"

namespace nightletter::bundles {
namespace {

class ContentTest : public ::testing::Test {
protected:
    ContentTest()
    {
        metadata.title = {{"en", "One lamp"}};
        metadata.language = "en";
        metadata.translations = {"fa"};
        metadata.date = "2026";
        metadata.speakers = test::speakers();
        metadata.rights = "CC0";
        files = {{"data/transcript.en.txt", "Thandar: Yes.\n"},
                 {"data/transcript.fa.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v تاندار>بله.</v>\n"}};
    }

    auto read()
    {
        std::map<std::string, ByteView, std::less<>> views;
        for (auto const& [path, text] : files) views[path] = as_bytes(text);
        return read_content(as_bytes(metadata_text(metadata)), views);
    }

    void expect_refusal(std::string_view path, Refusal refusal)
    {
        auto const content = read();
        ASSERT_FALSE(content);
        EXPECT_EQ(content.error().path, path);
        EXPECT_EQ(word(content.error().fault.refusal), word(refusal));
    }

    Metadata metadata;
    std::map<std::string, std::string> files;
};

TEST_F(ContentTest, ReadsTimedAndUntimedTranscriptsSideBySide)
{
    auto const content = read();
    ASSERT_TRUE(content) << content.error().fault.what;
    EXPECT_TRUE(std::holds_alternative<Transcript>(content->transcripts.at("en")));
    EXPECT_TRUE(std::holds_alternative<TimedTranscript>(content->transcripts.at("fa")));
}

TEST_F(ContentTest, RefusesALanguageWithoutItsTranscript)
{
    files.erase("data/transcript.fa.vtt");
    expect_refusal("data/metadata.json", Refusal::transcripts_differ);
}

TEST_F(ContentTest, RefusesATranscriptInALanguageNobodyNamed)
{
    files["data/transcript.my.txt"] = "Thandar: Yes.\n";
    expect_refusal("data/transcript.my.txt", Refusal::transcripts_differ);
}

TEST_F(ContentTest, RefusesTwoTranscriptsInOneLanguage)
{
    files["data/transcript.fa.txt"] = "Thandar: Yes.\n";
    expect_refusal("data/transcript.fa.vtt", Refusal::transcripts_differ);
}

TEST_F(ContentTest, RefusesATranscriptWithAnotherKindOfName)
{
    files["data/transcript.csv"] = "Thandar: Yes.\n";
    expect_refusal("data/transcript.csv", Refusal::transcripts_differ);
}

TEST_F(ContentTest, NamesTheFileThatDoesNotParse)
{
    files["data/transcript.fa.vtt"] = "WEBVTT\n";
    expect_refusal("data/transcript.fa.vtt", Refusal::no_turns);
    metadata.date.clear();
    expect_refusal("data/metadata.json", Refusal::missing_member);
}

TEST_F(ContentTest, KnowsATranscriptByItsPath)
{
    auto const name = parse_transcript_path("data/transcript.zh-hant.vtt");
    ASSERT_TRUE(name);
    EXPECT_EQ(name->language, "zh-hant");
    EXPECT_EQ(transcript_path(*name), "data/transcript.zh-hant.vtt");
    for (auto const* path :
         {"transcript.en.txt", "data/transcript.EN.txt", "data/transcript..txt", "data/transcript.txt",
          "data/media/transcript.en.txt", "data/transcript.en.srt", "data/transcript.en.txt.vtt"}) {
        EXPECT_FALSE(parse_transcript_path(path)) << path;
    }
}

}  // namespace
}  // namespace nightletter::bundles
