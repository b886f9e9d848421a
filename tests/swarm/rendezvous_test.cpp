// What swarm/swarm.hpp promises of a rendezvous: docs/formats.md section 7, the envelope of `nl_doc1`.
#include <gtest/gtest.h>

#include "tests/support/temporary_directory.hpp"
#include "tests/swarm/node.hpp"

namespace nightletter::swarm {
namespace {

using namespace std::chrono_literals;
using test::Node;

class RendezvousTest : public ::testing::Test {
protected:
    Loop loop;
    Node one{loop};
    Node other{loop};
    InfoHash topic = *InfoHash::from_hex(std::string(64, '7'));

    void meet()
    {
        one->join(topic);
        other->join(topic);
        one->connect(topic, other.endpoint());
        ASSERT_TRUE(one.hears<PeerJoined>());
        ASSERT_TRUE(other.hears<PeerJoined>());
    }
    static PeerTag peer_of(Node const& node) { return node.all<PeerJoined>().back().peer; }
    static Bytes bytes(std::string const& text) { return copy_of(as_bytes(text)); }
};

TEST_F(RendezvousTest, PeersMeetAndSpeakBothWays)
{
    meet();
    EXPECT_EQ(one.all<PeerJoined>().front().topic, topic);
    one->send(topic, peer_of(one), bytes("have"));
    other->send(topic, peer_of(other), bytes("want"));
    ASSERT_TRUE(other.hears<MessageArrived>());
    ASSERT_TRUE(one.hears<MessageArrived>());
    EXPECT_EQ(other.all<MessageArrived>().front().payload, bytes("have"));
    EXPECT_EQ(other.all<MessageArrived>().front().peer, peer_of(other));
    EXPECT_EQ(one.all<MessageArrived>().front().payload, bytes("want"));
}

TEST_F(RendezvousTest, MessagesKeepTheirOrderAndTheirBytesUpToTheLargest)
{
    meet();
    std::vector<Bytes> sent;
    for (std::size_t const size :
         {std::size_t{0}, std::size_t{1}, std::size_t{16 * 1024}, largest_message - 1, largest_message}) {
        sent.push_back(bytes(test::noise(size, static_cast<unsigned>(size))));
        one->send(topic, peer_of(one), sent.back());
    }
    ASSERT_TRUE(other.hears<MessageArrived>(20s, sent.size()));
    auto const arrived = other.all<MessageArrived>();
    for (std::size_t i = 0; i < sent.size(); ++i) EXPECT_EQ(arrived[i].payload, sent[i]) << i;
}

TEST_F(RendezvousTest, APeerThatLeavesIsTold)
{
    meet();
    other->leave(topic);
    ASSERT_TRUE(one.hears<PeerLeft>());
    EXPECT_EQ(one.all<PeerLeft>().front().peer, peer_of(one));
    ASSERT_TRUE(other.hears<PeerLeft>());
}

TEST_F(RendezvousTest, APeerWhoseProcessEndsIsTold)
{
    meet();
    (void)other.stop();
    EXPECT_TRUE(one.hears<PeerLeft>());
}

TEST_F(RendezvousTest, APeerCanBeSentAway)
{
    meet();
    other->disconnect(topic, peer_of(other));
    ASSERT_TRUE(other.hears<PeerLeft>());
    ASSERT_TRUE(one.hears<PeerLeft>());
}

TEST_F(RendezvousTest, AnAddressGivenByAPersonIsTriedAgain)
{
    auto const there = other.endpoint();
    one->join(topic);
    one->connect(topic, there);
    test::run_for(loop, 500ms);
    EXPECT_FALSE(one.told<PeerJoined>());
    other->join(topic);
    EXPECT_TRUE(one.hears<PeerJoined>());
}

TEST_F(RendezvousTest, PeersOfOneTopicDoNotHearAnother)
{
    auto const elsewhere = *InfoHash::from_hex(std::string(64, '8'));
    meet();
    Node third{loop};
    third->join(elsewhere);
    third->connect(elsewhere, other.endpoint());
    other->join(elsewhere);
    ASSERT_TRUE(third.hears<PeerJoined>());
    third->send(elsewhere, peer_of(third), bytes("elsewhere"));
    ASSERT_TRUE(other.hears<MessageArrived>());
    EXPECT_EQ(other.all<MessageArrived>().front().topic, elsewhere);
    EXPECT_FALSE(one.told<MessageArrived>());
}

TEST_F(RendezvousTest, AMessageToAPeerThatLeftGoesNowhere)
{
    meet();
    auto const peer = peer_of(one);
    (void)other.stop();
    ASSERT_TRUE(one.hears<PeerLeft>());
    one->send(topic, peer, bytes("too late"));
    one->disconnect(topic, peer);
    test::run_for(loop, 200ms);
}

TEST_F(RendezvousTest, TheSameTopicCanBeLeftAndJoinedAgain)
{
    meet();
    auto const before = peer_of(one);
    one->leave(topic);
    ASSERT_TRUE(other.hears<PeerLeft>());
    one.forget_events();
    one->join(topic);
    one->connect(topic, other.endpoint());
    ASSERT_TRUE(one.hears<PeerJoined>());
    EXPECT_NE(peer_of(one), before);
}

TEST_F(RendezvousTest, APeerIsOfferedToBundlesInBothDirections)
{
    test::TemporaryDirectory place;
    auto const bundle = test::make_bundle(place / "published", "an-interview", test::interview());
    // `one` dialled `other`: from the one the address is known, from the other only the port in the greeting.
    for (auto const& [publisher, mirror] : {std::pair{&one, &other}, std::pair{&other, &one}}) {
        if (!one.told<PeerJoined>()) meet();
        ASSERT_TRUE(publisher->offers(bundle));
        auto const quarantine = place / (mirror == &one ? "one" : "other");
        (*mirror)->fetch({bundle.hash, quarantine, bundle.torrent, {}, topic});
        (*mirror)->want(bundle.hash, bundle.paths);
        ASSERT_TRUE(mirror->hears<Arrived>());
        EXPECT_TRUE(test::same_files(bundle.folder(), quarantine / bundle.name));
        for (auto* const node : {publisher, mirror}) {
            node->session().drop(bundle.hash);
            ASSERT_TRUE(node->hears<Released>());
        }
    }
}

TEST_F(RendezvousTest, AFetchFindsPeersThatJoinLater)
{
    test::TemporaryDirectory place;
    auto const bundle = test::make_bundle(place / "published", "an-interview", test::interview());
    ASSERT_TRUE(one.offers(bundle));
    other->join(topic);
    other->fetch({bundle.hash, place / "quarantine", bundle.torrent, {}, topic});
    other->want(bundle.hash, bundle.paths);
    test::run_for(loop, 500ms);
    meet();
    EXPECT_TRUE(other.hears<Arrived>());
}

}  // namespace
}  // namespace nightletter::swarm
