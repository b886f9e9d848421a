// docs/formats.md section 6 E and F, as far as they are an order of steps: what is checked before a file is created,
// what is fetched first, what happens to a copy that fails, and that trouble leads to another try.
#include "tests/mirror/fetcher_fixture.hpp"

namespace nightletter::mirror {
namespace {

using std::chrono::seconds;
using ::testing::ElementsAre;

TEST_F(FetcherTest, AsksNeighboursForTheInfoDictionaryFirst)
{
    auto const actions = tell(ReleaseNamed{order});
    ASSERT_EQ(actions.size(), 1U);
    EXPECT_EQ(std::get<AskNeighbours>(actions[0]).info_hash, info_hash);
}

TEST_F(FetcherTest, FetchesTagFilesAndMetadataThenTextThenTheRecording)
{
    tell(ReleaseNamed{order});
    auto actions = tell(InfoFound{info_hash, copy_of(torrent.info())});
    EXPECT_FALSE(only<BeginFetch>(actions)->torrent.empty());
    EXPECT_THAT(
        only<WantFiles>(actions)->paths,
        ElementsAre("bag-info.txt", "bagit.txt", "data/metadata.json", "manifest-sha256.txt", "publisher/root.1",
                    "publisher/root.1.minisig", "tagmanifest-sha256.txt", "tagmanifest-sha256.txt.minisig"));
    EXPECT_THAT(only<WantFiles>(tell(swarm::Arrived{info_hash}))->paths, ElementsAre("data/transcript.en.txt"));
    EXPECT_THAT(only<WantFiles>(tell(swarm::Arrived{info_hash}))->paths, ElementsAre("data/media/talk.opus"));
}

TEST_F(FetcherTest, LeavesOutTheTiersNobodyWants)
{
    Fetcher text_only{FetchPolicy{.tiers = bundles::TierSet::up_to(bundles::Tier::text)}};
    (void)text_only.handle(RoomMeasured{{0, std::uint64_t{1} << 40}}, now);
    (void)text_only.handle(ReleaseNamed{order}, now);
    (void)text_only.handle(InfoFound{info_hash, copy_of(torrent.info())}, now);
    (void)text_only.handle(swarm::Arrived{info_hash}, now);
    EXPECT_NE(only<EndFetch>(text_only.handle(swarm::Arrived{info_hash}, now)), nullptr);
}

TEST_F(FetcherTest, JudgesOnlyAfterTheSwarmHasLetGoOfTheFiles)
{
    fetch_all();
    auto const actions = tell(swarm::Released{info_hash});
    ASSERT_EQ(actions.size(), 1U);
    EXPECT_EQ(std::get<JudgeAndSeal>(actions[0]).order.release.bundle, bundle);
}

TEST_F(FetcherTest, IsDoneWithABundleThatWasSealed)
{
    fetch_all();
    tell(swarm::Released{info_hash});
    EXPECT_EQ(fetcher.unfinished(now), 1U);
    EXPECT_TRUE(tell(JudgedSound{bundle}).empty());
    EXPECT_EQ(fetcher.unfinished(now), 0U);
}

TEST_F(FetcherTest, DiscardsACopyThatFailsAtOnce)
{
    fetch_all();
    tell(swarm::Released{info_hash});
    auto const actions = tell(JudgedUnsound{bundle, "content-mismatch", "data/transcript.en.txt"});
    ASSERT_EQ(actions.size(), 2U);
    EXPECT_TRUE(std::holds_alternative<DiscardQuarantine>(actions[0]));
    EXPECT_EQ(std::get<ReportRefused>(actions[1]).word, "content-mismatch");
    // The info-hash pins every byte: the swarm has no better copy.
    EXPECT_TRUE(wait(std::chrono::hours{1}).empty());
}

TEST_F(FetcherTest, AsksTheSwarmWhenNoNeighbourHasTheInfoDictionary)
{
    tell(ReleaseNamed{order});
    auto const actions = tell(InfoNotHeld{info_hash});
    ASSERT_EQ(actions.size(), 1U);
    EXPECT_TRUE(std::get<BeginFetch>(actions[0]).torrent.empty());
}

TEST_F(FetcherTest, AsksTheSwarmWhenTheNeighboursAreSilent)
{
    tell(ReleaseNamed{order});
    EXPECT_EQ(only<BeginFetch>(wait(seconds{19})), nullptr);
    EXPECT_NE(only<BeginFetch>(wait(seconds{1})), nullptr);
}

TEST_F(FetcherTest, AdmitsAnInfoDictionaryOfAStrangerOnlyAfterItsCheck)
{
    tell(ReleaseNamed{order});
    tell(InfoNotHeld{info_hash});
    auto const actions = tell(swarm::InfoArrived{info_hash, copy_of(torrent.info())});
    EXPECT_NE(only<AdmitFetch>(actions), nullptr);
    EXPECT_NE(only<WantFiles>(actions), nullptr);
}

TEST_F(FetcherTest, DropsAnInfoDictionaryThatDoesNotPassTheCheck)
{
    tell(ReleaseNamed{order});
    tell(InfoNotHeld{info_hash});
    auto const actions = tell(swarm::InfoArrived{info_hash, copy_of(as_bytes("d4:name1:xe"))});
    EXPECT_EQ(only<AdmitFetch>(actions), nullptr);
    EXPECT_NE(only<EndFetch>(actions), nullptr);
    EXPECT_NE(only<ReportRefused>(actions), nullptr);
}

TEST_F(FetcherTest, RefusesATorrentOfAnotherSizeThanTheReleaseLineSays)
{
    order.release.bytes += 1;
    tell(ReleaseNamed{order});
    auto const actions = tell(InfoFound{info_hash, copy_of(torrent.info())});
    EXPECT_EQ(only<ReportRefused>(actions)->word, "wrong-size");
    EXPECT_EQ(only<BeginFetch>(actions), nullptr);
}

TEST_F(FetcherTest, WaitsWhenTheDiskHasNoRoom)
{
    Fetcher small{FetchPolicy{.min_free = 1'000'000}};
    (void)small.handle(RoomMeasured{{0, 1'000'000}}, now);
    EXPECT_EQ(only<ReportRefused>(small.handle(ReleaseNamed{order}, now))->word, "no-space");
    (void)small.handle(RoomMeasured{{0, 2'000'000}}, now);
    EXPECT_NE(only<AskNeighbours>(small.tick(now + Fetcher::room_pause)), nullptr);
}

TEST_F(FetcherTest, TellsOnceThatThereIsNoRoomAndRemembersTheCopyOnThisMachine)
{
    Fetcher small{FetchPolicy{.min_free = 1'000'000}};
    (void)small.handle(RoomMeasured{{0, 1'000'000}}, now);
    (void)small.handle(ReleaseNamed{order}, now);
    (void)small.handle(CopyFound{info_hash, "/srv/incoming/an-interview", torrent.bytes()}, now);
    EXPECT_EQ(only<ReportRefused>(small.tick(now + Fetcher::room_pause)), nullptr);
    (void)small.handle(RoomMeasured{{0, 2'000'000}}, now);
    auto const actions = small.tick(now + 2 * Fetcher::room_pause);
    ASSERT_NE(only<CopyIn>(actions), nullptr);
    EXPECT_EQ(only<CopyIn>(actions)->directory, "/srv/incoming/an-interview");
}

TEST_F(FetcherTest, ATorrentFromTheWebIsHeldAgainstTheLanguagesToo)
{
    FetchPolicy policy;
    policy.choice.languages = {"fa"};
    Fetcher choosy{policy};
    (void)choosy.handle(RoomMeasured{{0, std::uint64_t{1} << 40}}, now);
    (void)choosy.handle(ReleaseNamed{order}, now);
    auto const actions = choosy.handle(TorrentFound{info_hash, torrent.bytes()}, now);
    EXPECT_EQ(only<BeginFetch>(actions), nullptr);
    ASSERT_NE(only<ReportLeftOut>(actions), nullptr);
    EXPECT_EQ(only<ReportLeftOut>(actions)->reason, LeftOut::other_language);
}

TEST_F(FetcherTest, NobodyGoesOnLookingForTheTorrentOfWhatWasRefused)
{
    order.release.bytes += 1;
    tell(ReleaseNamed{order});
    EXPECT_NE(only<EndFetch>(tell(InfoFound{info_hash, copy_of(torrent.info())})), nullptr);
}

TEST_F(FetcherTest, KeepsWithinTheQuotaWithWhatIsUnderWay)
{
    Fetcher small{FetchPolicy{.quota = 150'000}};
    (void)small.handle(RoomMeasured{{70'000, std::uint64_t{1} << 40}}, now);
    EXPECT_NE(only<AskNeighbours>(small.handle(ReleaseNamed{order}, now)), nullptr);
    auto const second = order_of(torrent_of("another-interview"));
    EXPECT_EQ(only<ReportRefused>(small.handle(ReleaseNamed{second}, now))->word, "no-space");
}

TEST_F(FetcherTest, TriesAgainAfterTroubleWithAPauseThatGrows)
{
    Moment pause = Fetcher::first_pause;
    tell(ReleaseNamed{order});
    tell(InfoFound{info_hash, copy_of(torrent.info())});
    for (int failure = 0; failure < 3; ++failure) {
        auto const actions = tell(swarm::TroubleMet{info_hash, Trouble{"write", "a file", "No space left on device"}});
        EXPECT_NE(only<ReportTrouble>(actions), nullptr);
        tell(swarm::Released{info_hash});
        EXPECT_TRUE(wait(pause - Moment{1}).empty());
        EXPECT_NE(only<BeginFetch>(wait(Moment{1})), nullptr);
        pause *= 2;
    }
}

TEST_F(FetcherTest, GivesItsPlaceUpWhenItStandsStillAndOthersWait)
{
    Fetcher narrow{FetchPolicy{.at_once = 1}};
    (void)narrow.handle(RoomMeasured{{0, std::uint64_t{1} << 40}}, now);
    (void)narrow.handle(ReleaseNamed{order}, now);
    (void)narrow.handle(InfoNotHeld{info_hash}, now);
    EXPECT_TRUE(narrow.tick(now + Fetcher::stall_patience).empty());  // nobody else waits
    auto const second = order_of(torrent_of("another-interview"));
    (void)narrow.handle(ReleaseNamed{second}, now);
    EXPECT_NE(only<EndFetch>(narrow.tick(now + Fetcher::stall_patience)), nullptr);
    auto const actions = narrow.handle(swarm::Released{info_hash}, now + Fetcher::stall_patience);
    EXPECT_EQ(only<AskNeighbours>(actions)->info_hash, second.release.info_hash);
}

TEST_F(FetcherTest, TakesTheSmallestFirst)
{
    Fetcher narrow{FetchPolicy{.at_once = 1}};
    auto const large = order_of(torrent_of("a-long-recording", 400'000));
    (void)narrow.handle(ReleaseNamed{large}, now);  // the room is not known yet, so nothing starts
    (void)narrow.handle(ReleaseNamed{order}, now);
    auto const actions = narrow.handle(RoomMeasured{{0, std::uint64_t{1} << 40}}, now);
    EXPECT_EQ(only<AskNeighbours>(actions)->info_hash, info_hash);
}

TEST_F(FetcherTest, PrefersACopyOnThisMachineToTheSwarm)
{
    tell(ReleaseNamed{order});
    tell(InfoNotHeld{info_hash});
    EXPECT_NE(only<EndFetch>(tell(CopyFound{info_hash, "/srv/incoming/an-interview", torrent.bytes()})), nullptr);
    auto const actions = tell(swarm::Released{info_hash});
    EXPECT_EQ(only<CopyIn>(actions)->directory, "/srv/incoming/an-interview");
    EXPECT_NE(only<JudgeAndSeal>(tell(CopiedIn{bundle, std::nullopt})), nullptr);
}

TEST_F(FetcherTest, ABundleWithoutAnyPeerSoonMakesPlaceForOthers)
{
    Fetcher narrow{{.at_once = 1}};
    auto const other = torrent_of("another-interview", 80'000);
    (void)narrow.handle(RoomMeasured{{0, std::uint64_t{1} << 40}}, now);
    (void)narrow.handle(ReleaseNamed{order_of(torrent)}, now);
    (void)narrow.handle(InfoNotHeld{info_hash}, now);
    (void)narrow.handle(ReleaseNamed{order_of(other)}, now);
    EXPECT_TRUE(narrow.tick(now + Fetcher::lonely_patience - seconds{1}).empty());
    EXPECT_NE(only<EndFetch>(narrow.tick(now + Fetcher::lonely_patience)), nullptr);
    auto const actions = narrow.handle(swarm::Released{info_hash}, now + Fetcher::lonely_patience);
    ASSERT_NE(only<AskNeighbours>(actions), nullptr);
    EXPECT_EQ(only<AskNeighbours>(actions)->info_hash, other.info_hash());
}

TEST_F(FetcherTest, GoesBackToTheSwarmWhenTheCopyOnThisMachineIsBad)
{
    tell(ReleaseNamed{order});
    tell(CopyFound{info_hash, "/srv/incoming/an-interview", torrent.bytes()});
    tell(CopiedIn{bundle, std::nullopt});
    auto const actions = tell(JudgedUnsound{bundle, "content-mismatch", "data/transcript.en.txt"});
    EXPECT_TRUE(std::holds_alternative<DiscardQuarantine>(actions.front()));
    EXPECT_NE(only<BeginFetch>(actions), nullptr);
}

TEST_F(FetcherTest, RefusesATorrentInAFolderThatIsNotTheOneItIsNamedBy)
{
    tell(ReleaseNamed{order});
    auto const actions = tell(CopyFound{info_hash, "/srv/incoming/x", torrent_of("another-interview").bytes()});
    EXPECT_EQ(only<ReportRefused>(actions)->word, "wrong-info-hash");
    EXPECT_EQ(only<CopyIn>(actions), nullptr);
}

TEST_F(FetcherTest, TakesUpAHealingCopyWithTheTorrentItHas)
{
    order.torrent = torrent.bytes();
    auto const actions = tell(ReleaseNamed{order});
    EXPECT_FALSE(only<BeginFetch>(actions)->torrent.empty());
    EXPECT_EQ(only<AskNeighbours>(actions), nullptr);
}

TEST_F(FetcherTest, ForgetsAReleaseThatIsNoLongerNamed)
{
    tell(ReleaseNamed{order});
    tell(InfoFound{info_hash, copy_of(torrent.info())});
    EXPECT_NE(only<EndFetch>(tell(ReleaseGone{bundle})), nullptr);
    EXPECT_NE(only<DiscardQuarantine>(tell(swarm::Released{info_hash})), nullptr);
    EXPECT_EQ(fetcher.unfinished(now), 0U);
}

TEST_F(FetcherTest, IgnoresASecondBundleWithTheSameInfoHash)
{
    tell(ReleaseNamed{order});
    order.release.bundle = BundleId{};
    EXPECT_TRUE(tell(ReleaseNamed{order}).empty());
    EXPECT_EQ(fetcher.unfinished(now), 1U);
}

TEST_F(FetcherTest, HasNothingToDoWithABundleItDoesNotKnow)
{
    EXPECT_TRUE(tell(swarm::Arrived{info_hash}).empty());
    EXPECT_TRUE(tell(swarm::InfoArrived{info_hash, copy_of(torrent.info())}).empty());
    EXPECT_TRUE(tell(CopyFound{info_hash, "/srv/incoming/x", torrent.bytes()}).empty());
    EXPECT_TRUE(tell(swarm::Released{info_hash}).empty());
    EXPECT_TRUE(tell(JudgedSound{bundle}).empty());
}

}  // namespace
}  // namespace nightletter::mirror
