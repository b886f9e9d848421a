// Promises: only what was verified, unchanged and durable is sealed, and it is sealed whole (docs/formats.md section
// 6 G; store/seal.hpp, store/sealed_tree.hpp).

#include <sys/stat.h>

#include "tests/store/store_test_case.hpp"

namespace nightletter::store {
namespace {

namespace fs = std::filesystem;

class SealTest : public test::StoreTestCase {
protected:
    // The failure of settling `copy` as it is now.
    [[nodiscard]] SealFailure failure_of(StillCopy copy, test::Printed const& bundle)
    {
        auto settled = test::settle_copy(std::move(copy), bundle.torrent.bytes());
        EXPECT_FALSE(settled);
        return settled ? SealFailure{} : settled.error();
    }
};

TEST_F(SealTest, PutsTheBundleUnderItsOwnNamesAndEmptiesItsRoom)
{
    auto const bundle = publish();
    seal(bundle);
    EXPECT_EQ(test::read_text(sealed_file(bundle, "data/transcript.en.txt")),
              test::read_text(bundle.directory / "data/transcript.en.txt"));
    EXPECT_TRUE(store->quarantine().arrivals()->empty());
    EXPECT_EQ(state(bundle.id), BundleState::sealed);
}

TEST_F(SealTest, LeavesNothingWritable)
{
    auto const bundle = publish();
    seal(bundle);
    for (auto const& entry : fs::recursive_directory_iterator{layout().bundle(bundle.id)}) {
        auto const mode = entry.status().permissions();
        EXPECT_EQ(mode, static_cast<fs::perms>(entry.is_directory() ? 0555 : 0444)) << entry.path();
    }
    EXPECT_EQ(fs::status(layout().bundle(bundle.id)).permissions(), static_cast<fs::perms>(0555));
}

TEST_F(SealTest, KeepsATorrentThatLeadsToTheSameInfoHash)
{
    auto const bundle = publish();
    seal(bundle);
    auto const sealed = store->bundles().find(bundle.id).value();
    ASSERT_TRUE(sealed);
    auto const bytes = read_file(sealed->torrent_file(), bundles::largest_torrent);
    ASSERT_TRUE(bytes);
    EXPECT_TRUE(bundles::check_torrent(*bytes, {.info_hash = bundle.torrent.info_hash()}));
}

TEST_F(SealTest, RemembersWhatReadersAskFor)
{
    auto const bundle = publish();
    seal(bundle);
    auto const row = store->bundles().find(bundle.id).value()->row();
    EXPECT_EQ(row.publisher, newsroom.id());
    EXPECT_EQ(row.info_hash, bundle.torrent.info_hash());
    EXPECT_EQ(row.titles.at("en"), "A night school");
    EXPECT_EQ(row.sealed_at, UtcTime{1'777'900'000});
    EXPECT_EQ(row.bytes, bundle.torrent.total_bytes());
    EXPECT_TRUE(row.tiers.has(bundles::Tier::text));
}

TEST_F(SealTest, IsStillThereAfterTheNextStart)
{
    auto const bundle = publish();
    seal(bundle);
    start();
    EXPECT_TRUE(store->bundles().find(bundle.id).value());
    EXPECT_TRUE(store->recovery().suspects.empty());
    EXPECT_TRUE(store->recovery().returned.empty());
}

TEST_F(SealTest, RefusesACopyThatWasWrittenToAfterItWasVerified)
{
    auto const bundle = publish();
    auto copy = arrive(bundle);
    auto verified = bundles::verify_bundle(copy.bag(), {});
    ASSERT_TRUE(verified);
    auto const file = copy.bag() / "data/transcript.en.txt";
    auto contents = test::read_text(file);
    contents.back() = ' ';
    auto const times = fs::last_write_time(file);
    overwrite(file, contents);
    fs::last_write_time(file, times);  // same size, same time of modification: the change time still tells
    auto const settled =
        settle(std::move(copy), std::move(*verified), bundles::check_torrent(bundle.torrent.bytes(), {}).value());
    ASSERT_FALSE(settled);
    EXPECT_EQ(settled.error().trouble.reason, "it changed after it was verified");
    EXPECT_EQ(settled.error().copy, CopyFate::kept);
}

TEST_F(SealTest, RefusesACopyThatWasWrittenToAfterItWasSettled)
{
    auto const bundle = publish();
    auto const settled = test::settle_copy(arrive(bundle), bundle.torrent.bytes());
    ASSERT_TRUE(settled);
    overwrite(settled->copy().bag() / "bagit.txt", "other");
    auto const sealed = store->bundles().seal(*settled, {}, UtcTime{});
    ASSERT_FALSE(sealed);
    EXPECT_FALSE(fs::exists(layout().bundle(bundle.id)));
    EXPECT_EQ(state(bundle.id), std::nullopt);
}

TEST_F(SealTest, RefusesAFileThatAppearedAfterTheCopyWasVerified)
{
    auto const bundle = publish();
    ASSERT_TRUE(store->quarantine().take_in(bundle.torrent.info_hash(), bundle.directory));
    auto const bag = layout().arrival_copy(bundle.torrent.info_hash()) / bundle.directory.filename();
    auto verified = bundles::verify_bundle(bag, {});
    ASSERT_TRUE(verified);
    test::write_text(bag / "data/extra.txt", "extra");
    auto const settled = settle(store->quarantine().hold_still(bundle.torrent.info_hash()).value(),
                                std::move(*verified), bundles::check_torrent(bundle.torrent.bytes(), {}).value());
    EXPECT_FALSE(settled);
}

TEST_F(SealTest, RefusesATorrentOfAnotherBundle)
{
    auto const bundle = publish();
    auto other = publish("other-2026");
    auto copy = arrive(bundle);
    auto verified = bundles::verify_bundle(copy.bag(), {});
    ASSERT_TRUE(verified);
    auto const settled =
        settle(std::move(copy), std::move(*verified), bundles::check_torrent(other.torrent.bytes(), {}).value());
    ASSERT_FALSE(settled);
    EXPECT_EQ(settled.error().trouble.reason, "its torrent is of other files");
}

TEST_F(SealTest, DoesNotGetAsFarAsSettlingWhenTheCopyIsNotVerified)
{
    auto const bundle = publish();
    test::write_text(bundle.directory / "data/transcript.en.txt", "tampered");
    EXPECT_EQ(failure_of(arrive(bundle), bundle).trouble.doing, "verify");
}

TEST_F(SealTest, RemovesWhatASwarmEngineLeftBesideTheBag)
{
    auto const bundle = publish();
    ASSERT_TRUE(store->quarantine().take_in(bundle.torrent.info_hash(), bundle.directory));
    test::write_text(layout().arrival_copy(bundle.torrent.info_hash()) / ".abc.parts", "piece");
    auto const settled =
        test::settle_copy(store->quarantine().hold_still(bundle.torrent.info_hash()).value(), bundle.torrent.bytes());
    ASSERT_TRUE(settled) << settled.error().trouble.sentence();
    ASSERT_TRUE(store->bundles().seal(*settled, {}, UtcTime{}));
    fs::directory_iterator entries{layout().bundle(bundle.id)};
    EXPECT_EQ(std::distance(begin(entries), end(entries)), 1);
}

TEST_F(SealTest, ReplacesASealedCopyOfTheSameBundle)
{
    auto const bundle = publish();
    seal(bundle);
    seal(bundle);
    EXPECT_EQ(store->bundles().all()->size(), 1U);
    EXPECT_TRUE(store->quarantine().arrivals()->empty());
    EXPECT_TRUE(bundles::verify_bundle(sealed_file(bundle, "")));
}

TEST_F(SealTest, CannotSealABundleOfAPublisherWhoseDocumentsWereNeverKept)
{
    test::Newsroom const stranger{"Stranger"};
    auto const bundle = test::Press{stranger}.print(place / "stranger");
    EXPECT_FALSE(test::ingest(*store, bundle.directory, bundle.torrent.bytes()));
    EXPECT_FALSE(fs::exists(layout().bundle(bundle.id)));
    start();
    EXPECT_EQ(store->recovery().arrivals, std::vector{bundle.torrent.info_hash()});
}

TEST_F(SealTest, RemovesABundleWithItsTorrentAndItsRow)
{
    auto const bundle = publish();
    seal(bundle);
    ASSERT_TRUE(store->bundles().remove(bundle.id));
    EXPECT_FALSE(fs::exists(layout().bundle(bundle.id)));
    EXPECT_FALSE(fs::exists(layout().torrent(bundle.id)));
    EXPECT_EQ(state(bundle.id), std::nullopt);
}

TEST_F(SealTest, LeavesNoTitleInTheCatalogueFileAfterARemoval)
{
    auto const bundle = publish();
    seal(bundle);
    ASSERT_TRUE(store->bundles().remove(bundle.id));
    store.reset();  // closing moves the write-ahead log into the file
    EXPECT_THAT(test::read_text(layout().catalogue()), ::testing::Not(::testing::HasSubstr("A night school")));
    EXPECT_FALSE(fs::exists(root() / "catalogue.db-wal"));
}

}  // namespace
}  // namespace nightletter::store
