// Promises: what an arriving bundle has in common with a sealed one is taken over byte for byte, wherever it lies
// there, and nothing else is (store/borrow.hpp).
#include "store/borrow.hpp"

#include "tests/store/store_test_case.hpp"

namespace nightletter::store {
namespace {

namespace fs = std::filesystem;

class BorrowTest : public test::StoreTestCase {
protected:
    std::string recording = std::string(300'000, 'r');
    test::Printed old = publish("night-school", {{"data/media/talk.opus", recording}});
    test::Printed fresh = publish("night-school-2", {{"data/media/night.opus", recording},
                                                     {"data/transcript.fa.txt", "Sh.: Another language.\n"}});
    void SetUp() override { seal(old); }

    [[nodiscard]] Borrowed borrowed()
    {
        auto const sealed = store->bundles().find(old.id).value();
        auto arriving = bundles::check_info(fresh.torrent.info(), {}).value();
        return borrow(store->quarantine(), {sealed->bag(), sealed->torrent_file(), std::move(arriving)}).value();
    }
    [[nodiscard]] fs::path arrived(std::string_view path) const
    {
        return layout().arrival_copy(fresh.torrent.info_hash()) / "night-school-2" / path;
    }
};

TEST_F(BorrowTest, TakesOverEqualFilesUnderTheirNewNames)
{
    auto const result = borrowed();
    EXPECT_EQ(test::read_text(arrived("data/media/night.opus")), recording);
    EXPECT_TRUE(fs::exists(arrived("bagit.txt")));
    EXPECT_FALSE(fs::exists(arrived("data/transcript.fa.txt")));
    EXPECT_FALSE(fs::exists(arrived("tagmanifest-sha256.txt")));
    EXPECT_GE(result.bytes, recording.size());
}

TEST_F(BorrowTest, GivesThePieceLayersOfWhatItTookOver)
{
    auto const torrent = bundles::check_torrent(borrowed().torrent, {.info_hash = fresh.torrent.info_hash()});
    ASSERT_TRUE(torrent);
    EXPECT_TRUE(torrent->has_all_layers());
    EXPECT_EQ(torrent->torrent(), fresh.torrent.bytes());
}

TEST_F(BorrowTest, DoesNotTakeOverWhatIsNoLongerAsItWasSealed)
{
    auto damaged = recording;
    damaged[200'000] = 'x';
    overwrite(sealed_file(old, "data/media/talk.opus"), damaged);
    (void)borrowed();
    EXPECT_FALSE(fs::exists(arrived("data/media/night.opus")));
    EXPECT_TRUE(fs::exists(arrived("bagit.txt")));
}

TEST_F(BorrowTest, LeavesWhatTheRoomHoldsAlready)
{
    test::write_text(arrived("bagit.txt"), "half of it");
    (void)borrowed();
    EXPECT_EQ(test::read_text(arrived("bagit.txt")), "half of it");
}

TEST_F(BorrowTest, DoesWithoutASealedFileThatIsGone)
{
    ASSERT_TRUE(make_writable(layout().bundle(old.id)));
    fs::remove(sealed_file(old, "data/media/talk.opus"));
    (void)borrowed();
    EXPECT_FALSE(fs::exists(arrived("data/media/night.opus")));
    EXPECT_TRUE(fs::exists(arrived("bagit.txt")));
}

}  // namespace
}  // namespace nightletter::store
