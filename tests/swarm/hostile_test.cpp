// What peers who wish us ill can do: docs/formats.md sections 6 A, 6 E and 7. They lose their turn; the honest one
// wins.
#include <gtest/gtest.h>

#include <libtorrent/add_torrent_params.hpp>
#include <libtorrent/posix_disk_io.hpp>
#include <libtorrent/session.hpp>
#include <libtorrent/torrent_info.hpp>

#include <future>

#include "base/sha256.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/swarm/node.hpp"
#include "tests/swarm/raw_peer.hpp"

namespace nightletter::swarm {
namespace {

using namespace std::chrono_literals;
using test::Node;
using test::RawPeer;
using test::SampleBundle;

class HostileTest : public ::testing::Test {
protected:
    test::TemporaryDirectory place;
    Loop loop;
    Node mirror{loop};
    InfoHash topic = *InfoHash::from_hex(std::string(64, '7'));

    // Runs the hostile side on a thread of its own while the mirror's loop runs here.
    template <class Script>
    auto play(Script script)
    {
        auto result = std::async(std::launch::async, std::move(script));
        EXPECT_TRUE(test::run_until(
            loop, [&] { return result.wait_for(0s) == std::future_status::ready; }, 40s));
        return result.get();
    }
    // Says what it likes to say in a rendezvous and tells whether it was sent away.
    bool is_sent_away_after(std::function<void(RawPeer&)> const& speech, int within = 5)
    {
        mirror->join(topic);
        return play([&, where = mirror.endpoint()] {
            auto const met = RawPeer::greeted(where, topic);
            auto& peer = *met;
            speech(peer);
            return peer.is_closed_within(within);
        });
    }
    static constexpr auto greeting = "d1:md7:nl_doc1i7eee";
};

TEST_F(HostileTest, AMessageThatIsTooLongEndsTheConnection)
{
    EXPECT_TRUE(is_sent_away_after([](RawPeer& peer) {
        auto const id = peer.id_of("nl_doc1");
        peer.write_extended(0, greeting);
        peer.write_extended(id, std::string(largest_message, 'a'));
        peer.write_extended(id, std::string(largest_message + 1, 'b'));
    }));
    ASSERT_TRUE(mirror.hears<PeerLeft>());
    ASSERT_EQ(mirror.all<MessageArrived>().size(), 1U);
    EXPECT_EQ(mirror.all<MessageArrived>().front().payload.size(), largest_message);
}

TEST_F(HostileTest, ATooLongMessageIsRefusedBeforeItHasArrived)
{
    EXPECT_TRUE(is_sent_away_after([](RawPeer& peer) {
        auto const id = peer.id_of("nl_doc1");
        peer.write_extended(0, greeting);
        // Announces 900 000 bytes and sends a few.
        peer.write(std::string{"\0\x0d\xbb\xa0\x14", 5} + static_cast<char>(id) + "few");
    }));
}

TEST_F(HostileTest, AMessageBeforeTheGreetingEndsTheConnection)
{
    EXPECT_TRUE(is_sent_away_after([](RawPeer& peer) { peer.write_extended(peer.id_of("nl_doc1"), "hello"); }));
    EXPECT_FALSE(mirror.told<MessageArrived>());
    EXPECT_FALSE(mirror.told<PeerJoined>());
}

TEST_F(HostileTest, AStrangerWithoutTheExtensionIsSentAway)
{
    EXPECT_TRUE(is_sent_away_after([](RawPeer& peer) { peer.write_extended(0, "d1:md11:ut_metadatai3eee"); }));
    EXPECT_FALSE(mirror.told<PeerJoined>());
}

TEST_F(HostileTest, APeerThatConnectsAndNeverSpeaksIsSentAway)
{
    EXPECT_TRUE(is_sent_away_after([](RawPeer&) {}, 20));
    EXPECT_FALSE(mirror.told<PeerJoined>());
}

TEST_F(HostileTest, MangledGreetingsAreSurvived)
{
    for (std::string_view const mangled :
         {"", "garbage", "d1:md7:nl_doc1i0eee", "d1:md7:nl_doc1i256eee", "d1:md7:nl_doc1i-1eee", "d1:md7:nl_doc11:aee",
          "d1:mi7ee", "le", "d1:md7:nl_doc1i7ee1:pi99999999ee"}) {
        (void)is_sent_away_after([&](RawPeer& peer) { peer.write_extended(0, mangled); }, 1);
    }
    Node honest{loop};
    honest->join(topic);
    honest->connect(topic, mirror.endpoint());
    EXPECT_TRUE(honest.hears<PeerJoined>());
}

TEST_F(HostileTest, GarbageInsteadOfAHandshakeIsSurvived)
{
    mirror->join(topic);
    EXPECT_TRUE(play([where = mirror.endpoint()] {
        RawPeer peer{where};
        peer.write(test::noise(4096, 9));
        return peer.is_closed_within(15);
    }));
    Node honest{loop};
    honest->join(topic);
    honest->connect(topic, mirror.endpoint());
    EXPECT_TRUE(honest.hears<PeerJoined>());
}

TEST_F(HostileTest, APeerThatDoesNotReadIsSentAway)
{
    mirror.on_event = [&](Event const& event) {
        if (auto const* joined = std::get_if<PeerJoined>(&event)) {
            for (int i = 0; i < 400; ++i) mirror->send(topic, joined->peer, Bytes(largest_message));
        }
    };
    mirror->join(topic);
    auto const where = mirror.endpoint();
    std::promise<void> enough;
    auto silent = std::async(std::launch::async, [&, where] {
        auto const met = RawPeer::greeted(where, topic);
        auto& peer = *met;
        peer.write_extended(0, greeting);
        enough.get_future().wait_for(20s);
    });
    EXPECT_TRUE(mirror.hears<PeerLeft>());
    enough.set_value();
    silent.get();
}

TEST_F(HostileTest, AFloodWhileWeAreBusyIsBoundedAndEndsTheConnection)
{
    mirror->join(topic);
    auto const met = play([&, where = mirror.endpoint()] { return RawPeer::greeted(where, topic); });
    // From here on the loop does not run while the flood comes in.
    auto const flood = [&] {
        auto const id = met->id_of("nl_doc1");
        met->write_extended(0, greeting);
        try {
            for (int i = 0; i < 400; ++i) met->write_extended(id, std::string(largest_message, 'f'));
        } catch (std::runtime_error const&) {
            return true;
        }
        return met->is_closed_within(5);
    };
    bool const closed = flood();
    EXPECT_TRUE(closed);
    ASSERT_TRUE(mirror.hears<PeerLeft>());
    EXPECT_LE(mirror.all<MessageArrived>().size(), 16U * 1024 * 1024 / largest_message);
}

// A peer that offers its own idea of an info dictionary.
class FalseInfoTest : public HostileTest {
protected:
    SampleBundle bundle = test::make_bundle(place / "published", "an-interview", test::interview());
    std::filesystem::path quarantine = place / "quarantine";

    // How often it was asked for a part of it.
    int offer(InfoHash const& hash, std::string_view info, std::size_t announced)
    {
        mirror->fetch({hash, quarantine, {}, {}, {}});
        return play([&, where = mirror.endpoint()] {
            auto const met = RawPeer::greeted(where, hash);
            auto& peer = *met;
            auto const id = peer.id_of("ut_metadata");
            peer.write_extended(0, "d1:md11:ut_metadatai3ee13:metadata_sizei" + std::to_string(announced) + "ee");
            peer.write(std::string{"\0\0\0\x01\x0f", 5});  // have nothing
            return peer.serve_info(info, 3, id);
        });
    }
    void honest_peer_wins()
    {
        Node honest{loop};
        ASSERT_TRUE(honest.offers(bundle));
        mirror->drop(bundle.hash);
        mirror->fetch({bundle.hash, quarantine, {}, {honest.endpoint()}, {}});
        ASSERT_TRUE(mirror.hears<InfoArrived>());
        EXPECT_EQ(mirror.all<InfoArrived>().front().info, bundle.info());
    }
};

TEST_F(FalseInfoTest, WithAWrongHashNeverArrives)
{
    auto info = bundle.info();
    info[10] ^= 1;
    auto const asked = offer(bundle.hash, as_text(info), info.size());
    EXPECT_GT(asked, 0);
    EXPECT_LT(asked, 20);
    EXPECT_FALSE(mirror.told<InfoArrived>());
    EXPECT_EQ(test::entries_below(quarantine), 0U);
    honest_peer_wins();
}

TEST_F(FalseInfoTest, ThatIsTooLargeIsNotAskedFor)
{
    std::string const info = "d4:name4194304:" + std::string(4 * 1024 * 1024, 'a') + "e";
    auto const hash = *InfoHash::from(sha256(as_bytes(info)).bytes());
    EXPECT_EQ(offer(hash, info, info.size()), 0);
    EXPECT_FALSE(mirror.told<InfoArrived>());
    EXPECT_EQ(test::entries_below(quarantine), 0U);
    honest_peer_wins();
}

TEST_F(FalseInfoTest, ThatIsLargerThanItWasSaidToBeIsNotAskedForWithoutEnd)
{
    std::string const info = "d4:name4194304:" + std::string(4 * 1024 * 1024, 'a') + "e";
    auto const hash = *InfoHash::from(sha256(as_bytes(info)).bytes());
    EXPECT_LT(offer(hash, info, 1000), 20);
    EXPECT_FALSE(mirror.told<InfoArrived>());
    honest_peer_wins();
}

TEST_F(FalseInfoTest, WithTheRightHashThatIsNoInfoDictionaryIsTrouble)
{
    auto const deep = std::string(5000, 'l') + std::string(5000, 'e');
    for (std::string const& nonsense : {std::string{"not a dictionary"}, std::string{"d4:name1:ae"}, deep}) {
        mirror.forget_events();
        auto const hash = *InfoHash::from(sha256(as_bytes(nonsense)).bytes());
        EXPECT_GT(offer(hash, nonsense, nonsense.size()), 0);
        EXPECT_TRUE(mirror.hears<TroubleMet>());
        EXPECT_FALSE(mirror.told<InfoArrived>());
        mirror->drop(hash);
        ASSERT_TRUE(mirror.hears<Released>());
    }
    EXPECT_EQ(test::entries_below(quarantine), 0U);
}

// A seeder of libtorrent's own that has been told its files are right, and sends what is there.
class TamperingSeeder {
public:
    explicit TamperingSeeder(SampleBundle const& copy)
    {
        lt::settings_pack pack;
        pack.set_str(lt::settings_pack::listen_interfaces, "127.0.0.1:0");
        for (auto const name :
             {lt::settings_pack::enable_dht, lt::settings_pack::enable_lsd, lt::settings_pack::enable_upnp,
              lt::settings_pack::enable_natpmp, lt::settings_pack::enable_incoming_utp}) {
            pack.set_bool(name, false);
        }
        lt::session_params params{std::move(pack)};
        params.disk_io_constructor = lt::posix_disk_io_constructor;
        session_ = std::make_unique<lt::session>(std::move(params));
        lt::add_torrent_params torrent;
        std::vector<char> const bytes(copy.torrent.begin(), copy.torrent.end());
        torrent.ti = std::make_shared<lt::torrent_info>(bytes, lt::from_span);
        torrent.save_path = copy.directory.string();
        torrent.flags = lt::torrent_flags::no_verify_files;
        torrent.have_pieces.resize(torrent.ti->num_pieces(), true);
        session_->add_torrent(std::move(torrent));
    }
    [[nodiscard]] Endpoint endpoint() const { return {"127.0.0.1", session_->listen_port()}; }

private:
    std::unique_ptr<lt::session> session_;
};

class TamperTest : public HostileTest {
protected:
    SampleBundle bundle = test::make_bundle(place / "published", "an-interview", test::interview());
    SampleBundle altered = test::make_bundle(place / "altered", "an-interview", test::interview());
    std::filesystem::path quarantine = place / "quarantine";

    void SetUp() override
    {
        for (std::size_t at = 0; at < 900'000; at += 16 * 1024)
            test::flip_a_byte(altered.file("data/media/voice.opus"), at);
    }
    void fetch_from(std::vector<Endpoint> peers)
    {
        mirror->fetch({bundle.hash, quarantine, bundle.torrent, std::move(peers), {}});
        mirror->want(bundle.hash, bundle.paths);
    }
};

TEST_F(TamperTest, AlteredPiecesAreRefused)
{
    TamperingSeeder const tamperer{altered};
    fetch_from({tamperer.endpoint()});
    ASSERT_TRUE(mirror.hears<PieceRefused>());
    test::run_for(loop, 1s);
    EXPECT_FALSE(mirror.told<Arrived>());
}

TEST_F(TamperTest, AnHonestPeerCompletesWhatATampererBegan)
{
    TamperingSeeder const tamperer{altered};
    fetch_from({tamperer.endpoint()});
    ASSERT_TRUE(mirror.hears<PieceRefused>());
    Node honest{loop};
    ASSERT_TRUE(honest.offers(bundle));
    mirror->drop(bundle.hash);
    fetch_from({tamperer.endpoint(), honest.endpoint()});
    ASSERT_TRUE(mirror.hears<Arrived>());
    EXPECT_TRUE(test::same_files(bundle.folder(), quarantine / bundle.name));
}

}  // namespace
}  // namespace nightletter::swarm
