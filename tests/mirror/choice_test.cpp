// What an operator chooses (docs/handbook.md, "Choosing"): by bundle, by publisher, by size, by language.
#include "mirror/choice.hpp"

#include <gmock/gmock.h>

#include "store/view_reader.hpp"
#include "tests/mirror/computers.hpp"

namespace nightletter::mirror {
namespace {

trust::Release release_of(std::uint64_t bytes)
{
    trust::Release release;
    release.bundle = *BundleId::from(sha256(as_bytes("a bundle")).bytes());
    release.bytes = bytes;
    return release;
}

bundles::CheckedTorrent torrent_with(std::vector<std::string> const& paths)
{
    std::vector<bundles::TorrentFile> files;
    std::vector<std::string> all{"bagit.txt",
                                 "bag-info.txt",
                                 "data/metadata.json",
                                 "manifest-sha256.txt",
                                 "tagmanifest-sha256.txt",
                                 "tagmanifest-sha256.txt.minisig",
                                 "publisher/root.1",
                                 "publisher/root.1.minisig"};
    all.insert(all.end(), paths.begin(), paths.end());
    for (auto const& path : all) {
        files.push_back({*bundles::BundlePath::parse(path), bundles::digest_bytes(as_bytes(path))});
    }
    auto const torrent = bundles::Torrent::of(*bundles::Slug::parse("a-bundle"), std::move(files));
    return bundles::check_info(torrent.info(), {}).value();
}

TEST(ChoiceTest, WantsEverythingWhenNothingIsSaid)
{
    EXPECT_FALSE(left_out({}, {}, release_of(1'000'000)));
    EXPECT_FALSE(left_out({}, {}, torrent_with({"data/transcript.my.txt"})));
}

TEST(ChoiceTest, LeavesOutWhatIsBlockedEvenWhenItIsPinned)
{
    Choice choice;
    choice.pinned = {release_of(1).bundle};
    choice.blocked[release_of(1).bundle] = {"spam", {}};
    EXPECT_EQ(left_out(choice, {}, release_of(1)), LeftOut::blocked);
    Choice publisher;
    publisher.blocked_publishers[PublisherId{}] = {"spam", {}};
    EXPECT_EQ(left_out(publisher, {}, release_of(1)), LeftOut::blocked);
}

TEST(ChoiceTest, LeavesOutWhatIsTooLargeUnlessItIsPinned)
{
    Choice choice;
    choice.largest = 1000;
    EXPECT_FALSE(left_out(choice, {}, release_of(1000)));
    EXPECT_EQ(left_out(choice, {}, release_of(1001)), LeftOut::over_largest);
    choice.pinned = {release_of(1).bundle};
    EXPECT_FALSE(left_out(choice, {}, release_of(1001)));
}

TEST(ChoiceTest, LeavesOutWhatHasNoTranscriptInALanguageThatIsWanted)
{
    Choice choice;
    choice.languages = {"fa", "zh-hant"};
    BundleId const bundle;
    EXPECT_FALSE(left_out(choice, bundle, torrent_with({"data/transcript.en.txt", "data/transcript.fa-af.vtt"})));
    EXPECT_FALSE(left_out(choice, bundle, torrent_with({"data/media/talk.opus"})));
    EXPECT_EQ(left_out(choice, bundle, torrent_with({"data/transcript.zh.txt"})), LeftOut::other_language);
    EXPECT_EQ(left_out(choice, bundle, torrent_with({"data/transcript.fat.txt"})), LeftOut::other_language);
    choice.pinned = {bundle};
    EXPECT_FALSE(left_out(choice, bundle, torrent_with({"data/transcript.zh.txt"})));
}

class ChoosingTest : public MirrorTest {};

TEST_F(ChoosingTest, WhatIsBlockedIsNotFetched)
{
    desk.start();
    auto const blocked = publish("night-school");
    auto const other = publish("day-school");
    away.options.fetch.choice.blocked[blocked.id] = {"spam", {}};
    away.start();
    pass(8s);
    EXPECT_TRUE(away.has(other.id));
    EXPECT_FALSE(away.has(blocked.id));
    EXPECT_EQ(away.mirror->unfinished(), 0U);
    EXPECT_EQ(rooms(away), 0U);
}

TEST_F(ChoosingTest, WhatIsBlockedLaterIsKeptAndShownToNobody)
{
    desk.start();
    away.start();
    auto const printed = publish("night-school");
    pass(5s);
    ASSERT_TRUE(away.has(printed.id));
    away.stop();
    away.options.fetch.choice.blocked_publishers[publisher.id()] = {"spam", {}};
    away.start();
    pass(3s);
    EXPECT_FALSE(away.swarm->seeds(printed.torrent.info_hash()));
    EXPECT_TRUE(store::ViewReader::open(place / "away")->bundles().value().empty());
    EXPECT_TRUE(fs::exists(place / "away" / "bundles" / bundle_text(printed.id)));
    away.stop();
    away.options.fetch.choice = {};
    away.start();
    pass(3s);
    EXPECT_TRUE(away.swarm->seeds(printed.torrent.info_hash()));
}

TEST_F(ChoosingTest, WhatIsInAnotherLanguageIsLeftOutOnceAndSaidSo)
{
    desk.start();
    auto const printed = publish("night-school");
    away.options.fetch.choice.languages = {"my"};
    away.start();
    pass(8s);
    EXPECT_FALSE(away.has(printed.id));
    ASSERT_EQ(away.all<BundleLeftOut>().size(), 1U);
    EXPECT_EQ(away.all<BundleLeftOut>()[0].reason, LeftOut::other_language);
    EXPECT_EQ(away.mirror->unfinished(), 0U);
    EXPECT_EQ(rooms(away), 0U);
}

TEST_F(ChoosingTest, OnePublishersQuotaDoesNotTakeRoomFromAnother)
{
    desk.start();
    away.options.fetch.publisher_quota = 1000;
    away.start();
    auto const printed = publish("night-school");
    pass(5s);
    EXPECT_FALSE(away.has(printed.id));
    ASSERT_FALSE(away.all<BundleRefused>().empty());
    EXPECT_EQ(away.all<BundleRefused>()[0].word, "no-space");
    away.stop();
    away.options.fetch.choice.pinned = {printed.id};
    away.start();
    pass(5s);
    EXPECT_TRUE(away.has(printed.id));
}

TEST_F(ChoosingTest, ATextOnlyMirrorTakesRoomForItsTierAlone)
{
    desk.start();
    away.options.fetch.tiers = bundles::TierSet::up_to(bundles::Tier::text);
    away.options.fetch.quota = 100'000;
    away.start();
    auto const printed = publish("night-school", {{"data/media/talk.opus", std::string(200'000, 'o')},
                                                  {"data/numbers.csv", std::string(40'000, '1') + "\n"}});
    pass(5s);
    EXPECT_TRUE(away.has(printed.id));  // with a file of several pieces, whose layer nobody sent
    EXPECT_TRUE(away.swarm->seeds(printed.torrent.info_hash()));
}

TEST_F(ChoosingTest, AMirrorThatHoldsWithdrawnBundlesDarkDeletesThemLater)
{
    away.options.withdrawals[publisher.id()] = {30, true};
    desk.start();
    away.start();
    auto const printed = publish("night-school");
    pass(5s);
    withdraw(printed.id, trust::Reason::error);
    pass(5s);
    clock.time.seconds += 29 * 86'400;
    pass(2min);
    EXPECT_FALSE(desk.store->bundles().rows()->size());
    EXPECT_EQ(away.store->bundles().rows()->size(), 1U);
    EXPECT_FALSE(away.has(printed.id));
    clock.time.seconds += 2 * 86'400;
    pass(2min);
    EXPECT_TRUE(away.store->bundles().rows()->empty());
}

}  // namespace
}  // namespace nightletter::mirror
