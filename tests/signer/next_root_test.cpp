// signer/next_root.hpp: a change of keys that can be followed, or a word why not (docs/formats.md section 3 and 6 C).
#include "signer/next_root.hpp"

#include <gtest/gtest.h>

#include "tests/signer/desk_table.hpp"
#include "trust/acceptance.hpp"

namespace nightletter::signer {
namespace {

using test::at;

class NextRootTest : public ::testing::Test {
protected:
    test::DeskTable desk{3, {2, 1, 2}};
    UtcTime now = at("2026-05-03T10:00:00Z");

    static PublicKeys halves(PersonalKeys const& keys)
    {
        return {keys.root.key(), keys.release.key(), keys.withdraw.key(), std::nullopt};
    }
    [[nodiscard]] std::vector<trust::MinisignKey> keys_of(std::size_t person) const
    {
        auto const& keys = desk.people[person];
        return {keys.root.key(), keys.release.key(), keys.withdraw.key()};
    }
    [[nodiscard]] std::string verdict(RootChanges const& changes) const
    {
        auto const root = next_root(desk.own, changes, now);
        return root ? "made" : root.error().message.word + ": " + root.error().message.because;
    }
    // The root with the feed that names it, signed by these people and held from then on.
    void sign(trust::Root const& root, std::optional<trust::Feed> const& at_floor,
              std::initializer_list<std::size_t> who)
    {
        Agreement agreement{desk.own, {root, {}, std::nullopt, feed_under(desk.own, root, at_floor, now, 30).value()}};
        agreement.sign(desk.keys_of(who));
        ASSERT_TRUE(agreement.is_complete());
        auto const judged = judge_as_a_mirror(desk.own, agreement.documents(), now);
        ASSERT_TRUE(judged) << judged.error().message.text();
        desk.hold(agreement);
    }
    [[nodiscard]] trust::Candidate held(std::string const& name) const
    {
        return {desk.own.documents.find(name)->second, desk.own.documents.find(name + ".minisig")->second};
    }
};

TEST_F(NextRootTest, FollowsTheNewestAndChangesNothingByItself)
{
    auto const root = next_root(desk.own, {}, now).value();
    EXPECT_EQ(root.version, 2U);
    EXPECT_EQ(root.prev, sha256(desk.own.roots.back().document));
    EXPECT_EQ(root.publisher, desk.own.id);
    EXPECT_EQ(root.release, desk.own.root.release);
    EXPECT_EQ(root.epoch, 0U);
    EXPECT_FALSE(root.floor);
}

TEST_F(NextRootTest, AddsAPersonInEveryRoleWithALastDayForWhatHasOne)
{
    PersonalKeys const newcomer;
    RootChanges changes;
    changes.add = {halves(newcomer)};
    auto const root = next_root(desk.own, changes, now).value();
    EXPECT_EQ(root.root.keys.size(), 4U);
    EXPECT_FALSE(root.root.find(newcomer.root.key().key)->not_after);
    EXPECT_EQ(root.release.find(newcomer.release.key().key)->not_after, UtcDay{day_of(now).days + days_a_key_signs});
    EXPECT_EQ(root.announce, desk.own.root.announce);
}

TEST_F(NextRootTest, RetiresAPersonWhoseKeyWasStolenByTheVoiceOfTheOtherTwo)
{
    RootChanges changes;
    changes.retire = keys_of(2);
    changes.withdraw_threshold = 2;
    auto const root = next_root(desk.own, changes, now).value();
    EXPECT_EQ(root.root.find(desk.people[2].root.key().key), nullptr);
    sign(root, std::nullopt, {0, 1});
    EXPECT_EQ(desk.own.root.root.keys.size(), 2U);
}

TEST_F(NextRootTest, RenewsTheLastDaysOfAllKeysOnlyWhenAsked)
{
    now = at("2027-05-03T10:00:00Z");
    EXPECT_EQ(next_root(desk.own, {}, now)->release, desk.own.root.release);
    RootChanges changes;
    changes.renews_dates = true;
    auto const root = next_root(desk.own, changes, now).value();
    for (auto const& line : root.release.keys) EXPECT_EQ(line.not_after, UtcDay{day_of(now).days + days_a_key_signs});
    EXPECT_EQ(root.review_by, UtcDay{day_of(now).days + days_until_review});
}

TEST_F(NextRootTest, RefusesThresholdsThatTheKeysLeftCannotReach)
{
    RootChanges changes;
    changes.retire = keys_of(1);
    auto const more = keys_of(2);
    changes.retire.insert(changes.retire.end(), more.begin(), more.end());
    EXPECT_EQ(verdict(changes), "bad-policy: 2 would have to sign as root, and 1 key would be left");
    changes.root_threshold = 1;
    EXPECT_EQ(verdict(changes), "bad-policy: 2 would have to sign as withdraw, and 1 key would be left");
    changes.withdraw_threshold = 1;
    EXPECT_EQ(verdict(changes), "made") << "the one who stays decides alone";
}

TEST_F(NextRootTest, RefusesARoleThatNobodyWouldHold)
{
    RootChanges changes;
    for (std::size_t person = 0; person < 3; ++person) changes.retire.push_back(desk.people[person].release.key());
    EXPECT_EQ(verdict(changes), "bad-policy: nobody would hold a release key any more");
}

TEST_F(NextRootTest, RefusesToRetireTheAnnounceKeyWithoutAnother)
{
    RootChanges changes;
    changes.retire = {desk.own.root.announce};
    EXPECT_EQ(verdict(changes), "bad-policy: nobody would hold the announce key any more");
    changes.announce = SecretKey::generate().key();
    EXPECT_EQ(verdict(changes), "made");
}

TEST_F(NextRootTest, RefusesAWithdrawThresholdBelowTheReleaseThreshold)
{
    RootChanges changes;
    changes.release_threshold = 3;
    EXPECT_EQ(verdict(changes),
              "bad-policy: fewer people could take bundles back (2) than it takes to publish one (3)");
}

TEST_F(NextRootTest, RefusesOneKeyInTwoRoles)
{
    RootChanges changes;
    changes.add = {{std::nullopt, desk.people[0].root.key(), std::nullopt, std::nullopt}};
    EXPECT_TRUE(verdict(changes).starts_with("key-twice"));
    auto const key = SecretKey::generate().key();
    changes.add = {{key, key, std::nullopt, std::nullopt}};
    EXPECT_TRUE(verdict(changes).starts_with("key-twice"));
}

TEST_F(NextRootTest, RefusesToRetireAKeyThatNobodyNamed)
{
    RootChanges changes;
    changes.retire = {SecretKey::generate().key()};
    EXPECT_TRUE(verdict(changes).starts_with("not-in-role"));
}

TEST_F(NextRootTest, RefusesANameThatNobodyCouldPrint)
{
    RootChanges changes;
    changes.name = "two\nlines";
    EXPECT_NE(verdict(changes), "made");
    changes.name = "";
    EXPECT_NE(verdict(changes), "made");
}

TEST_F(NextRootTest, RefusesASeventeenthKeyInARole)
{
    RootChanges changes;
    for (std::size_t more = 0; more < 14; ++more)
        changes.add.push_back({SecretKey::generate().key(), std::nullopt, std::nullopt, std::nullopt});
    EXPECT_EQ(verdict(changes), "bad-policy: a role has at most 16 keys");
}

// A mirror that a thief fed with a stolen release key, up to half of all numbers there are.
TEST_F(NextRootTest, BringsAMirrorBackFromAFastForwardedSequence)
{
    auto first = desk.next_feed(now);
    first.releases.push_back(test::release(1));
    desk.publish(first, {0});
    trust::Acceptance mirror{desk.own.id};
    ASSERT_TRUE(mirror.consider_root(desk.own.roots.front(), now));
    ASSERT_TRUE(mirror.consider_feed(held("feed"), now));
    auto thiefs = desk.next_feed(now);
    thiefs.seq = std::uint64_t{1} << 39U;
    thiefs.releases.push_back(test::release(66));
    Agreement stolen{desk.own, {std::nullopt, {}, std::nullopt, thiefs}};
    stolen.sign(desk.keys_of({2}));
    auto const forged = stolen.documents();
    ASSERT_TRUE(mirror.consider_feed({forged.find("feed")->second, forged.find("feed.minisig")->second}, now));

    RootChanges changes;
    changes.retire = keys_of(2);
    changes.ends_epoch = true;
    changes.floor = trust::FeedPoint{0, 1, sha256(desk.own.documents.find("feed")->second)};
    auto const root = next_root(desk.own, changes, now).value();
    sign(root, first, {0, 1});
    EXPECT_EQ(desk.own.feed->seq, 2U);
    ASSERT_TRUE(mirror.consider_root(held("root.2"), now));
    auto const accepted = mirror.consider_feed(held("feed"), now);
    ASSERT_TRUE(accepted) << trust::word(accepted.error());
    ASSERT_EQ(mirror.releases().size(), 1U);
    EXPECT_EQ(mirror.releases().front(), test::release(1));
    EXPECT_FALSE(mirror.standing(test::release(66).bundle, now).is_served());
}

TEST_F(NextRootTest, DisownsWhatAThiefPublishedOnThisVeryComputer)
{
    auto first = desk.next_feed(now);
    first.releases.push_back(test::release(1));
    desk.publish(first, {0});
    auto const point = trust::FeedPoint{0, 1, sha256(desk.own.documents.find("feed")->second)};
    auto thiefs = desk.next_feed(now);
    thiefs.releases.push_back(test::release(66));
    desk.publish(thiefs, {2});
    RootChanges changes;
    changes.retire = keys_of(2);
    changes.ends_epoch = true;
    changes.floor = point;
    sign(next_root(desk.own, changes, now).value(), first, {0, 1});
    EXPECT_EQ(desk.own.feed->releases, std::vector{test::release(1)});
    EXPECT_EQ(desk.own.feed->prev, point.feed);
}

}  // namespace
}  // namespace nightletter::signer
