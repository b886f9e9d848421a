// The promise of mirror/watched_folder.hpp: a pack that is copied there is offered as a signer's output is.
#include "mirror/watched_folder.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/support/signer_output.hpp"
#include "tests/support/temporary_directory.hpp"

namespace nightletter::mirror {
namespace {

namespace fs = std::filesystem;

class WatchedFolderTest : public ::testing::Test {
protected:
    test::TemporaryDirectory directory;
    test::Newsroom publisher;
    fs::path const watched = directory / "watched";
    fs::path const stick = watched / "stick";
    test::SignerOutput output{publisher, stick};
    UtcTime later{SystemClock{}.now().seconds + 10};
    WatchedFolder folder{watched};

    // What a signer made, as a pack.
    test::Printed add(std::string const& slug)
    {
        auto printed = output.add(slug);
        auto const home = stick / "bundles" / bundle_text(printed.id);
        fs::create_directories(home);
        fs::create_directories(stick / "torrents");
        fs::rename(printed.directory, home / slug);
        fs::rename(stick / (slug + ".torrent"), stick / "torrents" / (bundle_text(printed.id) + ".torrent"));
        return printed;
    }
    // The stick as one file, by the way through a file that is not looked at.
    void make_tar(fs::path const& place)
    {
        auto const command = "tar -C " + stick.string() + " -cf " + (directory / "made").string() + " . && mv " +
                             (directory / "made").string() + ' ' + place.string() + " && rm -r " + stick.string();
        ASSERT_EQ(std::system(command.c_str()), 0);
        folder.take_tars_apart_in(directory / "room");
        fs::create_directory(directory / "room");
    }
    Finds look(std::set<InfoHash> const& wanted) { return folder.look({publisher.id()}, wanted, later); }
    [[nodiscard]] std::size_t files_in_room() const
    {
        std::size_t files = 0;
        for (auto const& entry : fs::recursive_directory_iterator{directory / "room"})
            files += entry.is_regular_file() ? 1 : 0;
        return files;
    }
};

TEST_F(WatchedFolderTest, OffersWhatLiesInAPackOnce)
{
    auto const printed = add("shirin");
    test::write_text(stick / "index.html", "<script>");
    auto const finds = look({printed.torrent.info_hash()});
    ASSERT_EQ(finds.documents.size(), 1U);
    ASSERT_EQ(finds.copies.size(), 1U);
    EXPECT_EQ(finds.copies.front().bag, stick / "bundles" / bundle_text(printed.id) / "shirin");
    EXPECT_TRUE(look({printed.torrent.info_hash()}).copies.empty());
}

TEST_F(WatchedFolderTest, TakesATarApartForAsLongAsWhatIsInItIsWanted)
{
    auto const first = add("shirin");
    auto const second = add("parvin");
    make_tar(watched / "pack.tar");
    // Nothing is wanted yet: its publisher speaks first, and nothing of that stays.
    auto finds = look({});
    ASSERT_EQ(finds.documents.size(), 1U);
    EXPECT_TRUE(finds.documents.front().haul.feed);
    EXPECT_TRUE(finds.copies.empty());
    EXPECT_EQ(files_in_room(), 0U);

    finds = look({first.torrent.info_hash()});
    EXPECT_TRUE(finds.documents.empty());
    ASSERT_EQ(finds.copies.size(), 1U);
    EXPECT_EQ(finds.copies.front().info_hash, first.torrent.info_hash());
    EXPECT_TRUE(fs::exists(finds.copies.front().bag / "bagit.txt"));
    EXPECT_FALSE(fs::exists(directory / "room" / "bundles" / bundle_text(second.id)));
    EXPECT_TRUE(look({first.torrent.info_hash()}).copies.empty());

    EXPECT_TRUE(look({}).copies.empty());
    EXPECT_EQ(files_in_room(), 0U) << "what was sealed, or taken back, does not stay here";
}

TEST_F(WatchedFolderTest, WhatNobodyFetchesFromATarIsRemovedAfterAWhile)
{
    auto const printed = add("shirin");
    make_tar(watched / "pack.tar");
    EXPECT_EQ(look({printed.torrent.info_hash()}).copies.size(), 1U);
    EXPECT_NE(files_in_room(), 0U);
    later.seconds += WatchedTar::patience_seconds;
    EXPECT_TRUE(look({printed.torrent.info_hash()}).copies.empty());
    EXPECT_EQ(files_in_room(), 0U);
}

TEST_F(WatchedFolderTest, ATarThatIsBeingCopiedIsLeftAloneUntilItHasItsEnd)
{
    auto const printed = add("shirin");
    make_tar(directory / "whole");
    auto const bytes = test::read_text(directory / "whole");
    test::write_text(watched / "pack.tar", bytes.substr(0, bytes.size() / 2));
    EXPECT_TRUE(folder.look({publisher.id()}, {}, SystemClock{}.now()).not_taken.empty()) << "touched a moment ago";
    auto finds = look({printed.torrent.info_hash()});
    EXPECT_TRUE(finds.documents.empty());
    EXPECT_TRUE(finds.copies.empty());
    EXPECT_EQ(finds.not_taken, std::vector<std::string>{"cut-short"});
    EXPECT_TRUE(look({printed.torrent.info_hash()}).not_taken.empty()) << "said once";

    test::write_text(watched / "pack.tar", bytes);
    finds = look({printed.torrent.info_hash()});
    EXPECT_EQ(finds.documents.size(), 1U);
    EXPECT_EQ(finds.copies.size(), 1U);
    fs::remove(watched / "pack.tar");
    EXPECT_TRUE(look({printed.torrent.info_hash()}).copies.empty());
    EXPECT_EQ(files_in_room(), 0U) << "gone with the tar";
}

TEST_F(WatchedFolderTest, ATarThatNoHonestProgramWritesIsRefusedWhole)
{
    auto const printed = add("shirin");
    fs::create_symlink("/etc/passwd", stick / "publishers" / "more");
    make_tar(watched / "pack.tar");
    auto const finds = look({printed.torrent.info_hash()});
    EXPECT_EQ(finds.not_taken, std::vector<std::string>{"not-a-regular-file"});
    EXPECT_TRUE(finds.documents.empty());
    EXPECT_TRUE(finds.copies.empty());
}

TEST_F(WatchedFolderTest, NothingIsTakenOutOfATarWithoutRoomForIt)
{
    auto const printed = add("shirin");
    folder = WatchedFolder{watched, UINT64_MAX};
    make_tar(watched / "pack.tar");
    auto const finds = look({printed.torrent.info_hash()});
    EXPECT_EQ(finds.documents.size(), 1U);
    EXPECT_TRUE(finds.copies.empty());
}

}  // namespace
}  // namespace nightletter::mirror
