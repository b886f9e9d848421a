// docs/architecture.md, "The life of a bundle", for several mirrors in one process: the real store and the real
// judgement, a swarm and a clock that the test moves.
#include <gmock/gmock.h>

#include "mirror/topic.hpp"
#include "store/view_reader.hpp"
#include "tests/mirror/computers.hpp"

namespace nightletter::mirror {
namespace {

TEST_F(MirrorTest, TakesInWhatASignerMadeAndGivesItToNeighbours)
{
    desk.start();
    away.start();
    auto const printed = publish("night-school", {{"data/media/talk.opus", "a recording"}});
    pass(5s);
    EXPECT_TRUE(desk.has(printed.id));
    EXPECT_TRUE(away.has(printed.id));
    EXPECT_TRUE(away.swarm->seeds(printed.torrent.info_hash()));
    EXPECT_EQ(rooms(away), 0U);
}

TEST_F(MirrorTest, LeavesTheWatchedFolderAsItIs)
{
    desk.start();
    auto const printed = publish("night-school");
    auto const before = test::read_text(printed.directory / "tagmanifest-sha256.txt");
    pass(5s);
    ASSERT_TRUE(desk.has(printed.id));
    EXPECT_EQ(test::read_text(printed.directory / "tagmanifest-sha256.txt"), before);
    EXPECT_TRUE(fs::exists(output.directory() / "night-school.torrent"));
}

TEST_F(MirrorTest, ServesWhatIsSealedAfterARestart)
{
    desk.start();
    auto const printed = publish("night-school");
    pass(5s);
    desk.stop();
    desk.reports.clear();
    desk.start();
    EXPECT_TRUE(desk.swarm->seeds(printed.torrent.info_hash()));
    pass(5s);
    EXPECT_TRUE(desk.all<BundleDamaged>().empty());
    EXPECT_TRUE(desk.all<BundleSealed>().empty());
    EXPECT_TRUE(desk.all<StoreRecovered>().empty());
}

TEST_F(MirrorTest, HasWhatIsSealedMadeKnownByItsInfoHash)
{
    desk.start();
    auto const first = publish("night-school");
    pass(65s);
    EXPECT_EQ(desk.swarm->announced(), std::vector{first.torrent.info_hash()});
    for (std::size_t number = 0; number < Collection::newest_announced; ++number)
        publish("evening-school-" + std::to_string(number));
    pass(65s);
    EXPECT_EQ(desk.swarm->announced().size(), Collection::newest_announced);
}

TEST_F(MirrorTest, RefusesASpoiledCopyAndKeepsNothingOfIt)
{
    desk.start();
    away.start();
    auto const printed = publish("night-school");
    away.swarm->spoil("data/transcript.en.txt");
    pass(5s);
    EXPECT_FALSE(away.has(printed.id));
    ASSERT_EQ(away.all<BundleRefused>().size(), 1U);
    EXPECT_EQ(away.all<BundleRefused>()[0].word, "content-mismatch");
    EXPECT_EQ(away.all<BundleRefused>()[0].path, "data/transcript.en.txt");
    EXPECT_EQ(rooms(away), 0U);
    EXPECT_FALSE(away.swarm->seeds(printed.torrent.info_hash()));
}

TEST_F(MirrorTest, NothingUnsealedIsInTheView)
{
    desk.start();
    away.start();
    auto const printed = publish("night-school");
    away.swarm->spoil("data/transcript.en.txt");
    pass(5s);
    clock.time.seconds += 10;
    pass(2s);
    auto view = store::ViewReader::open(place / "away");
    ASSERT_TRUE(view);
    EXPECT_TRUE(view->bundles().value().empty());
    auto desks = store::ViewReader::open(place / "desk");
    ASSERT_TRUE(desks);
    ASSERT_EQ(desks->bundles().value().size(), 1U);
    EXPECT_EQ(desks->bundles().value()[0].id, printed.id);
}

TEST_F(MirrorTest, FetchesOnlyTheBundleThatIsAskedFor)
{
    desk.start();
    auto const first = publish("night-school");
    auto const second = publish("day-school");
    away.options.only = {second.id};
    away.start();
    pass(8s);
    EXPECT_TRUE(away.has(second.id));
    EXPECT_FALSE(away.has(first.id));
    EXPECT_EQ(away.mirror->unfinished(), 0U);
}

TEST_F(MirrorTest, WhatHasComeOfAnotherBundleIsSweptOnlyByWhoeverFollowsAll)
{
    away.start();
    away.stop();
    auto const stray = place / "away" / "quarantine" / sha256(as_bytes("another")).hex();
    fs::create_directories(stray / "copy");
    away.options.strays = Strays::left;
    away.start();
    EXPECT_TRUE(fs::exists(stray));
    away.stop();
    away.options.strays = Strays::swept;
    away.start();
    pass(1s);
    EXPECT_FALSE(fs::exists(stray));
}

TEST_F(MirrorTest, ATextOnlyMirrorIsCompleteForItsTier)
{
    desk.start();
    away.options.fetch.tiers = bundles::TierSet::up_to(bundles::Tier::text);
    away.start();
    auto const printed = publish("night-school", {{"data/media/talk.opus", "a recording"}});
    pass(5s);
    ASSERT_TRUE(away.has(printed.id));
    auto const bag = place / "away" / "bundles" / bundle_text(printed.id) / "night-school";
    EXPECT_TRUE(fs::exists(bag / "data/transcript.en.txt"));
    EXPECT_FALSE(fs::exists(bag / "data/media/talk.opus"));
}

TEST_F(MirrorTest, ATextOnlyCopyIsCompletedOnceMoreIsWanted)
{
    desk.start();
    away.options.fetch.tiers = bundles::TierSet::up_to(bundles::Tier::text);
    away.start();
    auto const printed = publish("night-school", {{"data/media/talk.opus", "a recording"}});
    pass(5s);
    ASSERT_TRUE(away.has(printed.id));
    away.stop();
    away.options.fetch.tiers = bundles::TierSet::all();
    away.start();
    EXPECT_EQ(away.mirror->unfinished(), 1U);
    pass(8s);
    auto const row = away.store->bundles().find(printed.id).value();
    ASSERT_TRUE(row);
    EXPECT_EQ(row->row().tiers, bundles::TierSet::all());
    auto const bag = place / "away" / "bundles" / bundle_text(printed.id) / "night-school";
    EXPECT_TRUE(fs::exists(bag / "data/media/talk.opus"));
    EXPECT_EQ(away.mirror->unfinished(), 0U);
    EXPECT_TRUE(away.swarm->seeds(printed.torrent.info_hash()));
}

TEST_F(MirrorTest, AWholeCopyIsNotTakenApartWhenLessIsWanted)
{
    desk.start();
    away.start();
    auto const printed = publish("night-school", {{"data/media/talk.opus", "a recording"}});
    pass(5s);
    away.stop();
    away.options.fetch.tiers = bundles::TierSet::up_to(bundles::Tier::text);
    away.start();
    pass(5s);
    EXPECT_EQ(away.all<BundleSealed>().size(), 1U);
    EXPECT_EQ(away.store->bundles().find(printed.id).value()->row().tiers, bundles::TierSet::all());
}

TEST_F(MirrorTest, TakesUpAFetchThatAStopCutShort)
{
    desk.start();
    auto const printed = publish("night-school");
    pass(5s);
    away.start();
    while (rooms(away) == 0) ASSERT_TRUE(network.step());
    away.stop();
    away.start();
    pass(5s);
    EXPECT_TRUE(away.has(printed.id));
    EXPECT_EQ(rooms(away), 0U);
}

TEST_F(MirrorTest, EmptiesRoomsInQuarantineThatNoReleaseAsksFor)
{
    away.start();
    auto const stray = *InfoHash::from(sha256(as_bytes("a stray")).bytes());
    ASSERT_TRUE(away.store->quarantine().make_room(stray));
    away.stop();
    away.start();
    EXPECT_EQ(rooms(away), 0U);
}

TEST_F(MirrorTest, DoesNotFetchWhatTheDiskHasNoRoomFor)
{
    desk.start();
    away.options.fetch.quota = 1000;
    away.start();
    auto const printed = publish("night-school");
    pass(5s);
    EXPECT_FALSE(away.has(printed.id));
    ASSERT_FALSE(away.all<BundleRefused>().empty());
    EXPECT_EQ(away.all<BundleRefused>()[0].word, "no-space");
    EXPECT_EQ(rooms(away), 0U);
}

TEST_F(MirrorTest, TurnsAStrangerAwayThatBreaksTheForm)
{
    desk.start();
    pass(1s);
    auto const stranger = desk.swarm->stranger_says(topic_of(publisher.id()), Bytes{1, 2, 3});
    pass(1s);
    EXPECT_THAT(desk.swarm->disconnected(), ::testing::Contains(stranger));
    EXPECT_EQ(desk.all<NeighbourRefused>().size(), 1U);
}

TEST_F(MirrorTest, LendsTheInfoDictionariesOfWhatItServes)
{
    desk.start();
    auto const printed = publish("night-school");
    pass(5s);
    auto const info = *Sha256::from(printed.torrent.info_hash().bytes());
    auto const stranger = desk.swarm->stranger_says(topic_of(publisher.id()), encode(Want{info, 0}));
    pass(1s);
    auto const& heard = desk.swarm->heard_by(stranger);
    ASSERT_EQ(heard.size(), 2U);  // `have`, then the part
    EXPECT_EQ(std::get<Part>(decode(heard[1]).value()).bytes, copy_of(printed.torrent.info()));
}

TEST_F(MirrorTest, DoesNotTellTheNeighboursOfOnePublisherWhatItHoldsOfAnother)
{
    test::Newsroom other{"Another Collective"};
    desk.options.publishers.push_back(other.id());
    desk.start();
    auto const printed = publish("night-school");
    pass(5s);
    auto const info = *Sha256::from(printed.torrent.info_hash().bytes());
    auto const stranger = desk.swarm->stranger_says(topic_of(other.id()), encode(Want{info, 0}));
    pass(1s);
    auto const& heard = desk.swarm->heard_by(stranger);
    ASSERT_EQ(heard.size(), 2U);
    EXPECT_EQ(std::get<Part>(decode(heard[1]).value()).total, 0U);
}

TEST_F(MirrorTest, TellsWhatItAdopted)
{
    desk.start();
    publish("night-school");
    pass(5s);
    auto const adopted = desk.all<PublisherAdopted>();
    ASSERT_FALSE(adopted.empty());
    EXPECT_EQ(adopted.back().name, "Example Collective");
    EXPECT_EQ(adopted.back().seq, 1U);
    EXPECT_EQ(adopted.back().releases, 1U);
}

}  // namespace
}  // namespace nightletter::mirror
