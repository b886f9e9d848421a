// What an arriving bundle takes over from sealed ones: the one it replaces, or what is sealed of itself.
#include "tests/mirror/fetcher_fixture.hpp"

namespace nightletter::mirror {
namespace {

TEST_F(FetcherTest, BorrowsWhatItCanFromTheBundleItReplacesBeforeItFetches)
{
    order.release.replaces = *BundleId::from(sha256(as_bytes("the old one")).bytes());
    tell(ReleaseNamed{order});
    auto actions = tell(InfoFound{info_hash, copy_of(torrent.info())});
    ASSERT_EQ(actions.size(), 1U);
    EXPECT_EQ(std::get<BorrowFiles>(actions[0]).from, *order.release.replaces);
    actions = tell(FilesBorrowed{bundle, torrent.bytes()});
    EXPECT_EQ(only<BeginFetch>(actions)->torrent, torrent.bytes());
    EXPECT_NE(only<WantFiles>(actions), nullptr);
}

TEST_F(FetcherTest, BorrowsAlsoWhenTheSwarmGaveTheInfoDictionary)
{
    order.release.replaces = *BundleId::from(sha256(as_bytes("the old one")).bytes());
    tell(ReleaseNamed{order});
    tell(InfoNotHeld{info_hash});
    auto actions = tell(swarm::InfoArrived{info_hash, copy_of(torrent.info())});
    EXPECT_EQ(only<AdmitFetch>(actions), nullptr);
    ASSERT_NE(only<EndFetch>(actions), nullptr);
    EXPECT_NE(only<BorrowFiles>(tell(swarm::Released{info_hash})), nullptr);
    EXPECT_NE(only<BeginFetch>(tell(FilesBorrowed{bundle, {}})), nullptr);
}

TEST_F(FetcherTest, BorrowsAgainAfterWhatWasBorrowedIsGone)
{
    order.release.replaces = *BundleId::from(sha256(as_bytes("the old one")).bytes());
    tell(ReleaseNamed{order});
    tell(InfoFound{info_hash, copy_of(torrent.info())});
    tell(FilesBorrowed{bundle, torrent.bytes()});
    while (only<WantFiles>(tell(swarm::Arrived{info_hash})) != nullptr) {
    }
    tell(swarm::Released{info_hash});
    ASSERT_NE(only<DiscardQuarantine>(tell(JudgedUnsound{bundle, "content-mismatch", "data/x"})), nullptr);
    EXPECT_NE(only<BorrowFiles>(wait(Fetcher::pause_after_refusal)), nullptr);
}

TEST_F(FetcherTest, BorrowsFromTheSealedPartOfItself)
{
    order.torrent = torrent.bytes();
    order.lender = bundle;
    auto const* const borrow = only<BorrowFiles>(tell(ReleaseNamed{order}));
    ASSERT_NE(borrow, nullptr);
    EXPECT_EQ(borrow->from, bundle);
}

TEST_F(FetcherTest, BorrowsOnce)
{
    order.release.replaces = *BundleId::from(sha256(as_bytes("the old one")).bytes());
    tell(ReleaseNamed{order});
    tell(InfoFound{info_hash, copy_of(torrent.info())});
    tell(FilesBorrowed{bundle, {}});
    tell(swarm::TroubleMet{info_hash, {"read", "a file", "it is broken"}});
    tell(swarm::Released{info_hash});
    EXPECT_NE(only<BeginFetch>(wait(Fetcher::first_pause)), nullptr);
}

}  // namespace
}  // namespace nightletter::mirror
