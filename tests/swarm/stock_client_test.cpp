// A client that is not ours takes bundles from us and gives them to us: docs/formats.md section 2, the torrent.
#include <gtest/gtest.h>

#include "tests/support/stock_client.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/swarm/node.hpp"

namespace nightletter::swarm {
namespace {

using namespace std::chrono_literals;
using test::Node;
using test::SampleBundle;

class StockClientTest : public ::testing::Test {
protected:
    test::TemporaryDirectory place;
    Loop loop;
    Node ours{loop};
    test::StockClient theirs{place / "profile"};
    SampleBundle bundle = test::make_bundle(place / "published", "an-interview", test::interview());

    // Asks a web interface, so not for every handler of the loop.
    bool they_have_it_all()
    {
        for (int tries = 0; tries < 200; ++tries) {
            if (theirs.progress(bundle.hash) >= 1.0) return true;
            test::run_for(loop, 100ms);
        }
        return false;
    }
    bool they_know_it()
    {
        for (int tries = 0; tries < 100 && theirs.progress(bundle.hash) < 0; ++tries) test::run_for(loop, 50ms);
        return theirs.progress(bundle.hash) >= 0;
    }
};

TEST_F(StockClientTest, WeFetchFromItByHashAndJudgeBeforeAFileIsCreated)
{
    theirs.seed(bundle.torrent, bundle.directory);
    ASSERT_TRUE(they_have_it_all());
    auto const quarantine = place / "quarantine";
    ours->fetch({bundle.hash, quarantine, {}, {{"127.0.0.1", theirs.port()}}, {}});
    ASSERT_TRUE(ours.hears<InfoArrived>());
    EXPECT_EQ(ours.all<InfoArrived>().front().info, bundle.info());
    EXPECT_EQ(test::entries_below(quarantine), 0U);
    ours->admit(bundle.hash);
    ours->want(bundle.hash, {"data/metadata.json"});
    ASSERT_TRUE(ours.hears<Arrived>());
    ours->want(bundle.hash, bundle.paths);
    ASSERT_TRUE(ours.hears<Arrived>(20s, 2));
    EXPECT_TRUE(test::same_files(bundle.folder(), quarantine / bundle.name));
    EXPECT_FALSE(ours.told<PieceRefused>());
}

TEST_F(StockClientTest, ItFetchesFromUsByTorrent)
{
    ASSERT_TRUE(ours.offers(bundle));
    theirs.download(bundle.torrent, place / "downloads");
    ASSERT_TRUE(they_know_it());
    theirs.connect(bundle.hash, ours.endpoint().port);
    ASSERT_TRUE(they_have_it_all());
    EXPECT_TRUE(test::same_files(bundle.folder(), place / "downloads" / bundle.name));
}

TEST_F(StockClientTest, ItFetchesFromUsByHashAlone)
{
    ASSERT_TRUE(ours.offers(bundle));
    theirs.download_by_hash(bundle.hash, place / "downloads");
    ASSERT_TRUE(they_know_it());
    theirs.connect(bundle.hash, ours.endpoint().port);
    ASSERT_TRUE(they_have_it_all());
    EXPECT_TRUE(test::same_files(bundle.folder(), place / "downloads" / bundle.name));
}

}  // namespace
}  // namespace nightletter::swarm
