// docs/formats.md section 3: the feed that follows another.
#include "signer/next_feed.hpp"

#include <gtest/gtest.h>

#include "tests/signer/desk_table.hpp"

namespace nightletter::signer {
namespace {

using test::at;
using test::release;

class NextFeedTest : public ::testing::Test {
protected:
    test::DeskTable desk{1, {}};
    UtcTime now = at("2026-05-03T10:00:00Z");

    [[nodiscard]] trust::Withdrawal withdrawal(std::uint8_t bundle, trust::Reason reason) const
    {
        trust::Withdrawal made{desk.own.id, 1, release(bundle).bundle, reason, now, std::nullopt};
        if (reason == trust::Reason::hide) made.until = UtcTime{now.seconds + 86'400};
        return made;
    }
    [[nodiscard]] trust::Feed feed_with(std::initializer_list<std::uint8_t> bundles) const
    {
        auto feed = desk.next_feed(now);
        for (auto const bundle : bundles) feed.releases.push_back(release(bundle));
        return feed;
    }
    // The withdrawal and the feed that lists it are held.
    void withdraw(trust::Withdrawal const& made)
    {
        auto feed = desk.next_feed(now);
        list_withdrawal(feed, made, withdrawals_of(desk.own));
        Agreement agreement{desk.own, {std::nullopt, {made}, std::nullopt, feed}};
        agreement.sign(desk.keys_of({0}));
        ASSERT_TRUE(judge_as_a_mirror(desk.own, agreement.documents(), now));
        desk.hold(agreement);
    }
};

TEST_F(NextFeedTest, TheFirstFeedHasNumberOneAndNamesNoOther)
{
    auto const feed = following_feed(desk.own, now, 30);
    ASSERT_TRUE(feed);
    EXPECT_EQ(feed->seq, 1U);
    EXPECT_TRUE(feed->prev.is_zero());
    EXPECT_EQ(time_text(feed->fresh_until), "2026-06-02T10:00:00Z");
}

TEST_F(NextFeedTest, TheNextNamesTheHashOfTheOneBeforeAndKeepsItsReleases)
{
    auto const first = feed_with({1});
    desk.publish(first, {0});
    auto const second = following_feed(desk.own, now, 30);
    ASSERT_TRUE(second);
    EXPECT_EQ(second->seq, 2U);
    EXPECT_EQ(second->prev, sha256(desk.own.documents.find("feed")->second));
    EXPECT_EQ(second->releases, first.releases);
}

TEST_F(NextFeedTest, TheFirstOfANewEpochContinuesFromTheFloor)
{
    auto const at_floor = feed_with({1});
    desk.publish(feed_with({1, 2}), {0});
    auto root = desk.next_root(now);
    root.epoch = 1;
    root.floor = trust::FeedPoint{0, 41, Sha256{}};
    auto const feed = feed_under(desk.own, root, at_floor, now, 30);
    ASSERT_TRUE(feed);
    EXPECT_EQ(feed->seq, 42U);
    EXPECT_EQ(feed->epoch, 1U);
    EXPECT_EQ(feed->root, 2U);
    EXPECT_EQ(feed->releases, std::vector{release(1)}) << "what came after the floor is not published again";
}

TEST_F(NextFeedTest, TheFirstOfAnEpochWithoutAFloorStartsFromNothing)
{
    desk.publish(feed_with({1}), {0});
    auto root = desk.next_root(now);
    root.epoch = 1;
    auto const feed = feed_under(desk.own, root, std::nullopt, now, 30);
    ASSERT_TRUE(feed);
    EXPECT_EQ(feed->seq, 1U);
    EXPECT_TRUE(feed->prev.is_zero());
    EXPECT_TRUE(feed->releases.empty());
}

TEST_F(NextFeedTest, IsRefusedWhileTheClockIsBehindTheOneBefore)
{
    desk.publish(desk.next_feed(now), {0});
    auto const feed = following_feed(desk.own, at("2026-05-02T00:00:00Z"), 30);
    ASSERT_FALSE(feed);
    EXPECT_EQ(feed.error().message.word, "clock-behind");
}

TEST_F(NextFeedTest, TakesOutTheReleaseThatAFinalWithdrawalNames)
{
    desk.publish(feed_with({1, 2}), {0});
    withdraw(withdrawal(1, trust::Reason::error));
    EXPECT_EQ(desk.own.feed->releases, std::vector{release(2)});
    EXPECT_EQ(desk.own.feed->withdrawals.size(), 1U);
}

TEST_F(NextFeedTest, KeepsTheReleaseOfABundleThatIsHiddenOrSuperseded)
{
    desk.publish(feed_with({1, 2}), {0});
    withdraw(withdrawal(1, trust::Reason::hide));
    withdraw(withdrawal(2, trust::Reason::superseded));
    EXPECT_EQ(desk.own.feed->releases.size(), 2U);
    EXPECT_EQ(desk.own.feed->withdrawals.size(), 2U);
}

TEST_F(NextFeedTest, DropsAHideThatHasRunOutAndKeepsOneThatHasNot)
{
    desk.publish(feed_with({1}), {0});
    withdraw(withdrawal(1, trust::Reason::hide));
    EXPECT_EQ(following_feed(desk.own, UtcTime{now.seconds + 86'400}, 30)->withdrawals.size(), 1U);
    auto const after = following_feed(desk.own, UtcTime{now.seconds + 86'401}, 30);
    EXPECT_TRUE(after->withdrawals.empty());
    Agreement agreement{desk.own, {std::nullopt, {}, std::nullopt, *after}};
    agreement.sign(desk.keys_of({0}));
    EXPECT_TRUE(judge_as_a_mirror(desk.own, agreement.documents(), after->issued));
}

TEST_F(NextFeedTest, PutsAFinalReasonInThePlaceOfAHide)
{
    desk.publish(feed_with({1}), {0});
    withdraw(withdrawal(1, trust::Reason::hide));
    withdraw(withdrawal(1, trust::Reason::source_danger));
    EXPECT_TRUE(desk.own.feed->releases.empty());
    EXPECT_EQ(desk.own.feed->withdrawals.size(), 1U);
}

TEST_F(NextFeedTest, ListsAWithdrawalThatWentOutByItself)
{
    desk.publish(feed_with({1, 2}), {0});
    Agreement alone{desk.own, {std::nullopt, {withdrawal(1, trust::Reason::error)}, std::nullopt, std::nullopt}};
    alone.sign(desk.keys_of({0}));
    desk.hold(alone);
    auto const feed = desk.next_feed(now);
    EXPECT_EQ(feed.releases, std::vector{release(2)});
    EXPECT_EQ(feed.withdrawals.size(), 1U);
}

TEST_F(NextFeedTest, DoesNotListAWithdrawalOfAKeyThatTheRootNoLongerNames)
{
    desk.publish(feed_with({1}), {0});
    Agreement alone{desk.own, {std::nullopt, {withdrawal(1, trust::Reason::error)}, std::nullopt, std::nullopt}};
    alone.sign(desk.keys_of({0}));
    desk.hold(alone);
    auto root = desk.next_root(now);
    root.withdraw.keys = {{SecretKey::generate().key(), UtcDay{30'000}}};
    auto const feed = feed_under(desk.own, root, std::nullopt, now, 30);
    EXPECT_TRUE(feed->withdrawals.empty()) << "after a theft the thief's withdrawals lapse";
}

TEST_F(NextFeedTest, PutsAFinalReasonInThePlaceOfSuperseded)
{
    desk.publish(feed_with({1}), {0});
    withdraw(withdrawal(1, trust::Reason::superseded));
    withdraw(withdrawal(1, trust::Reason::source_danger));
    EXPECT_TRUE(desk.own.feed->releases.empty());
    EXPECT_EQ(desk.own.feed->withdrawals.size(), 1U);
}

TEST_F(NextFeedTest, NeverTakesAwayTheLineOfAFinalWithdrawal)
{
    desk.publish(feed_with({1}), {0});
    withdraw(withdrawal(1, trust::Reason::law));
    auto feed = desk.next_feed(now);
    auto const before = feed.withdrawals;
    EXPECT_FALSE(list_withdrawal(feed, withdrawal(1, trust::Reason::source_danger), withdrawals_of(desk.own)));
    EXPECT_EQ(feed.withdrawals, before);
}

}  // namespace
}  // namespace nightletter::signer
