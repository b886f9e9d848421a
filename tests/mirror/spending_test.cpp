// docs/handbook.md, "Traffic": what a mirror fetches and gives in the last tenth of its month, and beyond it.
#include "tests/mirror/computers.hpp"

namespace nightletter::mirror {
namespace {

class SpendingMirrorTest : public MirrorTest {
protected:
    test::Printed seal_on_desk(std::string const& slug)
    {
        auto const printed = publish(slug, {{"data/media/talk.opus", "a recording"}});
        pass(5s);
        EXPECT_TRUE(desk.has(printed.id));
        return printed;
    }
    [[nodiscard]] static bool has_recording(Computer& computer, BundleId const& bundle)
    {
        auto const found = computer.store->bundles().find(bundle).value();
        return found && found->row().tiers.has(bundles::Tier::audio);
    }
};

TEST_F(SpendingMirrorTest, InItsLastTenthOnlyTextIsFetchedAndTheRestInTheNextMonth)
{
    desk.start();
    away.start();
    away.mirror->allow(Spending::text_only);
    auto const printed = seal_on_desk("night-school");
    pass(5s);
    ASSERT_TRUE(away.has(printed.id));
    EXPECT_FALSE(has_recording(away, printed.id));
    EXPECT_TRUE(away.swarm->seeds(printed.torrent.info_hash()));
    pass(2min);
    EXPECT_FALSE(has_recording(away, printed.id));
    away.mirror->allow(Spending::within_budget);
    pass(90s);
    EXPECT_TRUE(has_recording(away, printed.id));
    EXPECT_TRUE(away.swarm->seeds(printed.torrent.info_hash()));
}

TEST_F(SpendingMirrorTest, InItsLastTenthOnlyTextIsGiven)
{
    desk.start();
    auto const printed = seal_on_desk("night-school");
    auto const hash = printed.torrent.info_hash();
    EXPECT_TRUE(desk.swarm->offers(hash, "data/media/talk.opus"));
    desk.mirror->allow(Spending::text_only);
    pass(1s);
    EXPECT_TRUE(desk.swarm->offers(hash, "data/transcript.en.txt"));
    EXPECT_FALSE(desk.swarm->offers(hash, "data/media/talk.opus"));
    desk.mirror->allow(Spending::within_budget);
    pass(1s);
    EXPECT_TRUE(desk.swarm->offers(hash, "data/media/talk.opus"));
}

TEST_F(SpendingMirrorTest, OnceSpentNoBundleMovesAndDocumentsDo)
{
    desk.start();
    away.start();
    auto const first = seal_on_desk("night-school");
    pass(5s);
    ASSERT_TRUE(away.has(first.id));
    away.mirror->allow(Spending::spent);
    pass(1s);
    EXPECT_FALSE(away.swarm->seeds(first.torrent.info_hash()));
    auto const second = seal_on_desk("day-school");
    withdraw(first.id, trust::Reason::source_danger);
    pass(2min);
    EXPECT_FALSE(away.has(second.id));
    EXPECT_FALSE(away.swarm->fetches(second.torrent.info_hash()));
    EXPECT_EQ(away.mirror->ledger(publisher.id())->acceptance().feed()->point().seq, 2U);
    EXPECT_EQ(away.store->bundles().row(first.id).value()->state, store::BundleState::dark);
    away.mirror->allow(Spending::within_budget);
    pass(90s);
    EXPECT_TRUE(away.has(second.id));
    EXPECT_TRUE(away.swarm->seeds(second.torrent.info_hash()));
}

TEST_F(SpendingMirrorTest, ARecordingThatWasOnItsWayWaitsWithWhatArrived)
{
    desk.start();
    auto const printed = seal_on_desk("night-school");
    away.start();
    auto const copy = place / "away/quarantine" / printed.torrent.info_hash().hex() / "copy/night-school";
    while (!fs::exists(copy / "data/transcript.en.txt")) ASSERT_TRUE(network.step());
    ASSERT_TRUE(network.step());
    desk.swarm->drop(printed.torrent.info_hash());  // nobody gives the recording
    pass(5s);
    for (auto const spending : {Spending::text_only, Spending::spent}) {
        away.mirror->allow(spending);
        pass(2min);
        EXPECT_TRUE(fs::exists(copy / "data/transcript.en.txt"));
        EXPECT_FALSE(away.swarm->fetches(printed.torrent.info_hash()));
    }
    EXPECT_TRUE(away.all<BundleRefused>().empty());
}

TEST_F(SpendingMirrorTest, WhatAFolderBringsIsTakenThoughTheMonthIsSpent)
{
    desk.start();
    desk.mirror->allow(Spending::spent);
    auto const printed = seal_on_desk("night-school");
    EXPECT_TRUE(has_recording(desk, printed.id));
    EXPECT_FALSE(desk.swarm->seeds(printed.torrent.info_hash()));
    desk.mirror->allow(Spending::within_budget);
    pass(1s);
    EXPECT_TRUE(desk.swarm->seeds(printed.torrent.info_hash()));
}

}  // namespace
}  // namespace nightletter::mirror
