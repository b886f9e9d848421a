// What swarm/swarm.hpp promises of fetching: docs/formats.md 6 E. The info dictionary is judged before anything is on
// disk, then the named files arrive, and nothing else.
#include <gtest/gtest.h>

#include "tests/support/temporary_directory.hpp"
#include "tests/swarm/node.hpp"

namespace nightletter::swarm {
namespace {

using namespace std::chrono_literals;
using test::Node;
using test::SampleBundle;

class FetchTest : public ::testing::Test {
protected:
    test::TemporaryDirectory place;
    Loop loop;
    Node publisher{loop};
    Node mirror{loop};
    SampleBundle bundle = test::make_bundle(place / "published", "an-interview", test::interview());
    std::filesystem::path quarantine = place / "quarantine";

    void SetUp() override
    {
        std::filesystem::create_directory(quarantine);
        ASSERT_TRUE(publisher.offers(bundle));
    }
    Fetch order(Bytes torrent = {})
    {
        return {bundle.hash, quarantine, std::move(torrent), {publisher.endpoint()}, {}};
    }
    bool everything_arrived() { return test::same_files(bundle.folder(), quarantine / bundle.name); }
};

TEST_F(FetchTest, TheInfoDictionaryArrivesByHashAlone)
{
    mirror->fetch(order());
    ASSERT_TRUE(mirror.hears<InfoArrived>());
    EXPECT_EQ(mirror.all<InfoArrived>().front().bundle, bundle.hash);
    EXPECT_EQ(mirror.all<InfoArrived>().front().info, bundle.info());
}

TEST_F(FetchTest, NothingIsOnDiskBeforeTheInfoDictionaryIsAdmitted)
{
    mirror->fetch(order());
    ASSERT_TRUE(mirror.hears<InfoArrived>());
    mirror->want(bundle.hash, bundle.paths);
    test::run_for(loop, 1500ms);
    EXPECT_EQ(test::entries_below(quarantine), 0U);
    EXPECT_FALSE(mirror.told<Arrived>());
}

TEST_F(FetchTest, AnAdmittedBundleArrivesWhole)
{
    mirror.on_event = [&](Event const& event) {
        if (std::holds_alternative<InfoArrived>(event)) {
            mirror->admit(bundle.hash);
            mirror->want(bundle.hash, bundle.paths);
        }
    };
    mirror->fetch(order());
    ASSERT_TRUE(mirror.hears<Arrived>());
    EXPECT_TRUE(everything_arrived());
    EXPECT_FALSE(mirror.told<TroubleMet>());
    EXPECT_FALSE(mirror.told<PieceRefused>());
}

TEST_F(FetchTest, ARefusedInfoDictionaryLeavesNothingOnDisk)
{
    mirror->fetch(order());
    ASSERT_TRUE(mirror.hears<InfoArrived>());
    mirror->drop(bundle.hash);
    ASSERT_TRUE(mirror.hears<Released>());
    test::run_for(loop, 1000ms);
    EXPECT_EQ(test::entries_below(quarantine), 0U);
}

TEST_F(FetchTest, AnInfoDictionaryWithEmptyFilesCreatesNoneOfThem)
{
    auto const trap = test::make_bundle(place / "trap", "trap", {{"a.txt", ""}, {"b.txt", "b"}, {"c.txt", "c"}});
    ASSERT_TRUE(publisher.offers(trap));
    mirror->fetch({trap.hash, quarantine, {}, {publisher.endpoint()}, {}});
    ASSERT_TRUE(mirror.hears<InfoArrived>());
    mirror->drop(trap.hash);
    ASSERT_TRUE(mirror.hears<Released>());
    EXPECT_EQ(test::entries_below(quarantine), 0U);
}

TEST_F(FetchTest, ATorrentInHandNeedsNoJudge)
{
    mirror->fetch(order(bundle.torrent));
    mirror->want(bundle.hash, bundle.paths);
    ASSERT_TRUE(mirror.hears<Arrived>());
    EXPECT_FALSE(mirror.told<InfoArrived>());
    EXPECT_TRUE(everything_arrived());
}

TEST_F(FetchTest, PieceLayersMissingInTheTorrentComeFromPeers)
{
    mirror->fetch(order(bundle.torrent_without_layers()));
    mirror->want(bundle.hash, bundle.paths);
    ASSERT_TRUE(mirror.hears<Arrived>());
    EXPECT_TRUE(everything_arrived());
}

TEST_F(FetchTest, FilesComeInTheOrderInWhichTheyAreNamed)
{
    mirror->fetch(order(bundle.torrent));
    mirror->want(bundle.hash, {"data/metadata.json", "bagit.txt"});
    ASSERT_TRUE(mirror.hears<Arrived>());
    EXPECT_TRUE(std::filesystem::exists(quarantine / bundle.name / "data/metadata.json"));
    EXPECT_FALSE(std::filesystem::exists(quarantine / bundle.name / "data/transcript.en.txt"));

    mirror->want(bundle.hash, {"data/transcript.en.txt"});
    ASSERT_TRUE(mirror.hears<Arrived>(20s, 2));
    EXPECT_TRUE(std::filesystem::exists(quarantine / bundle.name / "data/transcript.en.txt"));
    EXPECT_FALSE(std::filesystem::exists(quarantine / bundle.name / "data/media"));

    mirror->want(bundle.hash, {"data/media/voice.opus"});
    ASSERT_TRUE(mirror.hears<Arrived>(20s, 3));
    EXPECT_TRUE(everything_arrived());
}

TEST_F(FetchTest, ATextOnlyMirrorServesItsTierToOthers)
{
    std::vector<std::string> const text{"bagit.txt", "data/metadata.json", "data/transcript.en.txt"};
    mirror->fetch(order(bundle.torrent));
    mirror->want(bundle.hash, text);
    ASSERT_TRUE(mirror.hears<Arrived>());
    (void)publisher.stop();

    Node reader{loop};
    auto const place_of_reader = place / "reader";
    reader->fetch({bundle.hash, place_of_reader, bundle.torrent_without_layers(), {mirror.endpoint()}, {}});
    reader->want(bundle.hash, text);
    ASSERT_TRUE(reader.hears<Arrived>());
    EXPECT_TRUE(test::same_files(quarantine / bundle.name, place_of_reader / bundle.name));
}

TEST_F(FetchTest, NothingIsFetchedThatIsNotWanted)
{
    mirror->fetch(order(bundle.torrent));
    ASSERT_TRUE(mirror.stands(bundle.hash, Stage::complete));
    test::run_for(loop, 1000ms);
    EXPECT_EQ(test::entries_below(quarantine), 0U);
    EXPECT_FALSE(mirror.told<Arrived>());
}

TEST_F(FetchTest, AFetchResumesWithWhatIsThere)
{
    std::filesystem::create_directories(quarantine / bundle.name / "data/media");
    std::filesystem::copy(bundle.file("data/media/voice.opus"), quarantine / bundle.name / "data/media/voice.opus");
    mirror->fetch(order(bundle.torrent));
    mirror->want(bundle.hash, {"data/media/voice.opus"});
    (void)publisher.stop();
    ASSERT_TRUE(mirror.hears<Arrived>());
}

TEST_F(FetchTest, ADamagedCopyHeals)
{
    std::filesystem::copy(bundle.folder(), quarantine / bundle.name, std::filesystem::copy_options::recursive);
    test::flip_a_byte(quarantine / bundle.name / "data/media/voice.opus", 500'000);
    std::filesystem::remove(quarantine / bundle.name / "bagit.txt");
    std::filesystem::resize_file(quarantine / bundle.name / "data/transcript.en.txt", 100);
    mirror->fetch(order(bundle.torrent));
    mirror->want(bundle.hash, bundle.paths);
    ASSERT_TRUE(mirror.hears<Arrived>());
    EXPECT_TRUE(everything_arrived());
}

TEST_F(FetchTest, ASourceThatComesLaterIsFound)
{
    auto const there = publisher.endpoint();
    publisher->drop(bundle.hash);
    ASSERT_TRUE(publisher.hears<Released>());
    mirror->fetch(order(bundle.torrent));
    mirror->want(bundle.hash, bundle.paths);
    test::run_for(loop, 1500ms);
    EXPECT_FALSE(mirror.told<Arrived>());
    ASSERT_TRUE(publisher.offers(bundle));
    ASSERT_TRUE(mirror.hears<Arrived>());
}

TEST_F(FetchTest, ProgressIsTold)
{
    mirror->fetch(order(bundle.torrent));
    mirror->want(bundle.hash, bundle.paths);
    ASSERT_TRUE(mirror.hears<Arrived>());
    ASSERT_TRUE(mirror.stands(bundle.hash, Stage::complete));
    auto const last = mirror.all<Standing>().back();
    EXPECT_EQ(last.held_bytes, last.wanted_bytes);
    EXPECT_GT(last.wanted_bytes, 900'000U);
}

TEST_F(FetchTest, AReleasedBundleCanBeMovedAndServedAtOnce)
{
    mirror->fetch(order(bundle.torrent));
    mirror->want(bundle.hash, bundle.paths);
    ASSERT_TRUE(mirror.hears<Arrived>());
    mirror->drop(bundle.hash);
    ASSERT_TRUE(mirror.hears<Released>());
    std::filesystem::rename(quarantine, place / "sealed");
    mirror->seed({bundle.hash, place / "sealed", bundle.torrent, {}, {}});
    ASSERT_TRUE(mirror.stands(bundle.hash, Stage::serving));
}

TEST_F(FetchTest, AnOrderGivenWhileTheBundleIsReleasedWaitsForThat)
{
    mirror->fetch(order(bundle.torrent));
    mirror->drop(bundle.hash);
    mirror->fetch(order(bundle.torrent));
    mirror->want(bundle.hash, bundle.paths);
    ASSERT_TRUE(mirror.hears<Arrived>());
    EXPECT_TRUE(mirror.told<Released>());
    EXPECT_TRUE(everything_arrived());
}

TEST_F(FetchTest, DroppingWhatIsNotHeldIsAnswered)
{
    mirror->drop(bundle.hash);
    ASSERT_TRUE(mirror.hears<Released>());
}

TEST_F(FetchTest, ATorrentOfAnotherBundleIsTrouble)
{
    auto const other = test::make_bundle(place / "other", "other", {{"a.txt", "a"}, {"b.txt", "b"}});
    mirror->fetch(order(other.torrent));
    ASSERT_TRUE(mirror.hears<TroubleMet>());
    EXPECT_EQ(mirror.all<TroubleMet>().front().bundle, bundle.hash);
    mirror->drop(bundle.hash);
    ASSERT_TRUE(mirror.hears<Released>());
}

TEST_F(FetchTest, CorruptPieceLayersAreTrouble)
{
    auto torrent = bundle.torrent;
    torrent[torrent.size() - 20] ^= 1;
    mirror->fetch(order(torrent));
    ASSERT_TRUE(mirror.hears<TroubleMet>());
    mirror->drop(bundle.hash);
    ASSERT_TRUE(mirror.hears<Released>());
}

TEST_F(FetchTest, AFileThatCannotBeWrittenIsToldOnceNotForEveryBlock)
{
    test::write_text(quarantine / bundle.name / "data", "in the way of a folder");
    mirror->fetch(order(bundle.torrent));
    mirror->want(bundle.hash, bundle.paths);
    ASSERT_TRUE(mirror.hears<TroubleMet>());
    test::run_for(loop, 1500ms);
    EXPECT_EQ(mirror.all<TroubleMet>().size(), 1U);
    auto const words = mirror.all<TroubleMet>().front().trouble.sentence();
    EXPECT_EQ(words.find(place.path().string()), std::string::npos) << words;
}

TEST_F(FetchTest, ASessionThatListensNowhereStillFetches)
{
    Settings silent;
    silent.listen.clear();
    Node reader{loop, silent};
    reader->fetch(order(bundle.torrent));
    reader->want(bundle.hash, bundle.paths);
    ASSERT_TRUE(reader.hears<Arrived>());
    EXPECT_FALSE(reader.told<Listening>());
}

TEST_F(FetchTest, AGiverWhomNobodyCanReachComesByItself)
{
    Settings silent;
    silent.listen.clear();
    Node giver{loop, silent};
    auto unreached = order(bundle.torrent);
    unreached.peers.clear();
    mirror->fetch(std::move(unreached));
    mirror->want(bundle.hash, bundle.paths);
    giver->seed({bundle.hash, bundle.directory, bundle.torrent, {}, {mirror.endpoint()}});
    EXPECT_TRUE(mirror.hears<Arrived>());
}

}  // namespace
}  // namespace nightletter::swarm
