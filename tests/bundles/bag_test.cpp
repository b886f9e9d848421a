// docs/formats.md section 2: the tag files of a bag, accepted in one spelling only; and "Tiers".

#include "bundles/bag.hpp"

#include <gtest/gtest.h>

#include "bundles/tier.hpp"

namespace nightletter::bundles {
namespace {

std::string const digest_a(64, 'a');
std::string const digest_b(64, 'b');

BagInfo some_info()
{
    return BagInfo{*PublisherId::from_hex(digest_a), *Slug::parse("some-interview-2026"), 1234, 5};
}

Expected<Manifest, Refusal> payload(std::string const& text)
{
    return Manifest::parse(as_bytes(text), ManifestOf::payload);
}

Expected<Manifest, Refusal> tag_files(std::string const& text)
{
    return Manifest::parse(as_bytes(text), ManifestOf::tag_files);
}

Refusal refusal_of(Expected<Manifest, Refusal> const& manifest)
{
    EXPECT_FALSE(manifest.has_value());
    return manifest ? Refusal{} : manifest.error();
}

TEST(BagInfoTest, ReadsWhatItWrites)
{
    auto const text = some_info().text();
    EXPECT_EQ(text, "BagIt-Profile-Identifier: urn:nightletter:bag:1\nNightletter-Publisher: " +
                        publisher_text(some_info().publisher) +
                        "\nExternal-Identifier: some-interview-2026\nPayload-Oxum: 1234.5\n");
    EXPECT_EQ(BagInfo::parse(as_bytes(text)), some_info());
}

TEST(BagInfoTest, RefusesEverySpellingButOne)
{
    auto const text = some_info().text();
    auto const changed = [&](std::string_view from, std::string_view to) {
        auto copy = text;
        copy.replace(copy.find(from), from.size(), to);
        return copy;
    };
    std::vector<std::string> const others{"",
                                          text + "\n",
                                          text + "Contact-Name: somebody\n",
                                          text.substr(0, text.size() - 1),
                                          changed("1234.5", "01234.5"),
                                          changed("1234.5", "1234.05"),
                                          changed("1234.5", "1234"),
                                          changed("1234.5", "+1234.5"),
                                          changed("bag:1", "bag:2"),
                                          changed("some-interview", "Some-interview"),
                                          changed("some-interview-2026", ""),
                                          changed(": some", ":  some"),
                                          changed("\nExternal", "\r\nExternal"),
                                          changed("nlp1", "nlb1"),
                                          changed("Payload-Oxum", "payload-oxum"),
                                          "\xEF\xBB\xBF" + text};
    for (auto const& other : others) EXPECT_FALSE(BagInfo::parse(as_bytes(other))) << other;
}

TEST(BagInfoTest, RefusesAnIdInUpperCase)
{
    auto text = some_info().text();
    auto const id = publisher_text(some_info().publisher);
    std::string upper;
    for (auto const c : id) upper += static_cast<char>(c >= 'a' ? c - 'a' + 'A' : c);
    ASSERT_TRUE(parse_publisher(upper));
    text.replace(text.find(id), id.size(), upper);
    EXPECT_FALSE(BagInfo::parse(as_bytes(text)));
}

TEST(ManifestTest, ReadsWhatItWrites)
{
    auto const text = digest_a + "  data/media-a.txt\n" + digest_b + "  data/media/x.opus\n";
    auto const manifest = payload(text);
    ASSERT_TRUE(manifest);
    EXPECT_EQ(manifest->text(), text);
    EXPECT_EQ(manifest->digest_of(known_path("data/media/x.opus")), Sha256::from_hex(digest_b));
    EXPECT_EQ(manifest->digest_of(known_path("data/media/y.opus")), std::nullopt);
    EXPECT_EQ(Manifest::of({manifest->lines()[1], manifest->lines()[0]}).text(), text);
}

TEST(ManifestTest, RefusesEveryOtherFrame)
{
    for (auto const& text : {std::string{}, std::string{"\n"}, digest_a + "  data/a.txt", digest_a + " data/a.txt\n",
                             digest_a + " *data/a.txt\n", digest_a + "  data/a.txt\r\n", digest_a + "  data/a.txt\n\n",
                             std::string(64, 'A') + "  data/a.txt\n", digest_a.substr(1) + "  data/a.txt\n",
                             "\xEF\xBB\xBF" + digest_a + "  data/a.txt\n", digest_a + "\n"}) {
        EXPECT_FALSE(payload(text)) << text;
    }
    EXPECT_EQ(refusal_of(payload(digest_a + "  data/a.txt\r\n")), Refusal::path_not_allowed);
    EXPECT_EQ(refusal_of(payload(digest_a + " *data/a.txt\n")), Refusal::bad_manifest);
}

TEST(ManifestTest, RefusesAListThatIsNotSortedOrNamesAFileTwice)
{
    EXPECT_EQ(refusal_of(payload(digest_a + "  data/b.txt\n" + digest_a + "  data/a.txt\n")), Refusal::bad_manifest);
    EXPECT_EQ(refusal_of(payload(digest_a + "  data/a.txt\n" + digest_a + "  data/a.txt\n")), Refusal::bad_manifest);
}

TEST(ManifestTest, RefusesFilesOfTheOtherManifest)
{
    EXPECT_EQ(refusal_of(payload(digest_a + "  bagit.txt\n")), Refusal::bad_manifest);
    EXPECT_EQ(refusal_of(tag_files(digest_a + "  data/a.txt\n")), Refusal::bad_manifest);
}

TEST(ManifestTest, RefusesATagManifestThatListsItselfOrItsSignatures)
{
    EXPECT_EQ(refusal_of(tag_files(digest_a + "  tagmanifest-sha256.txt\n")), Refusal::bad_manifest);
    EXPECT_EQ(refusal_of(tag_files(digest_a + "  tagmanifest-sha256.txt.minisig\n")), Refusal::bad_manifest);
}

TEST(ManifestTest, RefusesATagFileThatNoBagHas)
{
    for (auto const* const path : {"fetch.txt", "readme.txt", "publisher/root.0", "publisher/root.01", "publisher/feed",
                                   "publisher/root.1.txt", "publisher/root.1025", "publisher/root.1.minisig.minisig"}) {
        EXPECT_EQ(refusal_of(tag_files(digest_a + "  " + path + "\n")), Refusal::path_not_allowed) << path;
    }
    EXPECT_TRUE(tag_files(digest_a + "  publisher/root.1024.minisig\n"));
}

TEST(ManifestTest, RefusesAnExtensionThatBelongsToNoTier)
{
    for (auto const* const path : {"data/a.html", "data/a.exe", "data/a", "data/a.svg", "data/a.txt.gz"}) {
        EXPECT_EQ(refusal_of(payload(digest_a + "  " + path + "\n")), Refusal::no_tier) << path;
    }
}

TEST(ManifestTest, RefusesABadPathByTheWordOfThePath)
{
    EXPECT_EQ(refusal_of(payload(digest_a + "  data/../a.txt\n")), Refusal::path_not_allowed);
    EXPECT_EQ(refusal_of(payload(digest_a + "  data/nul.txt\n")), Refusal::device_name);
}

TEST(ManifestTest, RefusesAPathThatIsADirectoryOfAnother)
{
    EXPECT_EQ(refusal_of(payload(digest_a + "  data/a.txt\n" + digest_a + "  data/a.txt/b.txt\n")),
              Refusal::paths_collide);
}

TEST(ManifestTest, KeepsToItsLimits)
{
    std::string text;
    for (int i = 0; i < 20'000; ++i) {
        auto number = std::to_string(i);
        text += digest_a + "  data/" + std::string(5 - number.size(), '0') + number + ".txt\n";
    }
    EXPECT_TRUE(payload(text));
    EXPECT_EQ(refusal_of(payload(text + digest_a + "  data/99999.txt\n")), Refusal::too_many_files);
    EXPECT_EQ(refusal_of(payload(std::string((4U << 20U) + 1, 'a'))), Refusal::too_large);
}

TEST(TierTest, TheExtensionDecides)
{
    auto const tier = [](std::string_view text) { return tier_of(known_path(text)); };
    EXPECT_EQ(tier("bagit.txt"), Tier::text);
    EXPECT_EQ(tier("publisher/root.1"), Tier::text);
    for (auto const* const ending : {"txt", "vtt", "json", "csv"})
        EXPECT_EQ(tier("data/a." + std::string{ending}), Tier::text);
    for (auto const* const ending : {"jpg", "png", "webp", "pdf", "epub"})
        EXPECT_EQ(tier("data/a." + std::string{ending}), Tier::still);
    for (auto const* const ending : {"opus", "ogg", "mp3", "m4a"})
        EXPECT_EQ(tier("data/a." + std::string{ending}), Tier::audio);
    for (auto const* const ending : {"mp4", "webm"}) EXPECT_EQ(tier("data/a." + std::string{ending}), Tier::video);
    EXPECT_EQ(tier("data/a.jpeg"), std::nullopt);
    EXPECT_EQ(tier("data/opus"), std::nullopt);
}

TEST(TierTest, ASetNamesItsTiersInOrder)
{
    TierSet set;
    EXPECT_TRUE(set.empty());
    set.add(Tier::video);
    set.add(Tier::text);
    EXPECT_EQ(set.text(), "text video");
    set.remove(Tier::video);
    EXPECT_EQ(set, TierSet::up_to(Tier::text));
    EXPECT_EQ(TierSet::up_to(Tier::video), TierSet::all());
    EXPECT_EQ(TierSet::up_to(Tier::audio).text(), "text still audio");
    EXPECT_EQ(parse_tier("still"), Tier::still);
    EXPECT_EQ(parse_tier("stills"), std::nullopt);
}

}  // namespace
}  // namespace nightletter::bundles
