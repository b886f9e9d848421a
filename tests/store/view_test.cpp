// Promises: other programs see sealed bundles, one moment at a time, from files that nobody writes to any more
// (docs/architecture.md, "The store, seen from outside"; store/view.hpp).

#include "store/view_reader.hpp"

#include "tests/store/store_test_case.hpp"

namespace nightletter::store {
namespace {

namespace fs = std::filesystem;

class ViewTest : public test::StoreTestCase {
protected:
    void show(std::int64_t second)
    {
        auto const shown = store->publish_view(UtcTime{second});
        ASSERT_TRUE(shown) << shown.error().sentence();
    }
    [[nodiscard]] ViewReader reader() const
    {
        auto opened = ViewReader::open(root());
        if (!opened) throw std::runtime_error{opened.error().sentence()};
        return std::move(*opened);
    }
};

TEST_F(ViewTest, SaysThatNoneWasPublishedYet)
{
    auto const opened = ViewReader::open(root());
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().system_error, ENOENT);
}

TEST_F(ViewTest, ListsASealedBundleWithWhatReadersAskFor)
{
    auto const bundle = publish();
    seal(bundle);
    show(10);
    auto view = reader();
    auto const rows = view.bundles().value();
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows.front().id, bundle.id);
    EXPECT_EQ(rows.front().state, BundleState::sealed);
    EXPECT_EQ(rows.front().titles.at("en"), "A night school");
    EXPECT_EQ(view.bag(rows.front()), sealed_file(bundle, "").parent_path());
    EXPECT_EQ(view.files(bundle.id)->size(), store->bundles().scrub_task(bundle.id)->value().files.size());
    ASSERT_EQ(view.publishers()->size(), 1U);
    EXPECT_EQ(view.publishers()->front().name, "Example Collective");
    EXPECT_EQ(view.bundle(BundleId{}).value().has_value(), false);
}

TEST_F(ViewTest, NeverListsACopyThatIsNotSealed)
{
    auto const bundle = publish();
    auto const settled = test::settle_copy(arrive(bundle), bundle.torrent.bytes());
    ASSERT_TRUE(settled);
    show(10);
    EXPECT_TRUE(reader().bundles()->empty());
}

TEST_F(ViewTest, TellsThatABundleIsOutOfService)
{
    auto const bundle = publish();
    seal(bundle);
    ASSERT_TRUE(store->bundles().take_out_of_service(bundle.id, BundleState::damaged));
    show(10);
    EXPECT_EQ(reader().bundle(bundle.id).value()->state, BundleState::damaged);
}

TEST_F(ViewTest, IsMadeAtMostEveryTwoSecondsAndOnlyAfterAChange)
{
    show(10);
    auto const first = reader().number();
    auto const bundle = publish();
    show(11);
    EXPECT_EQ(reader().number(), first);
    show(12);
    EXPECT_EQ(reader().number(), first + 1);
    show(20);
    EXPECT_EQ(reader().number(), first + 1);
}

TEST_F(ViewTest, IsMadeAfterTheClockWentBack)
{
    show(1000);
    (void)publish();
    show(5);
    EXPECT_EQ(reader().publishers()->size(), 1U);
}

TEST_F(ViewTest, AReaderKeepsItsMomentWhileNewOnesAreMade)
{
    show(10);
    auto old = reader();
    for (int n = 1; n <= 3; ++n) {
        (void)publish("interview-" + std::to_string(n));
        show(10 + 2 * n);
    }
    EXPECT_TRUE(old.publishers()->empty());
    EXPECT_EQ(reader().publishers()->size(), 1U);
}

TEST_F(ViewTest, KeepsTheNewestAndTheOneBefore)
{
    for (int n = 1; n <= 5; ++n) {
        (void)publish("interview-" + std::to_string(n));
        show(10 * n);
    }
    fs::directory_iterator entries{layout().view()};
    EXPECT_EQ(std::distance(begin(entries), end(entries)), 3);  // two views and the link
}

TEST_F(ViewTest, CountsOnAcrossStarts)
{
    show(10);
    auto const first = reader().number();
    start();
    show(10);
    EXPECT_GT(reader().number(), first);
}

TEST_F(ViewTest, CanBeReadWhereNothingCanBeWritten)
{
    show(10);
    auto const copy = place / "copy";
    fs::create_directories(copy / "view");
    fs::copy(layout().view() / "current", copy / "view/current", fs::copy_options::copy_symlinks);
    fs::copy(layout().view() / "1.db", copy / "view/1.db");
    fs::permissions(copy / "view/1.db", static_cast<fs::perms>(0444));
    fs::permissions(copy / "view", static_cast<fs::perms>(0555));
    auto view = ViewReader::open(copy);
    ASSERT_TRUE(view) << view.error().sentence();
    EXPECT_TRUE(view->publishers());
    fs::directory_iterator entries{copy / "view"};
    EXPECT_EQ(std::distance(begin(entries), end(entries)), 2);  // no journal, no -wal, no -shm
}

TEST_F(ViewTest, CanBeReadFromADirectoryWithAnyName)
{
    store.reset();
    fs::rename(root(), place / "100% ?#odd");
    auto const opened = Store::open(place / "100% ?#odd");
    ASSERT_TRUE(opened);
    ASSERT_TRUE((*opened)->publish_view(UtcTime{10}));
    EXPECT_TRUE(ViewReader::open(place / "100% ?#odd"));
}

}  // namespace
}  // namespace nightletter::store
