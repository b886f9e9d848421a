// Promises: a sealed file that changed is found and named, and its bundle is served again only after a verified copy
// took its place (docs/architecture.md, "The life of a bundle", step 7; store/scrub.hpp).

#include "tests/store/store_test_case.hpp"

namespace nightletter::store {
namespace {

namespace fs = std::filesystem;

class ScrubTest : public test::StoreTestCase {
protected:
    test::Printed bundle = publish("night-school", {{"data/media/night.ogg", std::string(200'000, 'o')}});
    void SetUp() override { seal(bundle); }
    [[nodiscard]] ScrubReport scrubbed() { return scrub(store->bundles().scrub_task(bundle.id)->value()).value(); }
    // Same size and times: nothing but reading it can tell.
    void flip_a_bit(std::string_view path, std::size_t offset) const
    {
        auto const file = sealed_file(bundle, path);
        auto const time = fs::last_write_time(file);
        auto contents = test::read_text(file);
        contents[offset] ^= 1;
        overwrite(file, contents);
        fs::last_write_time(file, time);
    }
};

TEST_F(ScrubTest, FindsNothingInACopyThatIsAsItWasSealed)
{
    EXPECT_TRUE(scrubbed().is_clean());
    EXPECT_EQ(store->bundles().conclude(scrubbed(), later).value(), BundleState::sealed);
}

TEST_F(ScrubTest, RemembersWhenEveryByteWasLastRead)
{
    ASSERT_EQ(store->bundles().conclude(scrubbed(), later).value(), BundleState::sealed);
    start();
    EXPECT_EQ(store->bundles().find(bundle.id).value()->row().read_at, later);
}

TEST_F(ScrubTest, ACopyThatWasWrongHasNotBeenReadAnew)
{
    flip_a_bit("data/media/night.ogg", 7);
    ASSERT_EQ(store->bundles().conclude(scrubbed(), later).value(), BundleState::damaged);
    EXPECT_LT(store->bundles().rows().value()[0].read_at, later);
}

TEST_F(ScrubTest, ACatalogueOfTheFirstVersionTakesTheSealingForTheLastReading)
{
    store.reset();
    {
        auto database = Database::open(layout().catalogue(), Database::Use::own);
        ASSERT_TRUE(database->run("ALTER TABLE bundle DROP COLUMN read_at; PRAGMA user_version = 1"));
    }
    start();
    auto const row = store->bundles().find(bundle.id).value()->row();
    EXPECT_EQ(row.read_at, row.sealed_at);
}

TEST_F(ScrubTest, FindsAFlippedBitThatNoTimeOrSizeShows)
{
    flip_a_bit("data/media/night.ogg", 123'456);
    start();
    EXPECT_TRUE(store->recovery().suspects.empty());
    auto const report = scrubbed();
    EXPECT_EQ(report.changed, std::vector<std::string>{"data/media/night.ogg"});
    EXPECT_EQ(store->bundles().conclude(report, later).value(), BundleState::damaged);
    EXPECT_FALSE(store->bundles().find(bundle.id).value());
}

TEST_F(ScrubTest, FindsAFlippedBitInEveryFile)
{
    auto const task = store->bundles().scrub_task(bundle.id)->value();
    for (auto const& file : task.files) {
        flip_a_bit(file.path, file.size / 2);
        EXPECT_EQ(scrubbed().changed, std::vector{file.path});
        flip_a_bit(file.path, file.size / 2);
    }
    EXPECT_TRUE(scrubbed().is_clean());
}

TEST_F(ScrubTest, NamesMissingAndUnexpectedFiles)
{
    ASSERT_TRUE(make_writable(layout().bundle(bundle.id)));
    fs::remove(sealed_file(bundle, "bagit.txt"));
    test::write_text(sealed_file(bundle, "data/extra.txt"), "extra");
    auto const report = scrubbed();
    EXPECT_EQ(report.missing, std::vector<std::string>{"bagit.txt"});
    EXPECT_EQ(report.unexpected, std::vector<std::string>{"data/extra.txt"});
}

TEST_F(ScrubTest, SaysMissingWhenTheWholeDirectoryIsGone)
{
    ASSERT_TRUE(remove_tree(layout().bundle(bundle.id)));
    EXPECT_EQ(store->bundles().conclude(scrubbed(), later).value(), BundleState::missing);
}

TEST_F(ScrubTest, TakesABundleOutOfServiceAtAWordFromElsewhere)
{
    ASSERT_TRUE(store->bundles().take_out_of_service(bundle.id, BundleState::damaged));
    EXPECT_TRUE(store->bundles().all()->empty());
}

TEST_F(ScrubTest, HealsByCompletingACopyInQuarantineAndSealingItAgain)
{
    flip_a_bit("data/media/night.ogg", 5);
    ASSERT_EQ(store->bundles().conclude(scrubbed(), later).value(), BundleState::damaged);
    auto const task = store->bundles().healing_task(bundle.id)->value();
    ASSERT_TRUE(copy_for_healing(task));
    // What peers would do: the missing piece is written.
    auto const copy = layout().arrival_copy(bundle.torrent.info_hash()) / bundle.directory.filename();
    test::write_text(copy / "data/media/night.ogg", std::string(200'000, 'o'));
    auto const settled =
        test::settle_copy(store->quarantine().hold_still(bundle.torrent.info_hash()).value(), bundle.torrent.bytes());
    ASSERT_TRUE(settled) << settled.error().trouble.sentence();
    ASSERT_TRUE(store->bundles().seal(*settled, test::titles_of(bundle.directory), UtcTime{}));
    EXPECT_EQ(state(bundle.id), BundleState::sealed);
    EXPECT_TRUE(scrubbed().is_clean());
    EXPECT_TRUE(store->quarantine().arrivals()->empty());
}

TEST_F(ScrubTest, KeepsTheDamagedCopyUntilAVerifiedOneTakesItsPlace)
{
    flip_a_bit("data/media/night.ogg", 5);
    ASSERT_EQ(store->bundles().conclude(scrubbed(), later).value(), BundleState::damaged);
    ASSERT_TRUE(copy_for_healing(store->bundles().healing_task(bundle.id)->value()));
    EXPECT_FALSE(
        test::settle_copy(store->quarantine().hold_still(bundle.torrent.info_hash()).value(), bundle.torrent.bytes()));
    EXPECT_TRUE(fs::exists(sealed_file(bundle, "data/media/night.ogg")));
    EXPECT_EQ(state(bundle.id), BundleState::damaged);
}

TEST_F(ScrubTest, HealsABundleThatIsMissingFromItsTorrentAlone)
{
    ASSERT_TRUE(remove_tree(layout().bundle(bundle.id)));
    start();
    ASSERT_TRUE(copy_for_healing(store->bundles().healing_task(bundle.id)->value()));
    EXPECT_EQ(store->quarantine().torrent(bundle.torrent.info_hash()).value(), bundle.torrent.bytes());
    seal(bundle);
    EXPECT_EQ(state(bundle.id), BundleState::sealed);
}

}  // namespace
}  // namespace nightletter::store
