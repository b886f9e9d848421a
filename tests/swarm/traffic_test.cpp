// What swarm/swarm.hpp promises of traffic: a limit that is set while bytes flow is held, and all that moves is
// counted.
#include <gtest/gtest.h>

#include "tests/support/temporary_directory.hpp"
#include "tests/swarm/node.hpp"

namespace nightletter::swarm {
namespace {

using namespace std::chrono_literals;
using test::Node;
using test::SampleBundle;

class TrafficTest : public ::testing::Test {
protected:
    test::TemporaryDirectory place;
    Loop loop;
    Node publisher{loop};
    Node mirror{loop};
    std::map<std::string, std::string> files{{"data/media/talk.opus", std::string(1'500'000, 'x')}};
    SampleBundle bundle = test::make_bundle(place / "published", "an-interview", files);

    void SetUp() override
    {
        std::filesystem::create_directory(place / "quarantine");
        ASSERT_TRUE(publisher.offers(bundle));
    }
    void fetch()
    {
        mirror->fetch({bundle.hash, place / "quarantine", bundle.torrent, {publisher.endpoint()}, {}});
        mirror->want(bundle.hash, bundle.paths);
    }
    [[nodiscard]] std::chrono::milliseconds time_to_fetch()
    {
        auto const begun = std::chrono::steady_clock::now();
        fetch();
        EXPECT_TRUE(mirror.hears<Arrived>(60s));
        return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun);
    }
};

TEST_F(TrafficTest, ALimitOnWhatIsGivenIsHeldAmongNeighboursToo)
{
    publisher->limit({300'000, 0});
    EXPECT_GE(time_to_fetch(), 3s);  // five, but for what libtorrent lets through at first
}

TEST_F(TrafficTest, ALimitOnWhatIsFetchedIsHeldAndIsLiftedWhileBytesFlow)
{
    mirror->limit({0, 20'000});
    fetch();
    test::run_for(loop, 3s);
    EXPECT_FALSE(mirror.told<Arrived>());
    mirror->limit({});
    EXPECT_TRUE(mirror.hears<Arrived>(20s));
}

TEST_F(TrafficTest, CountsWhatMovesInBothDirections)
{
    (void)time_to_fetch();
    mirror.forget_events();
    publisher.forget_events();
    ASSERT_TRUE(mirror.hears<TrafficMoved>(5s, 2));
    ASSERT_TRUE(publisher.hears<TrafficMoved>(5s, 2));
    auto const got = mirror.all<TrafficMoved>().back().moved;
    auto const gave = publisher.all<TrafficMoved>().back().moved;
    EXPECT_GT(got.received, 1'500'000U);
    EXPECT_GT(gave.sent, 1'500'000U);
    EXPECT_LT(got.received, 1'800'000U);
    EXPECT_LT(gave.sent, 1'800'000U);
    EXPECT_GT(got.sent, 0U);
    EXPECT_LT(got.sent, 300'000U);
}

}  // namespace
}  // namespace nightletter::swarm
