// What one stolen key can do, played through the view of a whole swarm: it forges nothing that lasts and erases
// nothing. docs/formats.md section 3, "Roles", and section 6. Four mirrors hear documents in different orders, some not
// at all.
#include "tests/trust/scene.hpp"

namespace nightletter::trust {
namespace {

using test::at;
using test::day;
using test::release_of;

class TheftTest : public ::testing::Test {
protected:
    test::Newsroom newsroom{"Example Collective", 3, 2, 1};
    UtcTime clock = at("2026-05-04T00:00:00Z");
    std::vector<Acceptance> mirrors{4, Acceptance{newsroom.id()}};

    void SetUp() override
    {
        std::vector<Release> releases;
        for (int i = 0; i < 40; ++i) releases.push_back(release_of(std::to_string(i)));
        auto const feed = newsroom.publish(releases);
        for (auto& mirror : mirrors) {
            ASSERT_TRUE(mirror.consider_root(newsroom.roots().front(), clock));
            ASSERT_TRUE(mirror.consider_feed(feed, clock));
        }
    }
    void days_pass(std::int64_t days) { clock.seconds += days * 86400; }
    std::size_t served(Acceptance const& mirror) const
    {
        std::size_t count = 0;
        for (int i = 0; i < 40; ++i) {
            count += mirror.standing(release_of(std::to_string(i)).bundle, clock).is_served() ? 1U : 0U;
        }
        return count;
    }
    // The publisher takes the stolen release key out, ends the epoch at its own last feed, and publishes again.
    void recover()
    {
        auto root = newsroom.next_epoch();
        newsroom.release_pens = {test::Pen{"new release"}};
        root.release = test::role_of(newsroom.release_pens, 1, day("2028-05-01"));
        auto const& root_2 = newsroom.adopt(root);
        auto const feed = newsroom.publish({release_of("after")});
        for (auto& mirror : mirrors) {
            ASSERT_TRUE(mirror.consider_root(root_2, clock));
            ASSERT_TRUE(mirror.consider_feed(feed, clock));
        }
    }
    void everything_is_well() const
    {
        for (auto const& mirror : mirrors) {
            EXPECT_EQ(served(mirror), 40U);
            EXPECT_EQ(mirror.labels(clock).front().text(), "current");
            EXPECT_EQ(mirror.feeds().high_water, mirrors.front().feeds().high_water);
        }
    }
};

TEST_F(TheftTest, AReleaseKeyForgesUntilTheNextRootAndErasesNothing)
{
    auto const thief = newsroom.release_pens;
    auto const own_next = newsroom.next_feed();
    auto forged = own_next;
    forged.releases.push_back(release_of("forged"));
    auto far = forged;
    far.seq = seq_bound - 1;
    auto erasing = own_next;
    erasing.releases.clear();

    for (auto& mirror : mirrors) {
        EXPECT_EQ(mirror.consider_feed(signed_by(thief, erasing), clock).error(), Refusal::shrunk);
    }
    // Each mirror meets another part of the attack; the last one hears only of the publisher.
    ASSERT_TRUE(mirrors[0].consider_feed(signed_by(thief, forged), clock));
    ASSERT_TRUE(mirrors[1].consider_feed(signed_by(thief, far), clock));
    ASSERT_TRUE(mirrors[2].consider_feed(signed_by(thief, forged), clock));
    auto const publishers = newsroom.publish(own_next);
    EXPECT_EQ(mirrors[2].consider_feed(publishers, clock).error(), Refusal::equivocation);
    ASSERT_TRUE(mirrors[3].consider_feed(publishers, clock));
    for (auto const& mirror : mirrors) EXPECT_EQ(served(mirror), 40U);

    recover();
    everything_is_well();
    for (auto& mirror : mirrors) {
        EXPECT_FALSE(mirror.standing(release_of("forged").bundle, clock).is_served());
        EXPECT_TRUE(mirror.standing(release_of("after").bundle, clock).is_served());
        EXPECT_FALSE(mirror.consider_feed(signed_by(thief, far), clock));
    }
}

TEST_F(TheftTest, AWithdrawKeyHidesAFewForFourteenDaysAndDeletesNothing)
{
    test::Pens const thief{newsroom.withdraw_pens[0]};
    for (auto const reason : {Reason::source_danger, Reason::error, Reason::law, Reason::superseded}) {
        Withdrawal const made{newsroom.id(), 1, release_of("1").bundle, reason, clock, std::nullopt};
        for (auto& mirror : mirrors) EXPECT_FALSE(mirror.consider_withdrawal(signed_by(thief, made), clock));
    }
    Withdrawal hide{newsroom.id(), 1, {}, Reason::hide, clock, UtcTime{clock.seconds + 14 * 86400}};
    for (int i = 0; i < 40; ++i) {
        hide.bundle = release_of(std::to_string(i)).bundle;
        for (auto& mirror : mirrors) ASSERT_TRUE(mirror.consider_withdrawal(signed_by(thief, hide), clock));
    }
    for (auto const& mirror : mirrors) {
        EXPECT_EQ(served(mirror), 37U);  // the brake: three of forty within a week
        for (auto const& release : mirror.releases()) {
            EXPECT_FALSE(mirror.standing(release.bundle, clock).effect.deletion);
        }
    }
    days_pass(14);
    hide.issued = clock;
    hide.until = UtcTime{clock.seconds + 14 * 86400};
    for (auto& mirror : mirrors) {
        EXPECT_EQ(served(mirror), 40U);
        EXPECT_EQ(mirror.consider_withdrawal(signed_by(thief, hide), clock).error(), Refusal::hide_renewed);
    }
}

TEST_F(TheftTest, AnAnnounceKeyRaisesASuspicionAndBurnsAWeek)
{
    auto const& thief = newsroom.announce_pens.front();
    FeedPoint const largest{0, seq_bound - 1, sha256(as_bytes("no such feed"))};
    std::string const salt = "0/2026-W19";
    auto const signature = thief.sign(head_message(largest, salt));
    for (auto& mirror : mirrors) {
        ASSERT_TRUE(mirror.consider_head(head_value(largest), head_item_seq(largest), salt, signature));
        EXPECT_EQ(mirror.labels(clock).front().text(), "suspected-freeze");
        EXPECT_EQ(served(mirror), 40U);
    }
    auto const next = newsroom.publish({release_of("next")});
    for (auto& mirror : mirrors) ASSERT_TRUE(mirror.consider_feed(next, clock));  // feeds come by other ways

    auto root = newsroom.next_root();
    newsroom.announce_pens = {test::Pen{"new announce"}};
    root.announce = newsroom.announce_pens.front().key();
    auto const& root_2 = newsroom.adopt(root);
    for (auto& mirror : mirrors) {
        ASSERT_TRUE(mirror.consider_root(root_2, clock));
        EXPECT_FALSE(mirror.consider_head(head_value(largest), head_item_seq(largest), salt, signature));
    }
    everything_is_well();
}

TEST_F(TheftTest, OneRootKeyOfThreeForgesNothing)
{
    test::Pens const thief{newsroom.root_pens[0]};
    auto next = newsroom.next_root();
    next.root = test::role_of({newsroom.root_pens[0]}, 1, std::nullopt);
    next.release = test::role_of({test::Pen{"thief release"}}, 1, day("2030-01-01"));
    for (auto& mirror : mirrors) {
        EXPECT_EQ(mirror.consider_root(signed_by(thief, next), clock).error(), Refusal::below_threshold);
        EXPECT_FALSE(mirror.consider_feed(signed_by(thief, newsroom.next_feed()), clock));
        EXPECT_FALSE(mirror.proof_of(Contradicts::root));
    }
    everything_is_well();
}

}  // namespace
}  // namespace nightletter::trust
