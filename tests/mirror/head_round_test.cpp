// docs/formats.md section 4: heads hang in the DHT for as long as some mirror hangs them up again, and a head newer
// than what any path delivers is a warning.
#include "mirror/head_round.hpp"

#include <gmock/gmock.h>

#include "tests/mirror/computers.hpp"

namespace nightletter::mirror {
namespace {

using Step = HeadRound::Step;

class HeadRoundTest : public ::testing::Test {
protected:
    HeadRound round;
    Moment now{};
    Sha256 feed;

    // What is done within that time, in order.
    std::vector<Step> during(Moment time)
    {
        std::vector<Step> steps;
        for (auto const end = now + time; now < end; now += std::chrono::milliseconds{250}) {
            if (auto const step = round.tick(now, feed); step != Step::none) steps.push_back(step);
        }
        return steps;
    }
};

TEST_F(HeadRoundTest, ReadsHangsUpAndReadsBackInOneRound)
{
    EXPECT_THAT(during(30s), ::testing::ElementsAre(Step::read, Step::post, Step::read_back));
}

TEST_F(HeadRoundTest, TriesAgainSoonWhenNobodyHasWhatWasHungUp)
{
    (void)during(30s);
    EXPECT_THAT(during(6min), ::testing::ElementsAre(Step::read, Step::post, Step::read_back));
}

TEST_F(HeadRoundTest, WaitsHalfAnHourWhenItIsThere)
{
    (void)during(21s);
    EXPECT_TRUE(round.found());
    EXPECT_FALSE(round.found());
    EXPECT_TRUE(during(25min).empty());
    EXPECT_THAT(during(8min), ::testing::ElementsAre(Step::read, Step::post, Step::read_back));
}

TEST_F(HeadRoundTest, BeginsAtOnceWhenThereIsANewerFeed)
{
    (void)during(21s);
    EXPECT_TRUE(round.found());
    (void)during(10s);
    feed = sha256(as_bytes("newer"));
    EXPECT_THAT(during(3s), ::testing::ElementsAre(Step::read));
}

class HeadsInTheDhtTest : public MirrorTest {
protected:
    static std::vector<std::string> labels_of(Computer const& computer)
    {
        auto const adopted = computer.all<PublisherAdopted>();
        return adopted.empty() ? std::vector<std::string>{} : adopted.back().labels;
    }
};

TEST_F(HeadsInTheDhtTest, AHeadNewerThanAnyFeedIsASuspectedFreeze)
{
    desk.start();
    away.start();
    auto const first = publish("night-school");
    pass(30s);
    ASSERT_TRUE(away.has(first.id));
    ASSERT_EQ(labels_of(away), std::vector<std::string>{"current"});
    // From here on nobody brings it anything but the DHT.
    away.stop();
    publish("day-school");
    pass(30s);
    desk.stop();
    away.start();
    pass(30s);
    EXPECT_EQ(labels_of(away), std::vector<std::string>{"suspected-freeze"});
    EXPECT_TRUE(away.has(first.id));
    EXPECT_TRUE(away.swarm->seeds(first.torrent.info_hash()));

    desk.start();
    pass(30s);
    EXPECT_EQ(labels_of(away), std::vector<std::string>{"current"});
}

TEST_F(HeadsInTheDhtTest, AnyMirrorKeepsAHeadAliveWithoutAKey)
{
    desk.start();
    away.start();
    publish("night-school");
    pass(30s);
    desk.stop();
    network.forget_board();
    pass(40min);
    EXPECT_EQ(network.on_board(), 1U);
}

TEST_F(HeadsInTheDhtTest, AnItemThatNobodySignedChangesNothing)
{
    desk.start();
    publish("night-school");
    pass(30s);
    network.spoil_board();
    away.start();
    pass(30s);
    EXPECT_EQ(labels_of(away), std::vector<std::string>{"current"});
}

}  // namespace
}  // namespace nightletter::mirror
