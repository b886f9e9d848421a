// signer/mirror_judgement.hpp: nothing is written that a mirror would refuse, whichever document is at fault.
#include "signer/mirror_judgement.hpp"

#include <gtest/gtest.h>

#include "tests/signer/desk_table.hpp"

namespace nightletter::signer {
namespace {

using test::at;

class MirrorJudgementTest : public ::testing::Test {
protected:
    test::DeskTable desk{2, {1, 1, 2}};
    UtcTime now = at("2026-05-03T10:00:00Z");

    [[nodiscard]] std::string verdict(Proposal proposal) const
    {
        Agreement agreement{desk.own, std::move(proposal)};
        agreement.sign(desk.keys_of({0, 1}));
        auto const judged = judge_as_a_mirror(desk.own, agreement.documents(), now);
        return judged ? "accepted" : judged.error().message.what + ": " + judged.error().message.word;
    }
    [[nodiscard]] Proposal proposal_of(trust::Root const& root) const
    {
        return {root, {}, std::nullopt, feed_under(desk.own, root, std::nullopt, now, 30).value()};
    }
    [[nodiscard]] trust::Withdrawal hide() const
    {
        return {desk.own.id, 1, test::release(1).bundle, trust::Reason::hide, now, UtcTime{now.seconds + 60}};
    }
};

TEST_F(MirrorJudgementTest, AcceptsARootWithTheFeedThatNamesIt)
{
    EXPECT_EQ(verdict(proposal_of(desk.next_root(now))), "accepted");
}

TEST_F(MirrorJudgementTest, RefusesARootThatBreaksTheChain)
{
    auto root = desk.next_root(now);
    root.prev = Sha256{};
    EXPECT_EQ(verdict(proposal_of(root)), "mirrors would refuse your new root document: broken-chain");
}

TEST_F(MirrorJudgementTest, RefusesARootWhoseThresholdsCannotBe)
{
    auto root = desk.next_root(now);
    root.release.threshold = 2;
    root.withdraw.threshold = 1;
    EXPECT_EQ(verdict(proposal_of(root)), "mirrors would refuse your new root document: bad-policy");
}

TEST_F(MirrorJudgementTest, RefusesAFeedThatLeavesOutARelease)
{
    auto feed = desk.next_feed(now);
    feed.releases.push_back(test::release(1));
    desk.publish(feed, {0});
    auto next = desk.next_feed(now);
    next.releases.clear();
    EXPECT_EQ(verdict({std::nullopt, {}, std::nullopt, next}), "mirrors would refuse your new feed: shrunk");
}

TEST_F(MirrorJudgementTest, RefusesAFeedSignedByAKeyWhoseLastDayIsPast)
{
    now = at("2036-05-03T10:00:00Z");
    EXPECT_EQ(verdict({std::nullopt, {}, std::nullopt, desk.next_feed(now)}),
              "mirrors would refuse your new feed: expired-key");
}

TEST_F(MirrorJudgementTest, RefusesAHideThatTheSameKeyRenews)
{
    Agreement first{desk.own, {std::nullopt, {hide()}, std::nullopt, std::nullopt}};
    first.sign(desk.keys_of({0}));
    ASSERT_TRUE(judge_as_a_mirror(desk.own, first.documents(), now));
    desk.hold(first);
    auto again = hide();
    again.until = UtcTime{now.seconds + 120};
    Agreement second{desk.own, {std::nullopt, {again}, std::nullopt, std::nullopt}};
    second.sign(desk.keys_of({0}));
    auto const judged = judge_as_a_mirror(desk.own, second.documents(), now);
    ASSERT_FALSE(judged);
    EXPECT_EQ(judged.error().message.word, "hide-renewed");
}

TEST_F(MirrorJudgementTest, RefusesWhenTheHomeItselfIsDamaged)
{
    desk.publish(desk.next_feed(now), {0});
    desk.own.documents["feed.minisig"] = copy_of(as_bytes("scribble"));
    EXPECT_EQ(verdict({std::nullopt, {}, std::nullopt, desk.next_feed(now)}),
              "mirrors would refuse your new documents: signature-frame");
}

}  // namespace
}  // namespace nightletter::signer
