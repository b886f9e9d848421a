// docs/formats.md section 2: the profile is enforced when writing, and two runs over the same files give the same bag.

#include "bundles/payload.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/support/press.hpp"
#include "tests/support/temporary_directory.hpp"

namespace nightletter::bundles {
namespace {

namespace fs = std::filesystem;
using test::write_text;

class PayloadTest : public ::testing::Test {
protected:
    test::TemporaryDirectory here;
    test::Newsroom publisher;
    fs::path bag = here / "night-school";

    void SetUp() override
    {
        write_text(bag / "data/metadata.json", "{}\n");
        write_text(bag / "data/media/a.opus", "sound");
    }

    std::vector<std::string> findings() const
    {
        std::vector<std::string> found;
        auto const payload = survey_payload(bag);
        if (payload) return found;
        for (auto const& finding : payload.error().findings) {
            found.push_back(std::string{finding.word()} + " " + finding.path);
        }
        return found;
    }
};

using Lines = std::vector<std::string>;

TEST_F(PayloadTest, CountsAndDigestsWhatLiesUnderData)
{
    auto const payload = survey_payload(bag);
    ASSERT_TRUE(payload);
    EXPECT_EQ(payload->bytes, 8U);
    ASSERT_EQ(payload->files.size(), 2U);
    EXPECT_EQ(payload->files[0].path.text(), "data/media/a.opus");
    EXPECT_EQ(payload->files[0].digest.flat, sha256(as_bytes("sound")));
}

TEST_F(PayloadTest, LeavesTheTagFilesOfAnEarlierSigningOutOfAccount)
{
    for (auto const* const path : {"bagit.txt", "tagmanifest-sha256.txt.minisig", "publisher/root.1"}) {
        write_text(bag / path, "old");
    }
    EXPECT_EQ(findings(), Lines{});
    EXPECT_EQ(survey_payload(bag)->files.size(), 2U);
}

TEST_F(PayloadTest, WithMetadataThatIsNotWrittenYetIsWhatItWillBeOnceItIs)
{
    auto const metadata = as_bytes("{ \"later\": \"\" }\n");
    auto const before = survey_payload_with(metadata, bag);
    fs::remove(bag / "data/metadata.json");
    auto const without = survey_payload_with(metadata, bag);
    write_text(bag / "data/metadata.json", as_text(metadata));
    auto const after = survey_payload(bag);
    ASSERT_TRUE(before && without && after);
    for (auto const* const early : {&*before, &*without}) {
        EXPECT_EQ(early->bytes, after->bytes);
        ASSERT_EQ(early->files.size(), after->files.size());
        for (std::size_t i = 0; i < after->files.size(); ++i) {
            EXPECT_EQ(early->files[i].path, after->files[i].path);
            EXPECT_EQ(early->files[i].digest.flat, after->files[i].digest.flat);
            EXPECT_EQ(early->files[i].digest.pieces_root, after->files[i].digest.pieces_root);
        }
    }
}

TEST_F(PayloadTest, NamesEveryFileThatMayNotBeSigned)
{
    write_text(bag / "data/Upper.txt", "x");
    write_text(bag / "data/empty.txt", "");
    write_text(bag / "data/page.html", "x");
    write_text(bag / "data/nul.txt", "x");
    write_text(bag / "notes.txt", "x");
    write_text(bag / "data/transcript.en.txt", std::string(limit::transcript + 1, 'x'));
    fs::create_directories(bag / "data/empty");
    fs::create_symlink("/etc/passwd", bag / "data/link.txt");
    EXPECT_EQ(findings(),
              (Lines{"path-not-allowed data/Upper.txt", "zero-byte-file data/empty.txt",
                     "not-a-regular-file data/link.txt", "device-name data/nul.txt", "no-tier data/page.html",
                     "too-large data/transcript.en.txt", "path-not-allowed notes.txt", "unlisted-file data/empty"}));
}

TEST_F(PayloadTest, RefusesAPayloadWithoutMetadata)
{
    fs::remove(bag / "data/metadata.json");
    EXPECT_EQ(findings(), Lines{"missing-file data/metadata.json"});
}

TEST_F(PayloadTest, RefusesMoreThanABundleMayHold)
{
    auto const payload = survey_payload(bag, 7);
    ASSERT_FALSE(payload);
    EXPECT_EQ(payload.error().findings.at(0).word(), "too-large");
}

TEST_F(PayloadTest, ADirectoryThatIsNotThereIsTroubleNotARefusal)
{
    auto const payload = survey_payload(here / "nowhere");
    ASSERT_FALSE(payload);
    EXPECT_TRUE(payload.error().findings.empty());
    EXPECT_EQ(payload.error().troubles.size(), 1U);
}

TEST(PressTest, TwoPrintingsInDifferentPlacesAreOneBundleWithOneTorrent)
{
    test::TemporaryDirectory here;
    test::Newsroom const publisher;
    auto press = test::Press{publisher};
    press.put("data/media/a.opus", std::string(300'000, 'a'));
    auto const first = press.print(here / "one");
    auto const second = press.print(here / "two");
    EXPECT_EQ(first.id, second.id);
    EXPECT_EQ(first.torrent.bytes(), second.torrent.bytes());
}

TEST(PressTest, StockToolsAgreeWithTheManifests)
{
    test::TemporaryDirectory here;
    test::Newsroom const publisher;
    auto const printed = test::Press{publisher}.put("data/media/a.opus", "sound").print(here.path());
    auto const in_bag = "cd " + printed.directory.string() + " && ";
    EXPECT_EQ(
        std::system((in_bag + "sha256sum --strict -c tagmanifest-sha256.txt manifest-sha256.txt > /dev/null").c_str()),
        0);
    auto const verify =
        in_bag + "minisign -Vq -m tagmanifest-sha256.txt -P " + publisher.release_pens.front().key().text();
    EXPECT_EQ(std::system((verify + " > /dev/null").c_str()), 0);
    write_text(printed.directory / "data/media/a.opus", "Sound");
    EXPECT_NE(std::system((in_bag + "sha256sum -c manifest-sha256.txt > /dev/null 2>&1").c_str()), 0);
}

}  // namespace
}  // namespace nightletter::bundles
