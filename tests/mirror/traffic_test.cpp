// docs/handbook.md, "Traffic": what a mirror counts and when it limits, with a clock and a swarm that the test moves.
#include "mirror/traffic.hpp"

#include "tests/mirror/computers.hpp"

namespace nightletter::mirror {
namespace {

class RecordingThrottle final : public swarm::Throttle {
public:
    void limit(swarm::Rates const& rates) override { limits.push_back(rates); }
    std::vector<swarm::Rates> limits;
};

class TrafficTest : public ::testing::Test {
protected:
    void start()
    {
        traffic = std::make_unique<Traffic>(
            Traffic::Ports{throttle, workers, timers, clock, [this] { return timers.now(); }, [this] { return web; }},
            plan, at("2026-05-01T00:00:00Z"), store::TrafficBook::open(place / "traffic", "nightletterd").value(),
            [this](Report const& report) {
                if (auto const* const budget = std::get_if<TrafficBudget>(&report)) told.push_back(budget->state);
                if (auto const* const tally = std::get_if<TrafficTally>(&report)) tallies.push_back(*tally);
                if (std::holds_alternative<MirrorTroubled>(report)) ++troubles;
            });
        traffic->start([this](Spending spending) { allowed.push_back(spending); });
    }
    // A kill writes nothing more.
    void kill() { traffic.reset(); }
    void pass(std::chrono::milliseconds time)
    {
        for (auto left = time; left > 0ms; left -= 1s) {
            timers.pass(1s);
            ASSERT_TRUE(network.settle());
        }
    }
    // As the swarm counts: all since its start.
    void move(std::uint64_t sent, std::uint64_t received)
    {
        swarm.sent += sent;
        swarm.received += received;
        traffic->handle(swarm::TrafficMoved{swarm});
        pass(1s);
    }
    [[nodiscard]] std::string file() { return test::read_text(place / "traffic/nightletterd"); }

    test::TemporaryDirectory place;
    test::FakeNetwork network;
    test::FakeTimers timers;
    PatientWorkers workers{network};
    StoppedClock clock;
    RecordingThrottle throttle;
    Moved swarm;
    Moved web;
    TrafficPlan plan{{}, {}, 100'000'000};
    std::vector<Spending> allowed;
    std::vector<Spending> told;
    std::vector<TrafficTally> tallies;
    int troubles = 0;
    std::unique_ptr<Traffic> traffic;
};

TEST_F(TrafficTest, TheLimitChangesWithTheHour)
{
    plan.rates = {500, 500};
    plan.windows = {{0b111'1111, 1, 2, 7, 8}};
    start();
    EXPECT_EQ(throttle.limits, (std::vector<swarm::Rates>{{500, 500}}));
    clock.time.seconds += 60;
    pass(2s);
    clock.time.seconds += 60;
    pass(2s);
    EXPECT_EQ(throttle.limits, (std::vector<swarm::Rates>{{500, 500}, {7, 8}, {500, 500}}));
}

TEST_F(TrafficTest, CountsBothDirectionsAndTheWeb)
{
    start();
    EXPECT_EQ(allowed, std::vector{Spending::within_budget});
    move(40'000'000, 30'000'000);
    web = {5'000'000, 15'000'000};
    pass(1s);
    EXPECT_EQ(allowed, (std::vector{Spending::within_budget, Spending::text_only}));
    move(10'000'000, 0);
    EXPECT_EQ(told, (std::vector{Spending::text_only, Spending::spent}));
    EXPECT_EQ(allowed.back(), Spending::spent);
}

TEST_F(TrafficTest, ANewMonthBeginsAnew)
{
    start();
    move(100'000'000, 0);
    ASSERT_EQ(allowed.back(), Spending::spent);
    clock.time = at("2026-05-31T23:59:59Z");
    pass(1s);
    EXPECT_EQ(allowed.back(), Spending::spent);
    clock.time = at("2026-06-01T00:00:00Z");
    pass(1s);
    EXPECT_EQ(allowed.back(), Spending::within_budget);
    EXPECT_EQ(told.back(), Spending::within_budget);
}

TEST_F(TrafficTest, AClockThatJumpsBackResetsNothing)
{
    clock.time = at("2026-06-02T00:00:00Z");
    start();
    move(100'000'000, 0);
    pass(10s);
    for (auto const* const then : {"2026-05-30T00:00:00Z", "1970-01-01T00:00:10Z", "2026-06-02T00:00:00Z"}) {
        clock.time = at(then);
        pass(2s);
        EXPECT_EQ(allowed.back(), Spending::spent) << then;
        kill();
        swarm = {};
        start();
        EXPECT_EQ(allowed.back(), Spending::spent) << then;
    }
}

TEST_F(TrafficTest, AKillLosesWhatMovedInFiveSecondsOrAMebibyte)
{
    start();
    pass(5s);
    move(50'000'000, 0);
    auto const written = file();
    EXPECT_NE(written.find("sent 50000000 "), std::string::npos) << written;
    move(2'000'000, 0);
    EXPECT_EQ(file(), written);
    pass(4s);
    EXPECT_NE(file().find("sent 52000000 "), std::string::npos) << file();
    move(1000, 0);
    pass(1min);
    EXPECT_NE(file().find("sent 52001000 "), std::string::npos) << file();
    kill();
    swarm = {};
    start();
    move(48'000'000, 0);
    EXPECT_EQ(allowed.back(), Spending::spent);
}

TEST_F(TrafficTest, AStopWritesAllOfIt)
{
    start();
    move(1234, 0);
    traffic->write_now();
    EXPECT_NE(file().find("sent 1234 "), std::string::npos);
}

TEST_F(TrafficTest, TellsWhatMovedSinceItLastToldAtMostEveryTenSeconds)
{
    start();
    ASSERT_EQ(tallies.size(), 1U);  // how things stand at the start
    EXPECT_EQ(tallies[0].month, Moved{});
    move(1000, 20);
    web = {3, 400};
    move(1000, 20);
    EXPECT_EQ(tallies.size(), 1U);
    pass(10s);
    ASSERT_EQ(tallies.size(), 2U);
    EXPECT_EQ(tallies[1].peers, (Moved{2000, 40}));
    EXPECT_EQ(tallies[1].web, (Moved{3, 400}));
    EXPECT_EQ(tallies[1].month, (Moved{2003, 440}));
    pass(1min);
    EXPECT_EQ(tallies.size(), 2U);  // nothing moved
    move(95'000'000, 0);
    traffic->write_now();
    ASSERT_EQ(tallies.size(), 3U);  // the last one
    EXPECT_EQ(tallies[2].peers, (Moved{95'000'000, 0}));
    EXPECT_EQ(tallies[2].state, Spending::text_only);
}

TEST_F(TrafficTest, TellsThatANewMonthBeganThoughNothingMoved)
{
    start();
    move(1000, 0);
    pass(10s);
    clock.time = at("2026-06-01T00:00:00Z");
    pass(10s);
    ASSERT_EQ(tallies.size(), 3U);
    EXPECT_EQ(tallies[2].month, Moved{});
}

TEST_F(TrafficTest, WhatAnotherProgramCountsIsInTheBudget)
{
    start();
    store::TrafficMonths gateway;
    gateway.add(store::Month::of(clock.time), {95'000'000, 0});
    test::write_text(place / "traffic/nightletter-gateway", gateway.text());
    pass(61s);
    EXPECT_EQ(allowed.back(), Spending::text_only);
}

TEST_F(TrafficTest, ADiskThatCannotBeWrittenIsToldAndTriedAgain)
{
    start();
    pass(5s);
    fs::remove_all(place / "traffic");
    move(2'000'000, 0);
    EXPECT_EQ(troubles, 1);
    fs::create_directory(place / "traffic");
    pass(6s);
    EXPECT_NE(file().find("sent 2000000 "), std::string::npos);
}

}  // namespace
}  // namespace nightletter::mirror
