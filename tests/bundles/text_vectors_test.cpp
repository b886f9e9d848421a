// docs/formats.md section 2, texts: every case is a file below tests/vectors, made for other implementations too. Two
// header lines (`expect:` accepted, or refused with a word and where it is known a line; `why:`), an empty line, then
// the bytes. The speakers are those of speakers.cpp. In content/, a line `--- <path>` begins each file.
#include <gtest/gtest.h>

#include <filesystem>
#include <map>

#include "bundles/content.hpp"
#include "tests/bundles/speakers.hpp"
#include "tests/support/temporary_directory.hpp"

namespace nightletter::bundles {
namespace {

namespace fs = std::filesystem;

template <class Parsed>
std::string outcome(Expected<Parsed, TextFault> const& parsed)
{
    if (parsed) return "accepted";
    return "refused " + std::string{word(parsed.error().refusal)} + " line " + std::to_string(parsed.error().line);
}

std::string transcript_outcome(std::string_view text)
{
    return outcome(parse_transcript(as_bytes(text), test::speakers()));
}

std::string webvtt_outcome(std::string_view text)
{
    return outcome(parse_webvtt(as_bytes(text), test::speakers()));
}

std::string metadata_outcome(std::string_view text)
{
    return outcome(parse_metadata(as_bytes(text)));
}

std::string content_outcome(std::string_view text)
{
    std::map<std::string, ByteView, std::less<>> files;
    for (std::size_t at = 0; at < text.size();) {
        auto const path = text.substr(at + 4, text.find('\n', at) - at - 4);
        auto const begin = text.find('\n', at) + 1;
        auto const end = std::min(text.find("--- ", begin), text.size());
        files[std::string{path}] = as_bytes(text.substr(begin, end - begin));
        at = end;
    }
    auto const metadata = files.extract("data/metadata.json");
    auto const content = read_content(metadata.mapped(), files);
    if (!content) return outcome(Expected<Metadata, TextFault>{fail(content.error().fault)});
    return "accepted";
}

void expect_outcomes(std::string const& folder, std::string (*judge)(std::string_view), std::size_t fewest)
{
    std::size_t cases = 0;
    for (auto const& entry : fs::directory_iterator{fs::path{NIGHTLETTER_VECTORS} / folder}) {
        auto const file = test::read_text(entry.path());
        auto const first_line = file.substr(0, file.find('\n'));
        auto const header = file.find("\n\n");
        ASSERT_TRUE(first_line.starts_with("expect: ") && header != std::string::npos) << entry.path();
        auto const found = judge(std::string_view{file}.substr(header + 2));
        auto const expected = first_line.substr(8);
        bool const names_a_line = expected.find(" line ") != std::string::npos || expected == "accepted";
        EXPECT_EQ(names_a_line ? found : found.substr(0, found.find(" line ")), expected) << entry.path();
        ++cases;
    }
    EXPECT_GE(cases, fewest);
}

TEST(TextVectorsTest, EveryTranscriptIsJudgedAsItsHeaderSays)
{
    expect_outcomes("transcript", transcript_outcome, 20);
}

TEST(TextVectorsTest, EveryWebVttIsJudgedAsItsHeaderSays)
{
    expect_outcomes("webvtt", webvtt_outcome, 20);
}

TEST(TextVectorsTest, EveryMetadataIsJudgedAsItsHeaderSays)
{
    expect_outcomes("metadata", metadata_outcome, 20);
}

TEST(TextVectorsTest, EveryContentIsJudgedAsItsHeaderSays)
{
    expect_outcomes("content", content_outcome, 6);
}

}  // namespace
}  // namespace nightletter::bundles
