// The promise of mirror/intake.hpp (docs/formats.md 5.3): what is handed over is judged as if it came over the network,
// whatever somebody did to it on the way.
#include "mirror/intake.hpp"

#include <gtest/gtest.h>

#include "mirror/watched_folder.hpp"
#include "tests/support/signer_output.hpp"
#include "tests/support/temporary_directory.hpp"

namespace nightletter::mirror {
namespace {

namespace fs = std::filesystem;

class IntakeTest : public ::testing::Test {
protected:
    test::TemporaryDirectory directory;
    test::Newsroom publisher{"Example Collective"};
    test::SignerOutput output{publisher, directory / "output"};
    UtcTime const now = publisher.newest_root().issued;
    std::unique_ptr<store::Store> store = std::move(*store::Store::open(directory / "library"));
    Intake intake{*store, now, {}};

    Judgement adopt() { return *intake.adopt(publisher.id(), read_publisher_folder(documents())); }
    [[nodiscard]] fs::path documents() const
    {
        return output.directory() / "publishers" / publisher_text(publisher.id());
    }
    IntakeResult take_only()
    {
        auto const offered = offered_in(output.directory());
        EXPECT_EQ(offered.copies.size(), 1U);
        auto result = intake.take(offered.copies.at(0));
        EXPECT_TRUE(result);
        return *result;
    }
    [[nodiscard]] bool is_quarantine_empty() const { return store->quarantine().arrivals()->empty(); }
};

TEST_F(IntakeTest, SealsASoundBundleThatAnAdoptedFeedNames)
{
    auto const printed = output.add("shirin", {{"data/media/talk.opus", "OggS sound"}});
    adopt();
    auto const taken = take_only();
    EXPECT_EQ(taken.what, Intaken::sealed) << taken.word << ' ' << taken.path;
    EXPECT_EQ(taken.publisher, publisher.id());
    auto const sealed = store->bundles().find(printed.id);
    ASSERT_TRUE(sealed && *sealed);
    EXPECT_EQ(test::read_text((*sealed)->bag() / "data/media/talk.opus"), "OggS sound");
    EXPECT_EQ(take_only().what, Intaken::held_already);
}

TEST_F(IntakeTest, TakesNothingOfSomebodyWhoWasNotAdopted)
{
    output.add("shirin");
    EXPECT_EQ(take_only().what, Intaken::not_named);
    EXPECT_FALSE(*intake.knows(publisher.id()));
    EXPECT_TRUE(is_quarantine_empty());
}

TEST_F(IntakeTest, RefusesAChangedAnAddedAndAMissingFile)
{
    auto const bag = output.add("shirin").directory;
    adopt();
    auto const text = test::read_text(bag / "data/transcript.en.txt");
    auto const expect_refused = [&](std::string const& word) {
        auto const taken = take_only();
        EXPECT_EQ(taken.what, Intaken::refused) << word;
        EXPECT_EQ(taken.word, word);
        EXPECT_TRUE(is_quarantine_empty());
    };
    auto changed = text;
    changed.front() = '!';
    test::write_text(bag / "data/transcript.en.txt", changed);
    expect_refused("content-mismatch");
    test::write_text(bag / "data/transcript.en.txt", text + "more");
    expect_refused("content-mismatch");
    fs::remove(bag / "data/transcript.en.txt");
    expect_refused("missing-file");
    test::write_text(bag / "data/transcript.en.txt", text);
    test::write_text(bag / "data/note.txt", "nobody signed this");
    expect_refused("unlisted-file");
}

TEST_F(IntakeTest, FollowsNoLinkAndReadsNoPipe)
{
    auto const bag = output.add("shirin").directory;
    adopt();
    auto const transcript = bag / "data/transcript.en.txt";
    fs::rename(transcript, directory / "elsewhere.txt");
    fs::create_symlink(directory / "elsewhere.txt", transcript);
    EXPECT_EQ(take_only().word, "not-a-regular-file");
    fs::remove(transcript);
    fs::create_hard_link(directory / "elsewhere.txt", transcript);
    EXPECT_EQ(take_only().word, "hard-link");
}

TEST_F(IntakeTest, CopiesNothingThatIsLargerThanItsPublisherSaid)
{
    auto const bag = output.add("shirin").directory;
    adopt();
    fs::permissions(bag / "data/transcript.en.txt", fs::perms::owner_all);
    fs::resize_file(bag / "data/transcript.en.txt", std::uintmax_t{1} << 40U);  // sparse: a TiB that takes no room
    EXPECT_EQ(take_only().word, "content-mismatch");
    EXPECT_TRUE(is_quarantine_empty());
}

TEST_F(IntakeTest, TakesACopyWithoutItsRecordingsAndLaterTheWholeOne)
{
    auto const printed = output.add("shirin", {{"data/media/talk.opus", "OggS sound"}});
    adopt();
    auto const recording = printed.directory / "data/media/talk.opus";
    fs::rename(recording, directory / "talk.opus");
    fs::remove(recording.parent_path());
    EXPECT_EQ(take_only().what, Intaken::sealed);
    EXPECT_FALSE(*intake.holds_whole(printed.id));
    EXPECT_EQ(take_only().what, Intaken::held_already);

    fs::create_directory(recording.parent_path());
    fs::rename(directory / "talk.opus", recording);
    EXPECT_EQ(take_only().what, Intaken::sealed);
    EXPECT_TRUE(*intake.holds_whole(printed.id));
}

TEST_F(IntakeTest, HoldsACopyWithoutRecordingsAgainstTheTorrentThatTheFeedNames)
{
    auto const printed = output.add("shirin", {{"data/media/talk.opus", "OggS sound"}});
    adopt();
    fs::remove_all(printed.directory / "data/media");
    // The same bundle, as soundly signed, with a signature file of other bytes than the torrent has.
    auto const set = printed.directory / "tagmanifest-sha256.txt.minisig";
    auto text = test::read_text(set);
    auto const at = text.find("signature from minisign secret key");
    ASSERT_NE(at, std::string::npos);
    text.replace(at, 9, "Signature");
    test::write_text(set, text);
    auto const taken = take_only();
    EXPECT_EQ(taken.word, "wrong-info-hash");
    EXPECT_EQ(taken.path, "tagmanifest-sha256.txt.minisig");
}

TEST_F(IntakeTest, AnOlderFeedMovesNobodyBack)
{
    output.add("one");
    auto const old = output.newest_feed();
    output.add("two");
    adopt();
    EXPECT_EQ(intake.ledger(publisher.id())->acceptance().feed()->point().seq, 2U);
    output.write_documents(old);
    auto const judgement = adopt();
    ASSERT_EQ(judgement.refusals.size(), 1U);
    EXPECT_EQ(judgement.refusals.front().word, "rolled-back");
    EXPECT_EQ(intake.ledger(publisher.id())->acceptance().feed()->point().seq, 2U);
}

TEST_F(IntakeTest, WhatWasAdoptedIsThereAfterTheNextStart)
{
    output.add("shirin");
    adopt();
    store.reset();
    store = std::move(*store::Store::open(directory / "library"));
    Intake later{*store, now, {}};
    EXPECT_TRUE(*later.knows(publisher.id()));
}

TEST(OfferedTest, ListsAPackAndASignersOutputAlike)
{
    test::TemporaryDirectory directory;
    test::Newsroom publisher;
    test::SignerOutput output{publisher, directory / "pack"};
    auto const one = output.add("one");
    auto const two = output.add("two");
    auto const id = bundle_text(two.id);
    fs::create_directories(directory / "pack/bundles" / id);
    fs::create_directories(directory / "pack/torrents");
    fs::rename(two.directory, directory / "pack/bundles" / id / "two");
    fs::rename(directory / "pack/two.torrent", directory / "pack/torrents" / (id + ".torrent"));
    test::write_text(directory / "pack/index.html", "<script>");
    fs::create_directory_symlink(one.directory, directory / "pack/linked");
    test::write_text(directory / "pack/linked.torrent", "d4:infoe");

    auto const offered = offered_in(directory / "pack");
    ASSERT_EQ(offered.copies.size(), 2U);
    std::set<BundleId> const found{offered.copies[0].bundle, offered.copies[1].bundle};
    EXPECT_EQ(found, (std::set<BundleId>{one.id, two.id}));
    EXPECT_EQ(offered.publishers.size(), 1U);
    EXPECT_FALSE(offered.is_unfinished);
    fs::create_directory(directory / "pack/nightletter-unfinished");
    EXPECT_TRUE(offered_in(directory / "pack").is_unfinished);
}

}  // namespace
}  // namespace nightletter::mirror
