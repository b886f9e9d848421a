// What swarm/session.hpp promises of beginning and end, and of alerts that were lost.
#include <gtest/gtest.h>

#include "base/sha256.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/swarm/node.hpp"

namespace nightletter::swarm {
namespace {

using namespace std::chrono_literals;
using test::Node;

TEST(SessionTest, TellsThePortThatTheSystemChose)
{
    Loop loop;
    Node node{loop};
    EXPECT_NE(node.endpoint().port, 0);
}

TEST(SessionTest, APortThatIsTakenIsTroubleAndNotAnotherPort)
{
    Loop loop;
    Node first{loop};
    Settings settings;
    settings.listen = {first.endpoint()};
    Node second{loop, settings};
    ASSERT_TRUE(second.hears<TroubleMet>());
    EXPECT_FALSE(second.told<Listening>());
    auto const trouble = second.all<TroubleMet>().front().trouble;
    EXPECT_NE(trouble.subject.find(std::to_string(first.endpoint().port)), std::string::npos);
    EXPECT_EQ(trouble.retry, Retry::may_help);
}

TEST(SessionTest, StartsAndStopsManyTimes)
{
    Loop loop;
    for (int i = 0; i < 10; ++i) {
        Node node{loop};
        if (i % 2 == 0) (void)node.endpoint();
        EXPECT_LT(node.stop(), 5s);
    }
}

TEST(SessionTest, IsGoneAfterItsDestructorEvenWithoutStop)
{
    Loop loop;
    for (int i = 0; i < 5; ++i) Node node{loop};
    test::run_for(loop, 100ms);
}

TEST(SessionTest, ANewSessionTakesOverThePort)
{
    Loop loop;
    Settings settings = test::loopback_settings();
    {
        Node first{loop};
        settings.listen = {first.endpoint()};
        (void)first.stop();
    }
    Node second{loop, settings};
    EXPECT_TRUE(second.hears<Listening>());
}

TEST(SessionTest, DoesNothingAndTellsNothingOnceStopped)
{
    test::TemporaryDirectory place;
    auto const bundle = test::make_bundle(place / "published", "an-interview", test::interview());
    Loop loop;
    std::size_t events = 0;
    auto session = Session::open(loop, test::loopback_settings(), [&](Event const&) { ++events; });
    ASSERT_TRUE(session);
    bool stopped = false;
    (*session)->stop([&] { stopped = true; });
    (*session)->seed({bundle.hash, bundle.directory, bundle.torrent, {}, {}});
    (*session)->fetch({bundle.hash, place / "quarantine", {}, {}, {}});
    (*session)->drop(bundle.hash);
    (*session)->join(bundle.hash);
    (*session)->send(bundle.hash, PeerTag{1}, {});
    ASSERT_TRUE(test::run_until(loop, [&] { return stopped; }));
    test::run_for(loop, 200ms);
    EXPECT_EQ(events, 0U);
}

// Stops two nodes at one of many moments of meeting, asking, fetching and serving.
class StopTest : public ::testing::TestWithParam<int> {};

TEST_P(StopTest, InTheMiddleOfEverythingTakesUnderFiveSeconds)
{
    test::TemporaryDirectory place;
    auto files = test::interview();
    files["data/media/long.opus"] = test::noise(8'000'000, 3);
    auto const bundle = test::make_bundle(place / "published", "an-interview", files);
    auto const topic = *InfoHash::from_hex(std::string(64, '7'));
    Loop loop;
    Node publisher{loop};
    Node mirror{loop};
    mirror.on_event = [&](Event const& event) {
        if (std::holds_alternative<InfoArrived>(event)) mirror->admit(bundle.hash);
        if (auto const* joined = std::get_if<PeerJoined>(&event)) mirror->send(topic, joined->peer, Bytes(60'000));
    };
    publisher->join(topic);
    publisher->seed({bundle.hash, bundle.directory, bundle.torrent, {}, {}});
    mirror->join(topic);
    mirror->connect(topic, publisher.endpoint());
    mirror->fetch({bundle.hash, place / "quarantine", {}, {publisher.endpoint()}, topic});
    mirror->want(bundle.hash, bundle.paths);
    test::run_for(loop, std::chrono::milliseconds{GetParam()});
    EXPECT_LT(mirror.stop(), 5s);
    EXPECT_LT(publisher.stop(), 5s);
}

INSTANTIATE_TEST_SUITE_P(Moments, StopTest,
                         ::testing::Values(0, 5, 20, 50, 80, 110, 140, 170, 200, 250, 300, 400, 700));

TEST(LostAlertsTest, AreToldAndNothingElseIsLost)
{
    test::TemporaryDirectory place;
    auto const bundle = test::make_bundle(place / "published", "an-interview", test::interview());
    auto settings = test::loopback_settings();
    settings.alert_queue = 1;
    Loop loop;
    Node publisher{loop};
    Node mirror{loop, settings};
    mirror.on_event = [&](Event const& event) {
        if (std::holds_alternative<InfoArrived>(event)) mirror->admit(bundle.hash);
    };
    ASSERT_TRUE(publisher.offers(bundle));
    // What libtorrent says of these all at once is more than the queue holds.
    for (int number = 0; number < 64; ++number)
        mirror->fetch(
            {*InfoHash::from(sha256(as_bytes(std::to_string(number))).bytes()), place / "elsewhere", {}, {}, {}});
    mirror->fetch({bundle.hash, place / "quarantine", {}, {publisher.endpoint()}, {}});
    mirror->want(bundle.hash, bundle.paths);
    ASSERT_TRUE(mirror.hears<Arrived>());
    EXPECT_TRUE(mirror.hears<EventsLost>());
    EXPECT_TRUE(test::same_files(bundle.folder(), place / "quarantine" / bundle.name));

    mirror->drop(bundle.hash);
    ASSERT_TRUE(mirror.hears<Released>());
    test::flip_a_byte(place / "quarantine" / bundle.name / "data/media/voice.opus", 1);
    std::filesystem::remove(place / "quarantine" / bundle.name / "bagit.txt");
    mirror->seed({bundle.hash, place / "quarantine", bundle.torrent, {}, {}});
    EXPECT_TRUE(mirror.hears<DamageFound>());
}

TEST(LostAlertsTest, AnAddThatFailedUnheardIsTrouble)
{
    test::TemporaryDirectory place;
    auto const bundle = test::make_bundle(place / "published", "an-interview", test::interview());
    auto settings = test::loopback_settings();
    settings.alert_queue = 1;
    Loop loop;
    Node mirror{loop, settings};
    auto torrent = bundle.torrent;
    torrent[torrent.size() - 20] ^= 1;
    for (unsigned i = 0; i < 20; ++i) {
        auto const name = "b" + std::to_string(i);
        auto const other = test::make_bundle(place / name, name, {{"a.txt", test::noise(100, i)}, {"b.txt", "b"}});
        mirror->seed({other.hash, other.directory, other.torrent, {}, {}});
    }
    mirror->fetch({bundle.hash, place / "quarantine", torrent, {}, {}});
    ASSERT_TRUE(mirror.hears<TroubleMet>());
    EXPECT_EQ(mirror.all<TroubleMet>().front().bundle, bundle.hash);
    mirror->drop(bundle.hash);
    EXPECT_TRUE(mirror.hears<Released>());
}

}  // namespace
}  // namespace nightletter::swarm
