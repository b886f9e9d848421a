// docs/formats.md section 2, "Profile": which names a bundle may carry, and "Torrent": in which order.

#include "bundles/path.hpp"

#include <gtest/gtest.h>

namespace nightletter::bundles {
namespace {

Refusal refusal_of(std::string_view text)
{
    auto const path = BundlePath::parse(text);
    EXPECT_FALSE(path.has_value()) << text;
    return path ? Refusal{} : path.error();
}

std::string times(std::size_t count, std::string_view text)
{
    std::string joined;
    for (std::size_t i = 0; i < count; ++i) joined += text;
    return joined;
}

TEST(PathTest, AcceptsTheNamesOfABag)
{
    for (auto const* const text : {"bagit.txt", "data/metadata.json", "data/transcript.fa.vtt",
                                   "publisher/root.1.minisig", "data/media/00_a-b.c.opus", "0", "a/b/c/d/e/f"}) {
        EXPECT_TRUE(BundlePath::parse(text)) << text;
    }
}

TEST(PathTest, RefusesAPathWithDotDot)
{
    for (auto const* const text : {"..", "../a", "data/../a", "data/..", "a/./b", "."}) {
        EXPECT_EQ(refusal_of(text), Refusal::path_not_allowed) << text;
    }
}

TEST(PathTest, RefusesAnAbsolutePathAndAnEmptyPart)
{
    for (auto const* const text : {"", "/", "/etc/passwd", "data//a", "data/"}) {
        EXPECT_EQ(refusal_of(text), Refusal::path_not_allowed) << text;
    }
}

TEST(PathTest, RefusesAnUpperCaseName)
{
    EXPECT_EQ(refusal_of("data/Metadata.json"), Refusal::path_not_allowed);
}

TEST(PathTest, RefusesEveryByteOutsideTheGrammar)
{
    for (int c = 0; c < 256; ++c) {
        auto const byte = static_cast<char>(c);
        auto const is_allowed =
            (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-' || c == '/';
        EXPECT_EQ(BundlePath::parse(std::string{"a"} + byte + "b").has_value(), is_allowed) << c;
    }
}

TEST(PathTest, RefusesAPartThatStartsWithADotADashOrAnUnderscore)
{
    for (auto const* const text : {".hidden", "data/-rf", "_x"})
        EXPECT_EQ(refusal_of(text), Refusal::path_not_allowed) << text;
}

TEST(PathTest, RefusesAPartThatEndsInADot)
{
    EXPECT_EQ(refusal_of("data/a."), Refusal::path_not_allowed);
}

TEST(PathTest, RefusesTheNamesOfDevices)
{
    for (auto const* const text :
         {"con", "data/nul.txt", "aux.opus", "prn", "com0", "com9.tar.gz", "lpt1.txt/a", "lpt0"}) {
        EXPECT_EQ(refusal_of(text), Refusal::device_name) << text;
    }
    for (auto const* const text : {"cons", "null.txt", "com", "com10", "lpta", "a.con", "co.n"}) {
        EXPECT_TRUE(BundlePath::parse(text)) << text;
    }
}

TEST(PathTest, CountsBytesOfAPartAndOfTheWhole)
{
    EXPECT_TRUE(BundlePath::parse(times(100, "a")));
    EXPECT_EQ(refusal_of(times(101, "a")), Refusal::path_too_long);
    auto const two_parts = times(100, "a") + "/" + times(100, "b") + "/";
    EXPECT_TRUE(BundlePath::parse(two_parts + times(38, "c")));
    EXPECT_EQ(refusal_of(two_parts + times(39, "c")), Refusal::path_too_long);
}

TEST(PathTest, CountsSixLevelsFromTheRoot)
{
    EXPECT_TRUE(BundlePath::parse("data/b/c/d/e/f"));
    EXPECT_EQ(refusal_of("data/b/c/d/e/f/g"), Refusal::path_too_deep);
}

TEST(PathTest, KnowsPartsAndExtensions)
{
    auto const path = *BundlePath::parse("data/media/part.2.opus");
    EXPECT_EQ(path.parts(), (std::vector<std::string_view>{"data", "media", "part.2.opus"}));
    EXPECT_EQ(path.file_name(), "part.2.opus");
    EXPECT_EQ(path.extension(), "opus");
    EXPECT_EQ(BundlePath::parse("data/readme")->extension(), "");
    EXPECT_TRUE(path.is_payload());
    EXPECT_FALSE(BundlePath::parse("data")->is_payload());
    EXPECT_FALSE(BundlePath::parse("database/a")->is_payload());
}

TEST(PathTest, OrdersTorrentFilesByPartsAndManifestsByBytes)
{
    auto const below = *BundlePath::parse("data/media/x");
    auto const beside = *BundlePath::parse("data/media-a");
    EXPECT_TRUE(comes_first_in_torrent(below, beside));
    EXPECT_FALSE(comes_first_in_torrent(beside, below));
    EXPECT_LT(beside, below);
}

TEST(PathTest, FindsAPathThatIsADirectoryOfAnother)
{
    auto const paths = [](std::vector<std::string> const& texts) {
        std::vector<BundlePath> made;
        for (auto const& text : texts) made.push_back(*BundlePath::parse(text));
        return made;
    };
    EXPECT_EQ(colliding(paths({"a/b", "a-b", "a.b", "a"})), paths({"a"}));
    EXPECT_EQ(colliding(paths({"x/a", "y", "x/a"})), paths({"x/a"}));
    EXPECT_TRUE(colliding(paths({"a/b", "a-b", "ab", "b"})).empty());
}

TEST(PathTest, ASlugIsOnePart)
{
    EXPECT_TRUE(Slug::parse("some-interview-2026"));
    EXPECT_FALSE(Slug::parse("a/b"));
    EXPECT_FALSE(Slug::parse("Some"));
    EXPECT_FALSE(Slug::parse(""));
    EXPECT_FALSE(Slug::parse("nul"));
}

}  // namespace
}  // namespace nightletter::bundles
