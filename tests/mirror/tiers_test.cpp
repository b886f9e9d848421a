// docs/handbook.md, "Choosing": a mirror whose operator wants more or less of each bundle than before goes on serving
// what it has, and loses nothing of it.
#include "tests/mirror/computers.hpp"

namespace nightletter::mirror {
namespace {

constexpr auto text_alone = bundles::TierSet::up_to(bundles::Tier::text);

class TiersTest : public MirrorTest {
protected:
    // Sealed on `away` with these tiers; then the operator decides anew, while nobody else is there.
    test::Printed seal_then_choose(bundles::TierSet before, bundles::TierSet after)
    {
        desk.start();
        away.options.fetch.tiers = before;
        away.start();
        auto const printed = publish("night-school", {{"data/media/talk.opus", "a recording"}});
        pass(5s);
        EXPECT_TRUE(away.has(printed.id));
        away.stop();
        desk.stop();
        away.options.fetch.tiers = after;
        away.start();
        pass(5s);
        return printed;
    }
    [[nodiscard]] static bool has_recording(Computer& computer, BundleId const& bundle)
    {
        auto const found = computer.store->bundles().find(bundle).value();
        EXPECT_TRUE(found);
        return found && found->row().tiers.has(bundles::Tier::audio);
    }
    [[nodiscard]] fs::path recording(std::string const& computer, BundleId const& bundle) const
    {
        return place / computer / "bundles" / bundle_text(bundle) / "night-school/data/media/talk.opus";
    }

    Computer third{network, timers, clock, place / "third", 3};
};

TEST_F(TiersTest, WhatIsSealedGoesOnBeingGivenWhileMoreOfItIsWanted)
{
    auto const printed = seal_then_choose(text_alone, bundles::TierSet::all());
    // Nobody has the recording.
    third.options = away.options;
    third.options.peers = {{"127.0.0.1", 2}};
    third.options.fetch.tiers = text_alone;
    third.start();
    pass(1min);
    EXPECT_TRUE(third.has(printed.id));
    EXPECT_TRUE(away.has(printed.id));
    EXPECT_TRUE(away.all<BundleDamaged>().empty());
    EXPECT_GT(away.mirror->unfinished(), 0U);
}

TEST_F(TiersTest, TheFullerCopyTakesItsPlaceOnceItIsSealed)
{
    auto const printed = seal_then_choose(text_alone, bundles::TierSet::all());
    EXPECT_FALSE(has_recording(away, printed.id));
    desk.start();
    pass(2min);
    EXPECT_TRUE(has_recording(away, printed.id));
    EXPECT_TRUE(fs::exists(recording("away", printed.id)));
    EXPECT_TRUE(away.swarm->seeds(printed.torrent.info_hash()));
    EXPECT_EQ(away.mirror->unfinished(), 0U);
    EXPECT_EQ(rooms(away), 0U);
}

TEST_F(TiersTest, AFullerCopyThatFailsItsJudgementCostsNothingOfTheSealedOne)
{
    auto const printed = seal_then_choose(text_alone, bundles::TierSet::all());
    away.swarm->spoil("data/media/talk.opus");
    desk.start();
    pass(2min);
    EXPECT_EQ(away.all<BundleRefused>().size(), 1U);
    EXPECT_FALSE(has_recording(away, printed.id));
    EXPECT_TRUE(away.swarm->seeds(printed.torrent.info_hash()));
}

TEST_F(TiersTest, AWithdrawalEndsTheFetchOfTheRestAndTheServiceOfWhatIsSealed)
{
    auto const printed = seal_then_choose(text_alone, bundles::TierSet::all());
    EXPECT_TRUE(away.swarm->fetches(printed.torrent.info_hash()));
    withdraw(printed.id, trust::Reason::source_danger);
    away.stop();
    away.options.watch = place / "incoming";
    fs::remove_all(place / "incoming/output/night-school");  // it would be taken from there
    away.start();
    pass(10s);
    EXPECT_FALSE(away.swarm->fetches(printed.torrent.info_hash()));
    EXPECT_FALSE(away.swarm->seeds(printed.torrent.info_hash()));
    EXPECT_EQ(rooms(away), 0U);
    EXPECT_EQ(away.store->bundles().row(printed.id).value()->state, store::BundleState::dark);
}

TEST_F(TiersTest, AWholeCopyIsHealedWholeThoughLessIsWantedNow)
{
    auto const printed = seal_then_choose(bundles::TierSet::all(), text_alone);
    EXPECT_TRUE(has_recording(away, printed.id));
    EXPECT_TRUE(away.swarm->seeds(printed.torrent.info_hash()));
    away.stop();
    auto const file = recording("away", printed.id);
    fs::permissions(file, fs::perms::owner_write, fs::perm_options::add);
    test::write_text(file, "x");
    desk.start();
    away.start();
    pass(10s);
    EXPECT_TRUE(has_recording(away, printed.id));
    EXPECT_EQ(test::read_text(file), "a recording");
}

TEST_F(TiersTest, ARecordingThatWasOnItsWayDoesNotKeepTheTextFromBeingSealed)
{
    desk.start();
    auto const printed = publish("night-school", {{"data/media/talk.opus", "a recording"}});
    pass(5s);
    away.start();
    auto const half = place / "away/quarantine" / printed.torrent.info_hash().hex() / "copy/night-school/data/media";
    while (!fs::exists(half / "talk.opus")) ASSERT_TRUE(network.step());
    test::write_text(half / "talk.opus", "a rec");
    away.stop();
    away.options.fetch.tiers = text_alone;
    away.start();
    pass(10s);
    EXPECT_FALSE(has_recording(away, printed.id));
    EXPECT_TRUE(away.all<BundleRefused>().empty());
}

}  // namespace
}  // namespace nightletter::mirror
