// store/store.hpp, `erase`: nothing is left of what was withdrawn, at the cost of one writing.
#include "tests/store/store_test_case.hpp"

namespace nightletter::store {
namespace {

class EraseTest : public test::StoreTestCase {
protected:
    // Every VACUUM adds one to it.
    [[nodiscard]] std::int64_t writings_of_the_catalogue() const
    {
        return Database::open(layout().catalogue(), Database::Use::look)->integer("PRAGMA schema_version").value();
    }
    [[nodiscard]] std::vector<BundleRow> rows() { return store->bundles().rows().value(); }
};

TEST_F(EraseTest, WritesTheCatalogueAnewOnceForManyBundles)
{
    for (auto const* const slug : {"first", "second", "third", "kept"}) seal(publish(slug));
    auto gone = rows();
    auto const kept = std::ranges::find(gone, "kept", &BundleRow::slug)->id;
    std::erase_if(gone, [&](BundleRow const& row) { return row.id == kept; });
    auto const before = writings_of_the_catalogue();
    ASSERT_TRUE(store->erase(gone, later));
    EXPECT_EQ(writings_of_the_catalogue(), before + 1);
    ASSERT_EQ(rows().size(), 1U);
    EXPECT_EQ(rows()[0].id, kept);
    for (auto const& row : gone) EXPECT_FALSE(std::filesystem::exists(layout().bundle(row.id))) << row.slug;
    EXPECT_FALSE(std::filesystem::exists(layout().erasing()));
}

TEST_F(EraseTest, OfNothingWritesNothing)
{
    seal(publish());
    auto const before = writings_of_the_catalogue();
    ASSERT_TRUE(store->erase({}, later));
    EXPECT_EQ(writings_of_the_catalogue(), before);
}

TEST_F(EraseTest, RowsOfAPublisherAreTheirsAloneWithTheirTitles)
{
    auto const printed = publish();
    seal(printed);
    auto const all = rows();
    auto const own = store->bundles().rows_of(newsroom.id()).value();
    ASSERT_EQ(own.size(), 1U);
    EXPECT_EQ(own[0].titles, all[0].titles);
    EXPECT_FALSE(own[0].titles.empty());
    EXPECT_TRUE(store->bundles().rows_of(test::Newsroom{"Another Collective"}.id())->empty());
}

}  // namespace
}  // namespace nightletter::store
