// The promise of mirror/watched_folder.hpp: a pack that is copied there is offered as a signer's output is.
#include "mirror/watched_folder.hpp"

#include <gtest/gtest.h>

#include "tests/support/signer_output.hpp"
#include "tests/support/temporary_directory.hpp"

namespace nightletter::mirror {
namespace {

namespace fs = std::filesystem;

TEST(WatchedFolderTest, OffersWhatLiesInAPackOnce)
{
    test::TemporaryDirectory directory;
    test::Newsroom publisher;
    auto const pack = directory / "watched/stick";
    test::SignerOutput output{publisher, pack};
    auto const printed = output.add("shirin");
    auto const home = pack / "bundles" / bundle_text(printed.id);
    fs::create_directories(home);
    fs::create_directories(pack / "torrents");
    fs::rename(printed.directory, home / "shirin");
    fs::rename(pack / "shirin.torrent", pack / "torrents" / (bundle_text(printed.id) + ".torrent"));
    test::write_text(pack / "index.html", "<script>");

    UtcTime const later{SystemClock{}.now().seconds + 10};
    WatchedFolder folder{directory / "watched"};
    auto const finds = folder.look({publisher.id()}, {printed.torrent.info_hash()}, later);
    ASSERT_EQ(finds.documents.size(), 1U);
    ASSERT_EQ(finds.copies.size(), 1U);
    EXPECT_EQ(finds.copies.front().bag, home / "shirin");
    EXPECT_TRUE(folder.look({publisher.id()}, {printed.torrent.info_hash()}, later).copies.empty());
}

}  // namespace
}  // namespace nightletter::mirror
