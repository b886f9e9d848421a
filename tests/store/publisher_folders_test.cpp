// Promises: what was accepted from a publisher is kept together or not at all, and the higher of two marks counts
// (docs/formats.md section 6; store/publisher_folders.hpp).

#include "store/publisher_folders.hpp"

#include "tests/store/store_test_case.hpp"
#include "trust/record.hpp"
#include "trust/withdrawal_list.hpp"

namespace nightletter::store {
namespace {

namespace fs = std::filesystem;

class PublisherFoldersTest : public test::StoreTestCase {
protected:
    [[nodiscard]] PublisherRecord record(trust::Candidate const& feed) const { return test::record_of(newsroom, feed); }
    void keep(PublisherRecord const& kept)
    {
        auto const done = store->publishers().keep(kept);
        ASSERT_TRUE(done) << done.error().sentence();
    }
    [[nodiscard]] fs::path folder() const { return layout().publisher(newsroom.id()); }
};

TEST_F(PublisherFoldersTest, GivesBackTheDocumentsByteForByteAfterAStart)
{
    auto kept = record(newsroom.publish({test::release_of("one")}));
    kept.documents.heads = copy_of(as_bytes("heads"));
    kept.documents.withdrawals = {{copy_of(as_bytes("withdrawal")), copy_of(as_bytes("set"))}};
    keep(kept);
    start();
    auto const found = store->publishers().documents(newsroom.id());
    ASSERT_TRUE(found);
    EXPECT_EQ(found->roots, kept.documents.roots);
    EXPECT_EQ(found->feed, kept.documents.feed);
    EXPECT_EQ(found->heads, kept.documents.heads);
    EXPECT_EQ(found->withdrawals, kept.documents.withdrawals);
    EXPECT_EQ(store->publishers().high_water(newsroom.id()), kept.high_water);
    EXPECT_EQ(store->publishers().publishers().value(), std::vector{newsroom.id()});
}

TEST_F(PublisherFoldersTest, UsesTheNamesThatAnyWebServerMayExport)
{
    keep(record(newsroom.publish({test::release_of("one")})));
    std::vector<std::string> names;
    for (auto const& entry : fs::directory_iterator{folder()}) names.push_back(entry.path().filename().string());
    EXPECT_THAT(names, ::testing::UnorderedElementsAre("root.1", "root.1.minisig", "feed", "feed.minisig"));
}

TEST_F(PublisherFoldersTest, KnowsNothingOfAPublisherItNeverKept)
{
    EXPECT_TRUE(store->publishers().documents(newsroom.id())->roots.empty());
    EXPECT_EQ(store->publishers().high_water(newsroom.id()), std::nullopt);
}

TEST_F(PublisherFoldersTest, FindsDocumentsAndSignatureSetsByTheirHash)
{
    auto const feed = newsroom.publish({test::release_of("one")});
    keep(record(feed));
    EXPECT_EQ(store->publishers().find(sha256(feed.document)).value(), feed.document);
    EXPECT_EQ(store->publishers().find(sha256(feed.signatures)).value(), feed.signatures);
    EXPECT_EQ(store->publishers().find(sha256(newsroom.roots().front().document)).value(),
              newsroom.roots().front().document);
    EXPECT_EQ(store->publishers().find(Sha256{}).value(), std::nullopt);
}

TEST_F(PublisherFoldersTest, ForgetsTheHashOfAFeedThatWasReplaced)
{
    auto const older = newsroom.publish({test::release_of("one")});
    keep(record(older));
    auto const newer = newsroom.publish({test::release_of("two")});
    keep(record(newer));
    EXPECT_EQ(store->publishers().find(sha256(older.document)).value(), std::nullopt);
    EXPECT_EQ(store->publishers().documents(newsroom.id())->feed, newer);
}

TEST_F(PublisherFoldersTest, NeverServesBytesThatDoNotHaveTheHashAskedFor)
{
    auto const feed = newsroom.publish({test::release_of("one")});
    keep(record(feed));
    test::write_text(folder() / "feed", "tampered");
    EXPECT_EQ(store->publishers().find(sha256(feed.document)).value(), std::nullopt);
}

TEST_F(PublisherFoldersTest, RemovesAWithdrawalThatIsNotKeptAnyMore)
{
    auto kept = record(newsroom.publish({test::release_of("one")}));
    kept.documents.withdrawals = {{copy_of(as_bytes("hide")), copy_of(as_bytes("set"))}};
    keep(kept);
    kept.documents.withdrawals.clear();
    keep(kept);
    EXPECT_TRUE(store->publishers().documents(newsroom.id())->withdrawals.empty());
}

// docs/formats.md 5.11.
TEST_F(PublisherFoldersTest, ListsTheWithdrawalsThatTheFeedDoesNotNameAsLongAsThereAreAny)
{
    auto kept = record(newsroom.publish({test::release_of("one")}));
    trust::Candidate const named{copy_of(as_bytes("named")), copy_of(as_bytes("set"))};
    trust::Candidate const unnamed{copy_of(as_bytes("unnamed")), copy_of(as_bytes("set"))};
    auto feed = newsroom.next_feed();
    feed.withdrawals = {{BundleId{}, test::hash_of(named)}};
    kept = record(newsroom.publish(feed));
    kept.documents.withdrawals = {named, unnamed};
    keep(kept);
    EXPECT_EQ(test::read_text(folder() / "withdrawals"), trust::WithdrawalList{{test::hash_of(unnamed)}}.text());

    feed = newsroom.next_feed();
    auto const bundle = *BundleId::from(sha256(as_bytes("x")).bytes());
    feed.withdrawals = {{BundleId{}, test::hash_of(named)}, {bundle, test::hash_of(unnamed)}};
    auto newer = record(newsroom.publish(feed));
    newer.documents.withdrawals = kept.documents.withdrawals;
    keep(newer);
    EXPECT_FALSE(fs::exists(folder() / "withdrawals"));
    start();
    EXPECT_EQ(store->publishers().documents(newsroom.id())->withdrawals.size(), 2U);
}

TEST_F(PublisherFoldersTest, WritesTheListOfWithdrawalsAnewWhenItWasTamperedWith)
{
    auto kept = record(newsroom.publish({test::release_of("one")}));
    kept.documents.withdrawals = {{copy_of(as_bytes("unnamed")), copy_of(as_bytes("set"))}};
    keep(kept);
    auto const written = test::read_text(folder() / "withdrawals");
    test::write_text(folder() / "withdrawals", "nightletter withdrawals 1\nend\n");
    keep(kept);
    EXPECT_EQ(test::read_text(folder() / "withdrawals"), written);
}

TEST_F(PublisherFoldersTest, KeepsTheRecordAndTheProofWhereNoWebServerLooks)
{
    auto kept = record(newsroom.publish({test::release_of("one")}));
    trust::Record known;
    known.publisher = newsroom.id();
    known.high_water = kept.high_water.point;
    known.time_floor = test::at("2026-05-03T10:00:00Z");
    kept.documents.record = copy_of(as_bytes(known.text()));
    kept.documents.feed_proof = copy_of(as_bytes("two feeds"));
    kept.documents.root_proof = copy_of(as_bytes("two roots"));
    keep(kept);
    start();
    auto const found = store->publishers().documents(newsroom.id());
    EXPECT_EQ(found->record, kept.documents.record);
    EXPECT_EQ(found->feed_proof, kept.documents.feed_proof);
    EXPECT_EQ(found->root_proof, kept.documents.root_proof);
    EXPECT_EQ(store->publishers().find(sha256(*kept.documents.record)).value(), std::nullopt);
    EXPECT_FALSE(fs::exists(folder() / "record"));
    EXPECT_EQ(fs::status(layout().records()).permissions() & fs::perms::others_all, fs::perms::none);
}

TEST_F(PublisherFoldersTest, GivesARecordThatIsNeverBehindTheLog)
{
    auto kept = record(newsroom.publish({test::release_of("one")}));
    trust::Record known;
    known.publisher = newsroom.id();
    known.high_water = kept.high_water.point;
    kept.documents.record = copy_of(as_bytes(known.text()));
    keep(kept);
    kept.high_water = record(newsroom.publish({test::release_of("two")})).high_water;
    keep(kept);  // as after an old record was put back
    auto const found = store->publishers().documents(newsroom.id());
    EXPECT_EQ(trust::Record::parse(*found->record)->high_water, kept.high_water.point);
}

TEST_F(PublisherFoldersTest, GivesARecordWithHWhenTheRecordIsLost)
{
    auto const kept = record(newsroom.publish({test::release_of("one")}));
    keep(kept);
    auto const found = store->publishers().documents(newsroom.id());
    EXPECT_EQ(trust::Record::parse(found->record.value())->high_water, kept.high_water.point);
}

TEST_F(PublisherFoldersTest, CarriesOutAtTheStartWhatTheJournalHadDecided)
{
    keep(record(newsroom.publish({test::release_of("one")})));
    auto const newer = newsroom.publish({test::release_of("two")});
    store.reset();
    auto const decided = layout().journal() / publisher_text(newsroom.id());
    auto const below = decided / "publishers" / publisher_text(newsroom.id());
    test::write_text(below / "feed", as_text(newer.document));
    test::write_text(below / "feed.minisig", as_text(newer.signatures));
    start();
    EXPECT_EQ(store->publishers().documents(newsroom.id())->feed, newer);
    EXPECT_FALSE(fs::exists(decided));
}

TEST_F(PublisherFoldersTest, DropsAtTheStartWhatTheJournalHadNotDecided)
{
    auto const held = newsroom.publish({test::release_of("one")});
    keep(record(held));
    store.reset();
    test::write_text(root() / "journal" / ("undecided." + publisher_text(newsroom.id())) / "feed", "half");
    start();
    EXPECT_EQ(store->publishers().documents(newsroom.id())->feed, held);
    EXPECT_TRUE(fs::is_empty(root() / "journal"));
}

TEST_F(PublisherFoldersTest, KeepsHWhenTheCatalogueIsLost)
{
    auto const kept = record(newsroom.publish({test::release_of("one")}));
    keep(kept);
    store.reset();
    fs::remove(root() / "catalogue.db");
    start();
    EXPECT_EQ(store->publishers().high_water(newsroom.id()), kept.high_water);
    EXPECT_EQ(store->publishers().documents(newsroom.id())->feed, kept.documents.feed);
}

TEST_F(PublisherFoldersTest, KeepsHWhenTheLogIsLostOrOlder)
{
    keep(record(newsroom.publish({test::release_of("one")})));
    auto const older_log = test::read_text(root() / "highwater.log");
    auto const kept = record(newsroom.publish({test::release_of("two")}));
    keep(kept);
    for (auto const& log : {std::string{}, older_log}) {
        store.reset();
        test::write_text(root() / "highwater.log", log);
        start();
        EXPECT_EQ(store->publishers().high_water(newsroom.id()), kept.high_water);
    }
}

}  // namespace
}  // namespace nightletter::store
