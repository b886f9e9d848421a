// Promises: what was accepted from a publisher is kept together or not at all, and the higher of two marks counts
// (docs/formats.md section 6; store/publisher_shelf.hpp).

#include "store/publisher_shelf.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/store.hpp"
#include "tests/support/newsroom.hpp"
#include "tests/support/temporary_directory.hpp"

namespace nightletter::store {
namespace {

namespace fs = std::filesystem;

class PublisherShelfTest : public ::testing::Test {
protected:
    // Everything the newsroom has said up to `feed`.
    [[nodiscard]] PublisherRecord record(trust::Candidate const& feed) const
    {
        auto const& newest = newsroom.newest_feed();
        return {newsroom.id(), newsroom.newest_root().name, {newsroom.roots(), feed, {}, {}},
                {newsroom.newest_root().epoch, {newest.epoch, newest.seq, test::hash_of(feed)}}};
    }
    void open()
    {
        store.reset();
        auto opened = Store::open(place / "store");
        ASSERT_TRUE(opened) << opened.error().sentence();
        store = std::move(*opened);
    }
    void keep(PublisherRecord const& kept)
    {
        auto const done = store->publishers().keep(kept);
        ASSERT_TRUE(done) << done.error().sentence();
    }
    [[nodiscard]] fs::path folder() const { return place / "store/publishers" / publisher_text(newsroom.id()); }
    void SetUp() override { open(); }

    test::TemporaryDirectory place;
    test::Newsroom newsroom;
    std::unique_ptr<Store> store;
};

TEST_F(PublisherShelfTest, GivesBackTheDocumentsByteForByteAfterAStart)
{
    auto kept = record(newsroom.publish({test::release_of("one")}));
    kept.documents.heads = copy_of(as_bytes("heads"));
    kept.documents.withdrawals = {{copy_of(as_bytes("withdrawal")), copy_of(as_bytes("set"))}};
    keep(kept);
    open();
    auto const found = store->publishers().documents(newsroom.id());
    ASSERT_TRUE(found);
    EXPECT_EQ(found->roots, kept.documents.roots);
    EXPECT_EQ(found->feed, kept.documents.feed);
    EXPECT_EQ(found->heads, kept.documents.heads);
    EXPECT_EQ(found->withdrawals, kept.documents.withdrawals);
    EXPECT_EQ(store->publishers().high_water(newsroom.id()), kept.high_water);
    EXPECT_EQ(store->publishers().publishers().value(), std::vector{newsroom.id()});
}

TEST_F(PublisherShelfTest, UsesTheNamesThatAnyWebServerMayExport)
{
    keep(record(newsroom.publish({test::release_of("one")})));
    std::vector<std::string> names;
    for (auto const& entry : fs::directory_iterator{folder()}) names.push_back(entry.path().filename().string());
    EXPECT_THAT(names, ::testing::UnorderedElementsAre("root.1", "root.1.minisig", "feed", "feed.minisig"));
}

TEST_F(PublisherShelfTest, KnowsNothingOfAPublisherItNeverKept)
{
    EXPECT_TRUE(store->publishers().documents(newsroom.id())->roots.empty());
    EXPECT_EQ(store->publishers().high_water(newsroom.id()), std::nullopt);
}

TEST_F(PublisherShelfTest, FindsDocumentsAndSignatureSetsByTheirHash)
{
    auto const feed = newsroom.publish({test::release_of("one")});
    keep(record(feed));
    EXPECT_EQ(store->publishers().find(sha256(feed.document)).value(), feed.document);
    EXPECT_EQ(store->publishers().find(sha256(feed.signatures)).value(), feed.signatures);
    EXPECT_EQ(store->publishers().find(sha256(newsroom.roots().front().document)).value(),
              newsroom.roots().front().document);
    EXPECT_EQ(store->publishers().find(Sha256{}).value(), std::nullopt);
}

TEST_F(PublisherShelfTest, ForgetsTheHashOfAFeedThatWasReplaced)
{
    auto const older = newsroom.publish({test::release_of("one")});
    keep(record(older));
    auto const newer = newsroom.publish({test::release_of("two")});
    keep(record(newer));
    EXPECT_EQ(store->publishers().find(sha256(older.document)).value(), std::nullopt);
    EXPECT_EQ(store->publishers().documents(newsroom.id())->feed, newer);
}

TEST_F(PublisherShelfTest, NeverServesBytesThatDoNotHaveTheHashAskedFor)
{
    auto const feed = newsroom.publish({test::release_of("one")});
    keep(record(feed));
    test::write_text(folder() / "feed", "tampered");
    EXPECT_EQ(store->publishers().find(sha256(feed.document)).value(), std::nullopt);
}

TEST_F(PublisherShelfTest, RemovesAWithdrawalThatIsNotKeptAnyMore)
{
    auto kept = record(newsroom.publish({test::release_of("one")}));
    kept.documents.withdrawals = {{copy_of(as_bytes("hide")), copy_of(as_bytes("set"))}};
    keep(kept);
    kept.documents.withdrawals.clear();
    keep(kept);
    EXPECT_TRUE(store->publishers().documents(newsroom.id())->withdrawals.empty());
}

TEST_F(PublisherShelfTest, CarriesOutAtTheStartWhatTheJournalHadDecided)
{
    keep(record(newsroom.publish({test::release_of("one")})));
    auto const newer = newsroom.publish({test::release_of("two")});
    store.reset();
    auto const decided = place / "store/journal" / publisher_text(newsroom.id());
    test::write_text(decided / "feed", as_text(newer.document));
    test::write_text(decided / "feed.minisig", as_text(newer.signatures));
    open();
    EXPECT_EQ(store->publishers().documents(newsroom.id())->feed, newer);
    EXPECT_FALSE(fs::exists(decided));
}

TEST_F(PublisherShelfTest, DropsAtTheStartWhatTheJournalHadNotDecided)
{
    auto const held = newsroom.publish({test::release_of("one")});
    keep(record(held));
    store.reset();
    test::write_text(place / "store/journal" / ("undecided." + publisher_text(newsroom.id())) / "feed", "half");
    open();
    EXPECT_EQ(store->publishers().documents(newsroom.id())->feed, held);
    EXPECT_TRUE(fs::is_empty(place / "store/journal"));
}

TEST_F(PublisherShelfTest, KeepsHWhenTheCatalogueIsLost)
{
    auto const kept = record(newsroom.publish({test::release_of("one")}));
    keep(kept);
    store.reset();
    fs::remove(place / "store/catalogue.db");
    open();
    EXPECT_EQ(store->publishers().high_water(newsroom.id()), kept.high_water);
    EXPECT_EQ(store->publishers().documents(newsroom.id())->feed, kept.documents.feed);
}

TEST_F(PublisherShelfTest, KeepsHWhenTheLogIsLostOrOlder)
{
    keep(record(newsroom.publish({test::release_of("one")})));
    auto const older_log = test::read_text(place / "store/highwater.log");
    auto const kept = record(newsroom.publish({test::release_of("two")}));
    keep(kept);
    for (auto const& log : {std::string{}, older_log}) {
        store.reset();
        test::write_text(place / "store/highwater.log", log);
        open();
        EXPECT_EQ(store->publishers().high_water(newsroom.id()), kept.high_water);
    }
}

}  // namespace
}  // namespace nightletter::store
