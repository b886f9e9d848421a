// Nine months in which a publisher says nothing, as its mirrors live through them: docs/formats.md sections 4 and 6,
// "Time". One mirror is on all along and hangs the heads up again, one is switched off after the first day.
#include <gmock/gmock.h>

#include "tests/mirror/computers.hpp"
#include "trust/heads.hpp"

namespace nightletter::mirror {
namespace {

using ::testing::ElementsAre;

class LongSilenceTest : public MirrorTest {
protected:
    // What is said of the newest feed at this moment.
    [[nodiscard]] std::vector<std::string> labels_of(Computer const& computer) const
    {
        std::vector<std::string> texts;
        for (auto const& label : computer.mirror->ledger(publisher.id())->acceptance().labels(clock.time))
            texts.push_back(label.text());
        // Whoever reads the log was told the same.
        EXPECT_EQ(computer.all<PublisherAdopted>().back().labels, texts);
        return texts;
    }
    // Weeks go by, and a few minutes of each are looked at.
    void pass_weeks(int weeks)
    {
        for (int week = 0; week < weeks; ++week) {
            clock.time.seconds += 7 * 24 * 3600;
            pass(40min);
        }
        publisher.sleep_until(clock.time);
    }
};

TEST_F(LongSilenceTest, AMirrorThatWasOnAndOneThatWasOffBothCatchUpThoughTheFeedsBetweenAreGone)
{
    // The desk is the mirror that stays on; what it knew at first came from its watched folder.
    desk.start();
    away.start();
    auto const first = publish("night-school");
    pass(30s);
    ASSERT_TRUE(away.has(first.id));
    ASSERT_THAT(labels_of(desk), ElementsAre("current"));
    away.stop();

    pass_weeks(3);
    EXPECT_THAT(labels_of(desk), ElementsAre("current"));
    pass_weeks(3);
    EXPECT_THAT(labels_of(desk), ElementsAre("stale since 2026-06-03"));
    pass_weeks(33);
    EXPECT_THAT(labels_of(desk), ElementsAre("stale since 2026-06-03"));
    EXPECT_TRUE(desk.swarm->seeds(first.torrent.info_hash()));
    // Of every week, the head of that week hangs in the DHT, though nobody who could sign it was there.
    auto const now = trust::head_salt(0, iso_week(clock.time));
    EXPECT_TRUE(network.is_on_board(now)) << now;

    // Two more feeds are made; only the last one ever reaches anybody.
    auto const second = publish("day-school");
    auto const third = publish("evening-school");
    pass(30s);
    ASSERT_TRUE(desk.has(third.id));
    EXPECT_TRUE(desk.has(second.id));
    EXPECT_THAT(labels_of(desk), ElementsAre("current", "history-gap since 1"));
    away.start();
    pass(30s);
    EXPECT_TRUE(away.has(third.id));
    EXPECT_TRUE(away.has(second.id));
    EXPECT_THAT(labels_of(away), ElementsAre("current", "history-gap since 1"));
}

TEST_F(LongSilenceTest, WhoeverWasOffIsToldByTheHeadAloneThatItIsBehind)
{
    desk.start();
    away.start();
    auto const first = publish("night-school");
    pass(30s);
    ASSERT_TRUE(away.has(first.id));
    away.stop();
    pass_weeks(39);
    publish("day-school");
    pass(30s);
    desk.stop();
    // Nobody is there who has the newer feed; its head is.
    away.start();
    pass(30s);
    EXPECT_THAT(labels_of(away), ElementsAre("suspected-freeze"));
    EXPECT_TRUE(away.swarm->seeds(first.torrent.info_hash()));
    desk.start();
    pass(30s);
    EXPECT_THAT(labels_of(away), ElementsAre("current"));
}

}  // namespace
}  // namespace nightletter::mirror
