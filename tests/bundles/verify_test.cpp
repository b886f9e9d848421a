// docs/formats.md section 6 F: what a directory must be before it counts as a publisher's bundle. Every fault is named
// with its file, all of them at once.

#include "bundles/verify.hpp"

#include <gtest/gtest.h>

#include "bundles/bag.hpp"
#include "tests/bundles/bag_on_disk.hpp"

namespace nightletter::bundles {
namespace {

namespace fs = std::filesystem;
using test::read_text;
using test::write_text;

class VerifyTest : public BagOnDisk {};

TEST_F(VerifyTest, NamesWhatItHasVerified)
{
    auto const verified = verify({publisher.id(), printed.id, printed.torrent.info_hash()});
    ASSERT_TRUE(verified);
    EXPECT_EQ(verified->id(), printed.id);
    EXPECT_EQ(verified->publisher(), publisher.id());
    EXPECT_EQ(verified->slug().text(), "night-school");
    EXPECT_EQ(verified->root_version(), 1U);
    EXPECT_EQ(verified->signers().as_of(), "as of root 1, no feed seen");
    EXPECT_EQ(verified->tiers(), TierSet::all());
    EXPECT_TRUE(verified->is_complete());
    EXPECT_EQ(verified->files().size(), printed.torrent.files());
    EXPECT_EQ(verified->total_bytes(), printed.torrent.total_bytes());
    auto const* const film = verified->find(known_path("data/film.mp4"));
    ASSERT_NE(film, nullptr);
    EXPECT_EQ(film->digest, sha256(as_bytes("moving picture")));
    EXPECT_NE(verified->find(known_path(signatures)), nullptr);
}

TEST_F(VerifyTest, AcceptsABundleUnderAnotherDirectoryName)
{
    fs::rename(bag, here / "Renamed By Somebody");
    EXPECT_TRUE(verify_bundle(here / "Renamed By Somebody"));
}

TEST_F(VerifyTest, NamesAChangedByte)
{
    flip_a_byte("data/media/a.opus", 20'000);
    EXPECT_EQ(findings(), Lines{"content-mismatch data/media/a.opus"});
}

TEST_F(VerifyTest, NamesAnAppendedByte)
{
    append("data/film.mp4", "x");
    EXPECT_EQ(findings(), Lines{"content-mismatch data/film.mp4"});
}

TEST_F(VerifyTest, NamesAMissingFile)
{
    fs::remove(bag / transcript);
    EXPECT_EQ(findings(), (Lines{"missing-file data/transcript.en.txt", "transcripts-differ data/metadata.json"}));
}

TEST_F(VerifyTest, NamesEachMissingTagFile)
{
    for (auto const* const path : {"bagit.txt", "bag-info.txt", "manifest-sha256.txt", tag_manifest, signatures,
                                   "publisher/root.1", "publisher/root.1.minisig"}) {
        auto const contents = read_text(bag / path);
        fs::remove(bag / path);
        EXPECT_EQ(findings(), Lines{std::string{"missing-file "} + path}) << path;
        write_text(bag / path, contents);
    }
    EXPECT_EQ(findings(), Lines{});
}

TEST_F(VerifyTest, NamesAnExtraFile)
{
    write_text(bag / "data/extra.txt", "smuggled in");
    write_text(bag / "readme.txt", "smuggled in");
    write_text(bag / "publisher/root.2", "smuggled in");
    EXPECT_EQ(findings(),
              (Lines{"unlisted-file data/extra.txt", "unlisted-file publisher/root.2", "unlisted-file readme.txt"}));
}

TEST_F(VerifyTest, NamesAnEmptyDirectoryThatIsNobodys)
{
    fs::create_directories(bag / "data/drafts");
    EXPECT_EQ(findings(), Lines{"unlisted-file data/drafts"});
}

TEST_F(VerifyTest, NamesASwappedPairAndSaysWithWhatEachWasSwapped)
{
    fs::rename(bag / "data/media/a.opus", here / "held");
    fs::rename(bag / "data/media/b.opus", bag / "data/media/a.opus");
    fs::rename(here / "held", bag / "data/media/b.opus");
    EXPECT_EQ(findings(), (Lines{"content-mismatch data/media/a.opus", "content-mismatch data/media/b.opus"}));
    EXPECT_EQ(verify().error().findings.at(0).detail, "it holds what is listed as data/media/b.opus");
}

TEST_F(VerifyTest, NamesAChangedBagInfo)
{
    replace_in("bag-info.txt", "night-school", "night-schoom");
    EXPECT_EQ(findings(), Lines{"content-mismatch bag-info.txt"});
}

TEST_F(VerifyTest, NamesABagInfoWithALineMore)
{
    append("bag-info.txt", "Bagging-Date: 2026-05-03\n");
    EXPECT_EQ(findings(), (Lines{"bad-bag-info bag-info.txt", "content-mismatch bag-info.txt"}));
}

TEST_F(VerifyTest, NamesCarriageReturnsInATagFile)
{
    replace_in("manifest-sha256.txt", "\n", "\r\n");
    EXPECT_EQ(findings(), (Lines{"content-mismatch manifest-sha256.txt", "path-not-allowed manifest-sha256.txt"}));
}

TEST_F(VerifyTest, NamesASymbolicLinkAndFollowsNone)
{
    fs::rename(bag / "data/film.mp4", here / "film.mp4");
    fs::create_symlink(here / "film.mp4", bag / "data/film.mp4");
    EXPECT_EQ(findings(), Lines{"not-a-regular-file data/film.mp4"});
}

TEST_F(VerifyTest, NamesASymbolicLinkInADirectorysPlace)
{
    fs::rename(bag / "publisher", here / "publisher");
    fs::create_directory_symlink(here / "publisher", bag / "publisher");
    EXPECT_EQ(findings(), (Lines{"missing-file publisher/root.1", "missing-file publisher/root.1.minisig",
                                 "not-a-regular-file publisher"}));
}

TEST_F(VerifyTest, NamesAHardLink)
{
    fs::create_hard_link(bag / "data/film.mp4", here / "another-name");
    EXPECT_EQ(findings(), Lines{"hard-link data/film.mp4"});
}

TEST_F(VerifyTest, NamesAPathWithDotDotThatAPublisherSigned)
{
    replace_in("manifest-sha256.txt", "  data/film.mp4", "  data/../film.mp4");
    test::sign_tag_files_as_they_are(bag, publisher);
    EXPECT_EQ(findings(), Lines{"path-not-allowed manifest-sha256.txt"});
}

TEST_F(VerifyTest, NamesAnUpperCaseName)
{
    fs::rename(bag / "data/film.mp4", bag / "data/Film.mp4");
    EXPECT_EQ(findings(), Lines{"path-not-allowed data/Film.mp4"});
    test::sign_as_it_is(bag, publisher);
    EXPECT_EQ(findings(), (Lines{"path-not-allowed data/Film.mp4", "path-not-allowed manifest-sha256.txt"}));
}

TEST_F(VerifyTest, NamesAZeroByteFileThoughItIsSigned)
{
    write_text(bag / "data/film.mp4", "");
    test::sign_as_it_is(bag, publisher);
    EXPECT_EQ(findings(), Lines{"zero-byte-file data/film.mp4"});
}

TEST_F(VerifyTest, NamesAFileOverItsLimitThoughItIsSigned)
{
    write_text(bag / "data/notes.txt", std::string(limit::transcript + 1, 'x'));
    test::sign_as_it_is(bag, publisher);
    EXPECT_EQ(findings(), Lines{"too-large data/notes.txt"});
}

TEST_F(VerifyTest, NamesATagFileOverItsLimit)
{
    append(signatures, std::string(limit::signature_set, 'x'));
    EXPECT_EQ(findings(), Lines{std::string{"too-large "} + signatures});
}

TEST_F(VerifyTest, NamesABundleOverTheLimitOfItsReader)
{
    EXPECT_EQ(findings({.largest_bundle = 40'000}), Lines{"too-large "});
}

TEST_F(VerifyTest, NamesAHeldTierWithAHole)
{
    fs::remove(bag / "data/media/b.opus");
    EXPECT_EQ(findings(), Lines{"tier-with-a-hole data/media/b.opus"});
}

TEST_F(VerifyTest, AcceptsABundleOfWhichWholeTiersAreNotHeld)
{
    for (auto const* const path : {"data/media/a.opus", "data/media/b.opus", "data/film.mp4"}) fs::remove(bag / path);
    auto const verified = verify({publisher.id(), printed.id});
    ASSERT_TRUE(verified);
    EXPECT_EQ(verified->tiers(), TierSet::up_to(Tier::still));
    EXPECT_FALSE(verified->is_complete());
    EXPECT_EQ(verified->absent(), (std::vector<BundlePath>{known_path("data/film.mp4"), known_path("data/media/a.opus"),
                                                           known_path("data/media/b.opus")}));
}

TEST_F(VerifyTest, AcceptsAnEmptyDirectoryWhereATierWouldBe)
{
    for (auto const* const path : {"data/media/a.opus", "data/media/b.opus", "data/media/cover.jpg"}) {
        fs::remove(bag / path);
    }
    EXPECT_EQ(findings(), Lines{});
}

TEST_F(VerifyTest, NamesAnotherPublisherAndAnotherBundleThanExpected)
{
    test::Newsroom const other{"Another Collective"};
    EXPECT_EQ(findings({other.id(), BundleId{}}),
              (Lines{"wrong-bundle tagmanifest-sha256.txt", "wrong-publisher bag-info.txt"}));
}

TEST_F(VerifyTest, NamesAnotherInfoHashThanExpected)
{
    EXPECT_EQ(findings({.info_hash = InfoHash{}}), Lines{"wrong-info-hash "});
}

TEST_F(VerifyTest, NamesAPayloadOxumThatDoesNotCount)
{
    replace_in("bag-info.txt", ".6\n", ".7\n");
    test::sign_tag_files_as_they_are(bag, publisher);
    EXPECT_EQ(findings(), Lines{"wrong-oxum bag-info.txt"});
}

TEST_F(VerifyTest, NamesABagItDeclarationOfAnotherVersion)
{
    replace_in("bagit.txt", "1.0", "0.97");
    test::sign_tag_files_as_they_are(bag, publisher);
    EXPECT_EQ(findings(), Lines{"bad-bagit bagit.txt"});
}

TEST_F(VerifyTest, NamesAnExtensionOfNoTierThoughItIsSigned)
{
    write_text(bag / "data/page.html", "<script>");
    test::sign_as_it_is(bag, publisher);
    EXPECT_EQ(findings(), Lines{"no-tier manifest-sha256.txt"});
}

TEST_F(VerifyTest, NamesMetadataAndTranscriptsThatDoNotParseThoughTheyAreSigned)
{
    write_text(bag / "data/metadata.json", "{}\n");
    test::sign_as_it_is(bag, publisher);
    EXPECT_EQ(findings(), Lines{"missing-member data/metadata.json"});
}

TEST_F(VerifyTest, NamesATranscriptInWhichNobodySpeaks)
{
    write_text(bag / transcript, "Somebody: this name is not declared.\n");
    test::sign_as_it_is(bag, publisher);
    EXPECT_EQ(findings(), Lines{"no-turns data/transcript.en.txt"});
}

TEST_F(VerifyTest, NamesTranscriptsOfOtherLanguagesThanTheMetadata)
{
    write_text(bag / "data/transcript.fa.txt", "Sh.: hello\n");
    write_text(bag / "data/transcript.en.vtt", "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\n<v Sh.>hello\n");
    test::sign_as_it_is(bag, publisher);
    EXPECT_EQ(findings(),
              (Lines{"transcripts-differ data/transcript.en.vtt", "transcripts-differ data/transcript.fa.txt"}));
}

TEST_F(VerifyTest, NamesEverythingThatIsWrongAtOnce)
{
    flip_a_byte("data/film.mp4", 0);
    flip_a_byte(transcript, 0);
    fs::remove(bag / "data/media/a.opus");
    write_text(bag / "data/extra.txt", "x");
    fs::create_symlink("/etc/passwd", bag / "data/link.txt");
    replace_in(signatures, "nightletter bundle", "nightletter bundl3");
    EXPECT_EQ(findings(),
              (Lines{"bad-comment-signature tagmanifest-sha256.txt.minisig", "content-mismatch data/film.mp4",
                     "content-mismatch data/transcript.en.txt", "not-a-regular-file data/link.txt",
                     "tier-with-a-hole data/media/a.opus", "unlisted-file data/extra.txt"}));
}

TEST_F(VerifyTest, TakesADirectoryThatIsNotThereForTrouble)
{
    auto const verified = verify_bundle(here / "nowhere");
    ASSERT_FALSE(verified);
    EXPECT_TRUE(verified.error().findings.empty());
    EXPECT_EQ(verified.error().troubles.size(), 1U);
}

TEST_F(VerifyTest, MakesTheTorrentFromTheBytesItVerifiesWhenAnInfoHashIsExpected)
{
    auto const verified = verify_bundle(bag, {.info_hash = printed.torrent.info_hash()});
    ASSERT_TRUE(verified);
    ASSERT_TRUE(verified->torrent());
    EXPECT_EQ(verified->torrent()->bytes(), printed.torrent.bytes());
}

TEST_F(VerifyTest, MakesNoTorrentThatNobodyExpects)
{
    auto const verified = verify();
    ASSERT_TRUE(verified);
    EXPECT_FALSE(verified->torrent());
}

TEST_F(VerifyTest, ReadsAFileOnlyAsItWasVerified)
{
    auto const verified = verify();
    ASSERT_TRUE(verified);
    auto const path = known_path("data/film.mp4");
    EXPECT_EQ(as_text(*read_verified(bag, *verified, path)), "moving picture");
    flip_a_byte("data/film.mp4", 0);
    EXPECT_EQ(read_verified(bag, *verified, path).error().findings.at(0).word(), "content-mismatch");
    EXPECT_EQ(read_verified(bag, *verified, known_path("data/other.txt")).error().findings.at(0).word(),
              "missing-file");
}

}  // namespace
}  // namespace nightletter::bundles
