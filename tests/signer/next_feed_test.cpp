// docs/formats.md sections 3 and 4: the feed that follows another, its signatures, its heads.
#include "signer/next_feed.hpp"

#include <gtest/gtest.h>

#include "signer/founding.hpp"
#include "signer/signing.hpp"
#include "trust/heads.hpp"

namespace nightletter::signer {
namespace {

class NextFeedTest : public ::testing::Test {
protected:
    UtcTime founded_at = *parse_time("2026-05-01T12:00:00Z");
    UtcTime now = *parse_time("2026-05-03T10:00:00Z");
    std::vector<PersonalKeys> people = keys_for(1);
    Founded publisher = found("Example", people, {}, founded_at).value();
    OwnPublisher own{
        publisher.id, {publisher.files}, publisher.root, std::nullopt, {{"root.1", publisher.files.document}}};
    OpenKeys keys{{}, std::move(people.front().announce)};

    void SetUp() override { keys.release.push_back(std::move(people.front().release)); }

    void publish(trust::Feed const& feed)
    {
        own.documents = with_feed(own, feed, keys);
        own.feed = feed;
    }
};

TEST_F(NextFeedTest, TheFirstFeedHasNumberOneAndNamesNoOther)
{
    auto const feed = following_feed(own, now, 30);
    ASSERT_TRUE(feed);
    EXPECT_EQ(feed->seq, 1U);
    EXPECT_TRUE(feed->prev.is_zero());
    EXPECT_EQ(time_text(feed->fresh_until), "2026-06-02T10:00:00Z");
}

TEST_F(NextFeedTest, TheNextNamesTheHashOfTheOneBeforeAndKeepsItsReleases)
{
    auto first = *following_feed(own, now, 30);
    first.releases.push_back({BundleId{}, InfoHash{}, 10, 3, day_of(now), std::nullopt});
    publish(first);
    auto const second = following_feed(own, now, 30);
    ASSERT_TRUE(second);
    EXPECT_EQ(second->seq, 2U);
    EXPECT_EQ(second->prev, sha256(own.documents.find("feed")->second));
    EXPECT_EQ(second->releases, first.releases);
}

TEST_F(NextFeedTest, TheFirstOfANewEpochContinuesFromTheFloor)
{
    publish(*following_feed(own, now, 30));
    own.root.version = 2;
    own.root.epoch = 1;
    own.root.floor = trust::FeedPoint{0, 41, Sha256{}};
    auto const feed = following_feed(own, now, 30);
    ASSERT_TRUE(feed);
    EXPECT_EQ(feed->seq, 42U);
    EXPECT_EQ(feed->epoch, 1U);
    EXPECT_EQ(feed->root, 2U);
}

TEST_F(NextFeedTest, IsRefusedWhileTheClockIsBehindTheOneBefore)
{
    publish(*following_feed(own, now, 30));
    auto const feed = following_feed(own, *parse_time("2026-05-02T00:00:00Z"), 30);
    ASSERT_FALSE(feed);
    EXPECT_EQ(feed.error().message.word, "clock-behind");
}

TEST_F(NextFeedTest, IsSignedByTheReleaseKeysForThisVeryDocument)
{
    auto const feed = *following_feed(own, now, 30);
    auto const documents = with_feed(own, feed, keys);
    auto const& document = documents.find("feed")->second;
    EXPECT_EQ(trust::Feed::parse(document).value(), feed);
    Signing signing{document, trust::TrustedComment::of_feed(feed, sha256(document)), own.root.release};
    EXPECT_EQ(signing.take(documents.find("feed.minisig")->second), 1U);
}

TEST_F(NextFeedTest, HasHeadsForTheSixtyWeeksFromItsOwnOn)
{
    auto const feed = *following_feed(own, now, 30);
    auto const documents = with_feed(own, feed, keys);
    auto const heads = trust::Heads::parse(documents.find("heads")->second);
    ASSERT_TRUE(heads);
    EXPECT_EQ(heads->items.size(), 60U);
    EXPECT_TRUE(trust::check_heads(*heads, {feed.epoch, feed.seq, sha256(documents.find("feed")->second)}, feed.issued,
                                   own.id, own.root.announce.key));
}

TEST_F(NextFeedTest, KeepsItsOldHeadsWhenNobodyHereHoldsTheAnnounceKey)
{
    keys.announce.reset();
    EXPECT_FALSE(with_feed(own, *following_feed(own, now, 30), keys).contains("heads"));
}

}  // namespace
}  // namespace nightletter::signer
