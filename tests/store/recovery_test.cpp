// Promises: after any start, what the catalogue lists as sealed is there as it was sealed, and whatever else was in the
// store is in quarantine (docs/formats.md section 6 G; store/recovery.hpp).

#include "tests/store/store_test_case.hpp"

namespace nightletter::store {
namespace {

namespace fs = std::filesystem;

class RecoveryTest : public test::StoreTestCase {
protected:
    test::Printed bundle = publish();
    void SetUp() override
    {
        seal(bundle);
        store.reset();
    }
    void make_writable(fs::path const& root) const { ASSERT_TRUE(store::make_writable(root)); }
};

TEST_F(RecoveryTest, FindsNothingToDoAfterAnOrdinaryStop)
{
    start();
    auto const& report = store->recovery();
    EXPECT_TRUE(report.arrivals.empty() && report.returned.empty() && report.suspects.empty() &&
                report.missing.empty() && report.strangers.empty() && report.damaged_records.empty());
    EXPECT_TRUE(report.set_aside_catalogue.empty());
}

TEST_F(RecoveryTest, ListsCopiesThatHadNotBeenJudged)
{
    start();
    auto const other = publish("other-2026");
    ASSERT_TRUE(store->quarantine().take_in(other.torrent.info_hash(), other.directory));
    ASSERT_TRUE(store->quarantine().keep_torrent(other.torrent.info_hash(), other.torrent.bytes()));
    start();
    EXPECT_EQ(store->recovery().arrivals, std::vector{other.torrent.info_hash()});
    EXPECT_EQ(store->quarantine().torrent(other.torrent.info_hash()).value(), other.torrent.bytes());
    EXPECT_EQ(state(other.id), std::nullopt);
}

TEST_F(RecoveryTest, BringsADirectoryWithoutARowBackToQuarantineToBeJudgedAgain)
{
    ASSERT_TRUE(Catalogue::open(layout().catalogue())->forget(bundle.id));
    start();
    EXPECT_EQ(store->recovery().returned, std::vector{bundle.torrent.info_hash()});
    EXPECT_FALSE(fs::exists(layout().bundle(bundle.id)));
    auto const settled =
        test::settle_copy(store->quarantine().hold_still(bundle.torrent.info_hash()).value(), bundle.torrent.bytes());
    ASSERT_TRUE(settled) << settled.error().trouble.sentence();
    EXPECT_TRUE(store->bundles().seal(*settled, {}, UtcTime{}));
}

TEST_F(RecoveryTest, LosesNoBundleWhenTheCatalogueIsLost)
{
    fs::remove(layout().catalogue());
    start();
    EXPECT_EQ(store->recovery().returned, std::vector{bundle.torrent.info_hash()});
    EXPECT_EQ(store->quarantine().torrent(bundle.torrent.info_hash()).value(), bundle.torrent.bytes());
    EXPECT_TRUE(store->bundles().all()->empty());
}

TEST_F(RecoveryTest, PutsADamagedCatalogueAsideAndStartsANewOne)
{
    auto contents = test::read_text(layout().catalogue());
    contents.replace(0, 64, 64, '?');
    test::write_text(layout().catalogue(), contents);
    start();
    EXPECT_EQ(store->recovery().set_aside_catalogue, root() / "catalogue.db.damaged-1");
    EXPECT_EQ(store->recovery().returned, std::vector{bundle.torrent.info_hash()});
}

TEST_F(RecoveryTest, TakesATruncatedFileOutOfService)
{
    overwrite(sealed_file(bundle, "data/transcript.en.txt"), "short");
    start();
    ASSERT_EQ(store->recovery().suspects.size(), 1U);
    EXPECT_EQ(store->recovery().suspects.front().files, std::vector<std::string>{"data/transcript.en.txt"});
    EXPECT_EQ(state(bundle.id), BundleState::damaged);
    EXPECT_FALSE(store->bundles().find(bundle.id).value());
    EXPECT_TRUE(store->bundles().all()->empty());
}

TEST_F(RecoveryTest, TakesAFileWithAnotherTimeOutOfServiceUntilAScrubSaysItIsRight)
{
    auto const file = sealed_file(bundle, "bagit.txt");
    fs::last_write_time(file, fs::last_write_time(file) + std::chrono::hours{1});
    start();
    EXPECT_EQ(state(bundle.id), BundleState::damaged);
    auto const report = scrub(store->bundles().scrub_task(bundle.id)->value());
    ASSERT_TRUE(report);
    EXPECT_TRUE(report->is_clean());
    EXPECT_EQ(store->bundles().conclude(*report, later).value(), BundleState::sealed);
    start();
    EXPECT_TRUE(store->recovery().suspects.empty());
    EXPECT_TRUE(store->bundles().find(bundle.id).value());
}

TEST_F(RecoveryTest, TakesAFileThatBecameALinkOutOfService)
{
    auto const file = sealed_file(bundle, "bagit.txt");
    make_writable(layout().bundle(bundle.id));
    fs::rename(file, place / "bagit.txt");
    fs::create_symlink(place / "bagit.txt", file);
    start();
    EXPECT_EQ(state(bundle.id), BundleState::damaged);
}

TEST_F(RecoveryTest, MarksABundleWhoseDirectoryIsGoneAsMissing)
{
    ASSERT_TRUE(remove_tree(layout().bundle(bundle.id)));
    start();
    EXPECT_EQ(store->recovery().missing, std::vector{bundle.id});
    EXPECT_EQ(state(bundle.id), BundleState::missing);
    start();
    EXPECT_TRUE(store->recovery().missing.empty());  // told once
}

TEST_F(RecoveryTest, LooksAgainAtADirectoryThatCameBack)
{
    fs::rename(layout().bundle(bundle.id), place / "aside");
    start();
    ASSERT_EQ(state(bundle.id), BundleState::missing);
    store.reset();
    fs::rename(place / "aside", layout().bundle(bundle.id));
    start();
    EXPECT_EQ(state(bundle.id), BundleState::damaged);
    EXPECT_EQ(store->bundles().conclude(scrub(store->bundles().scrub_task(bundle.id)->value()).value(), later).value(),
              BundleState::sealed);
}

TEST_F(RecoveryTest, RemovesTorrentsOfBundlesThatWereNeverSealed)
{
    BundleId const never{{1, 2, 3}};
    test::write_text(layout().torrent(never), "torrent");
    test::write_text(layout().torrents() / ".half.XXXXXX", "half");
    start();
    fs::directory_iterator entries{layout().torrents()};
    EXPECT_EQ(std::distance(begin(entries), end(entries)), 1);
}

TEST_F(RecoveryTest, ABundleCanBeSealedAgainAfterTheCatalogueWasLost)
{
    store.reset();
    for (auto const* const suffix : {"", "-wal", "-shm"}) fs::remove(layout().catalogue().concat(suffix));
    start();
    EXPECT_FALSE(state(bundle.id));
    seal(bundle);
    EXPECT_EQ(state(bundle.id), BundleState::sealed);
    EXPECT_EQ(store->publishers().high_water(newsroom.id())->point.seq, newsroom.newest_feed().seq);
}

TEST_F(RecoveryTest, NamesStrangersInTheSealedTreeAndLeavesThemAlone)
{
    test::write_text(layout().bundles() / "holiday/photo.jpg", "photo");
    start();
    EXPECT_EQ(store->recovery().strangers, std::vector<std::string>{"holiday"});
    EXPECT_TRUE(fs::exists(layout().bundles() / "holiday/photo.jpg"));
}

TEST_F(RecoveryTest, RefusesACatalogueOfANewerVersionAndChangesNothing)
{
    {
        auto database = Database::open(layout().catalogue(), Database::Use::own);
        ASSERT_TRUE(database->run("PRAGMA user_version = 99; PRAGMA wal_checkpoint(TRUNCATE)"));
    }
    auto const before = test::read_text(layout().catalogue());
    auto const opened = Store::open(root());
    ASSERT_FALSE(opened);
    EXPECT_THAT(opened.error().reason, ::testing::HasSubstr("version 99"));
    EXPECT_EQ(test::read_text(layout().catalogue()), before);
    EXPECT_TRUE(fs::exists(layout().bundle(bundle.id)));
}

}  // namespace
}  // namespace nightletter::store
