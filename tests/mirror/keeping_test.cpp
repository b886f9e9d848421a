// docs/architecture.md, "The life of a bundle", step 7: what is sealed stays right or is healed; what is withdrawn is
// shown to nobody and then gone.
#include <gmock/gmock.h>

#include "store/view_reader.hpp"
#include "tests/mirror/computers.hpp"

namespace nightletter::mirror {
namespace {

class KeepingTest : public MirrorTest {
protected:
    // Every regular file below `root` that has these bytes in it.
    [[nodiscard]] static std::vector<std::string> files_with(fs::path const& root, std::string_view words)
    {
        std::vector<std::string> found;
        for (auto const& entry : fs::recursive_directory_iterator{root}) {
            bool const is_named = entry.path().filename().string().find(words) != std::string::npos;
            bool const has = entry.is_regular_file() && test::read_text(entry.path()).find(words) != std::string::npos;
            if (is_named || has) found.push_back(entry.path().lexically_relative(root).string());
        }
        return found;
    }
};

TEST_F(KeepingTest, FindsSilentDamageWhenTheReadingFallsDueAndHealsIt)
{
    desk.start();
    away.start();
    auto const printed = publish("night-school");
    pass(5s);
    ASSERT_TRUE(away.has(printed.id));
    auto const file = place / "away" / "bundles" / bundle_text(printed.id) / "night-school/data/transcript.en.txt";
    auto const sound = test::read_text(file);
    auto const time = fs::last_write_time(file);
    fs::permissions(file, fs::perms::owner_write, fs::perm_options::add);
    test::write_text(file, std::string(sound.size(), 'x'));
    fs::last_write_time(file, time);
    clock.time.seconds += 29 * 86'400;
    pass(5s);
    EXPECT_TRUE(away.all<BundleDamaged>().empty());
    clock.time.seconds += 86'400;
    pass(10s);
    ASSERT_EQ(away.all<BundleDamaged>().size(), 1U);
    EXPECT_EQ(away.all<BundleDamaged>()[0].files, std::vector<std::string>{"data/transcript.en.txt"});
    EXPECT_TRUE(away.has(printed.id));
    EXPECT_EQ(test::read_text(file), sound);
    EXPECT_TRUE(away.swarm->seeds(printed.torrent.info_hash()));
}

TEST_F(KeepingTest, HealsWhatTheSwarmFoundDamaged)
{
    desk.start();
    away.start();
    auto const printed = publish("night-school");
    pass(5s);
    ASSERT_TRUE(away.has(printed.id));
    away.swarm->find_damage(printed.torrent.info_hash());
    pass(5s);
    EXPECT_EQ(away.all<BundleDamaged>().size(), 1U);
    EXPECT_EQ(away.all<BundleSealed>().size(), 2U);
    EXPECT_TRUE(away.has(printed.id));
    EXPECT_TRUE(away.swarm->seeds(printed.torrent.info_hash()));
}

TEST_F(KeepingTest, FetchesAgainWhatIsGoneFromTheDisk)
{
    desk.start();
    away.start();
    auto const printed = publish("night-school");
    pass(5s);
    away.stop();
    auto const directory = place / "away" / "bundles" / bundle_text(printed.id);
    fs::permissions(directory, fs::perms::owner_all);
    fs::rename(directory, place / "stolen");
    away.start();
    ASSERT_EQ(away.all<StoreRecovered>().size(), 1U);
    EXPECT_EQ(away.all<StoreRecovered>()[0].missing, 1U);
    pass(5s);
    EXPECT_TRUE(away.has(printed.id));
    EXPECT_TRUE(fs::exists(directory / "night-school" / "data" / "metadata.json"));
}

TEST_F(KeepingTest, EndsServingAndShowingWhatThePublisherWithdrawsAndDeletesItAfterItsGrace)
{
    desk.start();
    away.start();
    auto const printed = publish("night-school");
    pass(5s);
    ASSERT_TRUE(away.swarm->seeds(printed.torrent.info_hash()));
    withdraw(printed.id, trust::Reason::source_danger);
    pass(8s);
    EXPECT_FALSE(desk.swarm->seeds(printed.torrent.info_hash()));
    EXPECT_FALSE(away.swarm->seeds(printed.torrent.info_hash()));  // pushed, without a feed
    clock.time.seconds += 10;
    pass(2s);
    EXPECT_TRUE(store::ViewReader::open(place / "away")->bundles().value().empty());
    EXPECT_TRUE(fs::exists(place / "away" / "bundles" / bundle_text(printed.id)));
    // And after its grace it is gone.
    clock.time.seconds += 4 * 86'400;
    pass(2min);
    EXPECT_TRUE(away.store->bundles().rows()->empty());
    EXPECT_FALSE(fs::exists(place / "away" / "bundles" / bundle_text(printed.id)));
}

TEST_F(KeepingTest, AWithdrawalOfOnePublisherDeletesNothingOfAnother)
{
    test::Newsroom other{"Another Collective"};
    test::SignerOutput theirs{other, place / "incoming/theirs"};
    desk.options.publishers.push_back(other.id());
    desk.start();
    auto const printed = publish("night-school");
    theirs.add("day-school");
    pass(5s);
    ASSERT_TRUE(desk.has(printed.id));
    trust::Withdrawal withdrawal;
    withdrawal.publisher = other.id();
    withdrawal.bundle = printed.id;
    withdrawal.reason = trust::Reason::source_danger;
    withdrawal.issued = at("2026-05-09T00:00:00Z");
    auto const candidate = test::signed_by(other.withdraw_pens, withdrawal);
    auto const folder = theirs.directory() / "publishers" / publisher_text(other.id());
    auto const name = "withdrawal." + test::hash_of(candidate).hex();
    test::write_text(folder / name, as_text(candidate.document));
    test::write_text(folder / (name + ".minisig"), as_text(candidate.signatures));
    pass(10s);
    ASSERT_EQ(desk.mirror->ledger(other.id())->acceptance().withdrawals().all().size(), 1U);
    clock.time.seconds += 4 * 86'400;
    pass(2min);
    EXPECT_TRUE(desk.has(printed.id));
    EXPECT_TRUE(desk.swarm->seeds(printed.torrent.info_hash()));
}

TEST_F(KeepingTest, APublisherWhoNamesABundleOfAnotherTakesNothingFromIt)
{
    test::Newsroom other{"Another Collective"};
    test::SignerOutput theirs{other, place / "incoming/theirs"};
    desk.options.publishers.push_back(other.id());
    desk.start();
    auto const printed = publish("night-school");
    pass(5s);
    ASSERT_TRUE(desk.swarm->seeds(printed.torrent.info_hash()));
    auto line = printed.release();
    line.info_hash = test::release_of("no such bundle").info_hash;
    theirs.write_documents(other.publish({line}));
    pass(10s);
    ASSERT_EQ(desk.mirror->ledger(other.id())->acceptance().feed()->point().seq, 1U);
    trust::Withdrawal withdrawal;
    withdrawal.publisher = other.id();
    withdrawal.bundle = printed.id;
    withdrawal.reason = trust::Reason::error;
    withdrawal.issued = at("2026-05-09T00:00:00Z");
    auto const candidate = test::signed_by(other.withdraw_pens, withdrawal);
    auto const name = "publishers/" + publisher_text(other.id()) + "/withdrawal." + test::hash_of(candidate).hex();
    test::write_text(theirs.directory() / name, as_text(candidate.document));
    test::write_text(theirs.directory() / (name + ".minisig"), as_text(candidate.signatures));
    pass(10s);
    clock.time.seconds += 4 * 86'400;
    pass(2min);
    EXPECT_TRUE(desk.has(printed.id));
    EXPECT_TRUE(desk.swarm->seeds(printed.torrent.info_hash()));
}

TEST_F(KeepingTest, AnErasureThatWasInterruptedIsFinishedAfterTheNextStart)
{
    desk.start();
    publish("night-school");
    pass(5s);
    desk.stop();
    test::write_text(place / "desk/erasing", "");
    test::write_text(place / "desk/catalogue.db.damaged-1", "One lamp, then a broom");
    desk.start();
    pass(2min);
    EXPECT_FALSE(fs::exists(place / "desk/catalogue.db.damaged-1"));
    EXPECT_FALSE(fs::exists(place / "desk/erasing"));
}

TEST_F(KeepingTest, EndsServingWhatARootDisownsAndNothingElse)
{
    desk.start();
    away.start();
    auto const kept = publish("night-school");
    pass(5s);
    auto root = publisher.next_epoch();     // its floor is the feed that names `kept` alone
    auto const forged = publish("forged");  // by the same key, which somebody has stolen
    pass(8s);
    ASSERT_TRUE(away.swarm->seeds(forged.torrent.info_hash()));
    publisher.adopt(root);
    output.write_documents(output.newest_feed());  // the root arrives before any feed that names it
    pass(8s);
    for (auto* const computer : {&desk, &away}) {
        EXPECT_FALSE(computer->swarm->seeds(forged.torrent.info_hash()));
        EXPECT_TRUE(computer->swarm->seeds(kept.torrent.info_hash()));
        EXPECT_FALSE(computer->has(forged.id));  // disowned is kept, not served
        EXPECT_EQ(computer->store->bundles().rows()->size(), 2U);
    }
}

TEST_F(KeepingTest, AfterItsGraceNeitherTitleNorSpeakerNorTextOfAWithdrawnBundleIsAnywhereInTheStore)
{
    desk.start();
    away.start();
    // Many, so that rows are moved between pages of the catalogue.
    for (int i = 0; i < 20; ++i) publish("kept-" + std::to_string(i));
    auto metadata = test::some_metadata();
    metadata.title["en"] = "The Unmistakable Headline";
    metadata.speakers[0].name["en"] = "Shirin Unmistakable";
    auto const printed = publish("unmistakable", {{"data/metadata.json", bundles::metadata_text(metadata)},
                                                  {"data/transcript.en.txt", "Sh.: Unmistakable words.\n"},
                                                  {"data/media/unmistakable.opus", "a recording"}});
    pass(5s);
    ASSERT_TRUE(away.has(printed.id));
    ASSERT_FALSE(files_with(place / "away", "nmistakable").empty());
    withdraw(printed.id, trust::Reason::error);
    pass(5s);
    clock.time.seconds += 4 * 86'400;
    pass(2min);
    EXPECT_THAT(files_with(place / "away", "nmistakable"), ::testing::IsEmpty());
    EXPECT_EQ(away.store->bundles().rows()->size(), 20U);
    EXPECT_EQ(store::ViewReader::open(place / "away")->bundles().value().size(), 20U);
}

TEST_F(KeepingTest, ACopyThatWasDamagedWhenItWasWithdrawnIsDeletedToo)
{
    desk.start();
    auto const printed = publish("night-school");
    pass(5s);
    ASSERT_TRUE(desk.has(printed.id));
    desk.swarm->find_damage(printed.torrent.info_hash());
    withdraw(printed.id, trust::Reason::error);
    pass(5s);
    clock.time.seconds += 4 * 86'400;
    pass(2min);
    EXPECT_TRUE(desk.store->bundles().rows()->empty());
    EXPECT_EQ(rooms(desk), 0U);
    EXPECT_FALSE(fs::exists(place / "desk" / "bundles" / bundle_text(printed.id)));
}

TEST_F(KeepingTest, ReadsNothingOfTheCatalogueWhileNothingChanges)
{
    desk.start();
    auto const printed = publish("night-school");
    auto const gone = publish("day-school");
    pass(5s);
    withdraw(gone.id, trust::Reason::error);
    pass(5s);
    clock.time.seconds += 4 * 86'400;
    pass(2min);
    ASSERT_EQ(desk.store->bundles().rows()->size(), 1U);
    // Whoever reads this row again complains of it.
    auto catalogue = store::Database::open(place / "desk/catalogue.db", store::Database::Use::own).value();
    ASSERT_TRUE(catalogue.run("UPDATE bundle SET state = 'unheard-of'"));
    ASSERT_FALSE(desk.store->bundles().rows());
    auto const troubles = desk.all<MirrorTroubled>().size();
    pass(3min);
    EXPECT_EQ(desk.all<MirrorTroubled>().size(), troubles);
    EXPECT_TRUE(desk.swarm->seeds(printed.torrent.info_hash()));
    publish("evening-school");
    pass(5s);
    EXPECT_GT(desk.all<MirrorTroubled>().size(), troubles);
}

TEST_F(KeepingTest, DeletesManyWithOneWritingOfTheCatalogue)
{
    desk.start();
    std::vector<test::Printed> gone;
    for (auto const* const slug : {"first", "second", "third"}) gone.push_back(publish(slug));
    pass(8s);
    ASSERT_EQ(desk.store->bundles().rows()->size(), 3U);
    for (auto const& printed : gone) withdraw(printed.id, trust::Reason::error);
    pass(8s);
    auto catalogue = store::Database::open(place / "desk/catalogue.db", store::Database::Use::look).value();
    auto const writings = [&] { return catalogue.integer("PRAGMA schema_version").value(); };
    auto const before = writings();
    clock.time.seconds += 4 * 86'400;
    pass(3min);
    EXPECT_TRUE(desk.store->bundles().rows()->empty());
    EXPECT_EQ(writings(), before + 1);
}

TEST_F(KeepingTest, WhatOnePublisherWithdrawsAnotherMayGoOnNaming)
{
    test::Newsroom other{"Another Collective"};
    test::SignerOutput theirs{other, place / "incoming/theirs"};
    desk.options.publishers.push_back(other.id());
    desk.start();
    auto const line = test::release_of("nobody has it");
    output.write_documents(publisher.publish({line}));
    pass(5s);
    theirs.write_documents(other.publish({line}));
    pass(5s);
    ASSERT_EQ(desk.mirror->unfinished(), 1U);
    withdraw(line.bundle, trust::Reason::error);
    pass(2min);
    ASSERT_EQ(desk.mirror->ledger(publisher.id())->acceptance().withdrawals().all().size(), 1U);
    EXPECT_EQ(desk.mirror->unfinished(), 1U);
    // And now nobody tells anybody anything.
    pass(3min);
    EXPECT_EQ(desk.mirror->unfinished(), 1U);
}

TEST_F(KeepingTest, WhatIsNoLongerHiddenIsReadAndThenServedAgain)
{
    desk.start();
    auto const printed = publish("night-school");
    pass(5s);
    withdraw(printed.id, trust::Reason::hide);
    pass(5s);
    ASSERT_FALSE(desk.has(printed.id));
    ASSERT_FALSE(desk.swarm->seeds(printed.torrent.info_hash()));
    clock.time.seconds += 15 * 86'400;
    pass(2min);
    EXPECT_TRUE(desk.has(printed.id));
    EXPECT_TRUE(desk.swarm->seeds(printed.torrent.info_hash()));
}

}  // namespace
}  // namespace nightletter::mirror
