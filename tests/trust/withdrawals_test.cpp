// docs/formats.md section 6 W: who may take a bundle back, and what that does here.
#include "trust/withdrawals.hpp"

#include "tests/trust/scene.hpp"

namespace nightletter::trust {
namespace {

using test::at;
using test::day;
using test::release_of;

Withdrawal withdrawal_of(test::Newsroom const& newsroom, std::string_view bundle, Reason reason)
{
    Withdrawal made;
    made.publisher = newsroom.id();
    made.root = newsroom.newest_root().version;
    made.bundle = release_of(bundle).bundle;
    made.reason = reason;
    made.issued = at("2026-05-03T12:00:00Z");
    if (reason == Reason::hide) made.until = at("2026-05-17T12:00:00Z");
    return made;
}

// Three withdraw keys, of which two must agree; the release threshold is one.
class WithdrawalAcceptanceTest : public ::testing::Test {
protected:
    test::Newsroom newsroom{"Example Collective", 3, 2, 1};
    test::Pens const& pens = newsroom.withdraw_pens;
    Scene scene{newsroom.id()};

    void SetUp() override { scene.given_roots(newsroom); }
    Withdrawal of(Reason reason) const { return withdrawal_of(newsroom, "a", reason); }
    std::string judge(test::Pens const& by, Withdrawal const& made)
    {
        return scene.judge("withdrawal", signed_by(by, made));
    }
};

TEST_F(WithdrawalAcceptanceTest, ActsByItselfAlsoWithoutAFeed)
{
    EXPECT_EQ(judge({pens[0], pens[1]}, of(Reason::source_danger)), "accepted");
    scene.keep("withdrawal-good", "two of three withdraw keys; no feed has been seen");
}

TEST_F(WithdrawalAcceptanceTest, NeedsTheWithdrawThreshold)
{
    for (auto const reason : {Reason::source_danger, Reason::error, Reason::law, Reason::superseded}) {
        EXPECT_EQ(judge({pens[0]}, of(reason)), "below-threshold") << word(reason);
    }
    scene.keep("withdrawal-below-threshold", "one stolen withdraw key tries to take a bundle back");
}

TEST_F(WithdrawalAcceptanceTest, LetsOneKeyAloneHide)
{
    EXPECT_EQ(judge({pens[2]}, of(Reason::hide)), "accepted");
    scene.keep("hide-by-one-key", "a witness cannot wait for a meeting");
}

TEST_F(WithdrawalAcceptanceTest, RefusesReleaseKeys)
{
    EXPECT_EQ(judge(newsroom.release_pens, of(Reason::hide)), "not-in-role");
    scene.keep("withdrawal-not-in-role", "release keys may not take back what they published");
}

TEST_F(WithdrawalAcceptanceTest, RefusesAHideForMoreThanFourteenDays)
{
    auto hide = of(Reason::hide);
    hide.until->seconds += 1;
    EXPECT_EQ(judge({pens[0]}, hide), "bad-dates");
    scene.keep("withdrawal-bad-dates", "a hide of fourteen days and one second");
}

TEST_F(WithdrawalAcceptanceTest, LetsAKeyHideABundleOnlyOnce)
{
    auto hide = of(Reason::hide);
    scene.given("withdrawal", signed_by({pens[0]}, hide));
    hide.issued = at("2026-05-16T00:00:00Z");
    hide.until = at("2026-05-30T00:00:00Z");
    scene.at("2026-05-16T00:00:00Z");
    EXPECT_EQ(judge({pens[0]}, hide), "hide-renewed");
    scene.keep("hide-renewed", "the key that hid a bundle for fourteen days tries to go on");
    EXPECT_EQ(judge({pens[1]}, hide), "accepted");
    EXPECT_EQ(judge({pens[0], pens[1]}, hide), "accepted");
    hide.bundle = release_of("b").bundle;
    EXPECT_EQ(judge({pens[0]}, hide), "accepted");
}

TEST_F(WithdrawalAcceptanceTest, RefusesTheWithdrawalOfAnotherPublisher)
{
    auto made = of(Reason::error);
    made.publisher = test::Newsroom{"Somebody else"}.id();
    EXPECT_EQ(judge(pens, made), "wrong-publisher");
    scene.keep("withdrawal-wrong-publisher", "the right keys sign for another publisher");
}

TEST_F(WithdrawalAcceptanceTest, AsksForTheRootItNames)
{
    auto made = of(Reason::error);
    made.root = 7;
    EXPECT_EQ(judge(pens, made), "unknown-root");
    scene.keep("withdrawal-unknown-root", "a withdrawal that names root 7 where only root 1 is held");
}

TEST_F(WithdrawalAcceptanceTest, RefusesKeysPastTheirDay)
{
    auto made = of(Reason::error);
    made.issued = at("2028-05-02T00:00:00Z");
    EXPECT_EQ(judge(pens, made), "expired-key");
    scene.keep("withdrawal-expired-key", "issued the day after the keys' last");
}

TEST_F(WithdrawalAcceptanceTest, KnowsTheOneItHolds)
{
    auto const document = signed_by(pens, of(Reason::error));
    scene.given("withdrawal", document);
    EXPECT_EQ(scene.judge("withdrawal", document), "already-held");
    scene.keep("withdrawal-already-held", "the very withdrawal that is held");
}

TEST_F(WithdrawalAcceptanceTest, RefusesRetiredKeysUntilAFeedNamesTheDocument)
{
    auto const made = of(Reason::error);
    auto root = newsroom.next_root();
    root.withdraw = test::role_of({test::Pen{"new 1"}, test::Pen{"new 2"}}, 2, day("2028-05-01"));
    scene.given("root", newsroom.adopt(root));
    auto const document = signed_by(pens, made);
    EXPECT_EQ(scene.judge("withdrawal", document), "retired-key");
    scene.keep("withdrawal-retired-key", "withdraw keys that root 2 has taken out, and no feed vouches for them");

    auto feed = newsroom.next_feed();
    feed.withdrawals = {{made.bundle, test::hash_of(document)}};
    scene.given("feed", newsroom.publish(feed));
    EXPECT_EQ(scene.judge("withdrawal", document), "accepted");
    scene.keep("withdrawal-named-by-a-feed", "the same document once an accepted feed names it");
}

// A publisher with a hundred releases and one withdraw key, and a mirror that follows.
class WithdrawalEffectTest : public ::testing::Test {
protected:
    test::Newsroom newsroom;
    UtcTime clock = at("2026-05-04T00:00:00Z");
    Acceptance desk{newsroom.id()};

    void SetUp() override
    {
        ASSERT_TRUE(desk.consider_root(newsroom.roots().front(), clock));
        std::vector<Release> releases;
        for (int i = 0; i < 100; ++i) releases.push_back(release_of(std::to_string(i)));
        ASSERT_TRUE(desk.consider_feed(newsroom.publish(releases), clock));
    }
    Sha256 withdraw(std::string_view bundle, Reason reason)
    {
        auto const candidate = signed_by(newsroom.withdraw_pens, withdrawal_of(newsroom, bundle, reason));
        EXPECT_TRUE(desk.consider_withdrawal(candidate, clock));
        return test::hash_of(candidate);
    }
    void days_pass(std::int64_t days) { clock.seconds += days * 86400; }
    std::string label(std::string_view bundle, WithdrawalPolicy const& policy = {}) const
    {
        return desk.standing(release_of(bundle).bundle, clock, policy).label.text();
    }
    Effect effect(std::string_view bundle, WithdrawalPolicy const& policy = {}) const
    {
        return desk.standing(release_of(bundle).bundle, clock, policy).effect;
    }
};

TEST_F(WithdrawalEffectTest, HidesAtOnceAndDeletesAfter72HoursWhereASourceIsInDanger)
{
    withdraw("1", Reason::source_danger);
    EXPECT_EQ(label("1"), "withdrawn source-danger");
    EXPECT_FALSE(desk.standing(release_of("1").bundle, clock).is_served());
    EXPECT_EQ(effect("1").deletion, at("2026-05-07T00:00:00Z"));
    withdraw("2", Reason::error);
    EXPECT_EQ(label("2"), "withdrawn error");
    EXPECT_EQ(label("3"), "current");
}

TEST_F(WithdrawalEffectTest, HidesUntilAHideLapses)
{
    withdraw("1", Reason::hide);
    EXPECT_EQ(label("1"), "hidden until 2026-05-17T12:00:00Z");
    EXPECT_FALSE(effect("1").deletion);
    days_pass(14);
    EXPECT_EQ(label("1"), "current");
}

TEST_F(WithdrawalEffectTest, EndsAHideFourteenDaysAfterItArrivedWhateverItsDates)
{
    auto hide = withdrawal_of(newsroom, "1", Reason::hide);
    hide.issued = at("2028-04-20T00:00:00Z");
    hide.until = at("2028-05-04T00:00:00Z");
    ASSERT_TRUE(desk.consider_withdrawal(signed_by(newsroom.withdraw_pens, hide), clock));
    EXPECT_EQ(label("1"), "hidden until 2026-05-18T00:00:00Z");
    days_pass(14);
    EXPECT_EQ(label("1"), "current");
}

TEST_F(WithdrawalEffectTest, WaitsForTheOperatorWhereALawIsTheReason)
{
    auto const law = withdraw("1", Reason::law);
    EXPECT_EQ(label("1"), "held withdrawal law");
    EXPECT_TRUE(desk.standing(release_of("1").bundle, clock).is_served());
    ASSERT_TRUE(desk.confirm_withdrawal(law));
    EXPECT_EQ(label("1"), "withdrawn law");
    EXPECT_FALSE(effect("1").deletion);
}

TEST_F(WithdrawalEffectTest, DeletesNothingThatWasSuperseded)
{
    withdraw("1", Reason::superseded);
    EXPECT_EQ(label("1"), "current superseded");
    EXPECT_FALSE(effect("1").hides);
    EXPECT_EQ(label("1", {3, false}), "current");
}

TEST_F(WithdrawalEffectTest, HoldsDarkForAsManyDaysAsTheOperatorChose)
{
    withdraw("1", Reason::error);
    EXPECT_EQ(effect("1", {30, true}).deletion, at("2026-06-03T00:00:00Z"));
}

TEST_F(WithdrawalEffectTest, ActsByTheFirstOfSeveralReasons)
{
    withdraw("1", Reason::superseded);
    withdraw("1", Reason::hide);
    EXPECT_EQ(effect("1").reason, Reason::hide);
    auto const law = withdraw("1", Reason::law);
    EXPECT_EQ(effect("1").reason, Reason::hide);  // a law that only waits gives way to what acts
    ASSERT_TRUE(desk.confirm_withdrawal(law));
    EXPECT_EQ(effect("1").reason, Reason::law);
    withdraw("1", Reason::error);
    withdraw("1", Reason::source_danger);
    EXPECT_EQ(effect("1").reason, Reason::source_danger);
}

TEST_F(WithdrawalEffectTest, ADangerThatWaitsIsNotMaskedByWhatIsMerelySuperseded)
{
    for (int i = 1; i <= 5; ++i) withdraw(std::to_string(i), Reason::error);  // as many as the brake lets through
    withdraw("6", Reason::superseded);
    auto const danger = withdraw("6", Reason::source_danger);
    EXPECT_EQ(label("6"), "held withdrawal source-danger");
    EXPECT_TRUE(effect("6").waits);
    ASSERT_TRUE(desk.confirm_withdrawal(danger));
    EXPECT_EQ(label("6"), "withdrawn source-danger");
}

TEST_F(WithdrawalEffectTest, WhatWaitsGoesOnBeingServedThoughTheFeedHasDroppedItsLine)
{
    for (int i = 1; i <= 5; ++i) withdraw(std::to_string(i), Reason::error);
    auto const danger = withdraw("6", Reason::source_danger);
    auto feed = newsroom.next_feed();
    std::erase_if(feed.releases, [](Release const& release) { return release.bundle == release_of("6").bundle; });
    feed.withdrawals.push_back({release_of("6").bundle, danger});
    ASSERT_TRUE(desk.consider_feed(newsroom.publish(feed), clock));
    EXPECT_EQ(label("6"), "held withdrawal source-danger");
    EXPECT_TRUE(desk.standing(release_of("6").bundle, clock).is_served());
    ASSERT_TRUE(desk.dismiss_withdrawal(danger));
    EXPECT_EQ(label("6"), "invalid");  // no feed names it any more
}

TEST_F(WithdrawalEffectTest, WaitsForTheOperatorBeyondFivePercentInAWeek)
{
    for (int i = 1; i <= 5; ++i) {
        withdraw(std::to_string(i), Reason::source_danger);
        EXPECT_EQ(label(std::to_string(i)), "withdrawn source-danger");
    }
    auto const sixth = withdraw("6", Reason::source_danger);
    EXPECT_EQ(label("6"), "held withdrawal source-danger");
    EXPECT_TRUE(desk.standing(release_of("6").bundle, clock).is_served());
    withdraw("5", Reason::hide);  // the same bundle again weighs nothing
    EXPECT_EQ(label("5"), "withdrawn source-danger");
    ASSERT_TRUE(desk.confirm_withdrawal(sixth));
    EXPECT_EQ(label("6"), "withdrawn source-danger");
    days_pass(7);
    withdraw("7", Reason::error);
    EXPECT_EQ(label("7"), "withdrawn error");
}

TEST_F(WithdrawalEffectTest, TheBrakeHoldsHidesOfOneStolenKeyToo)
{
    for (int i = 1; i <= 100; ++i) withdraw(std::to_string(i - 1), Reason::hide);
    int hidden = 0;
    for (auto const& release : desk.releases()) hidden += desk.standing(release.bundle, clock).is_served() ? 0 : 1;
    EXPECT_EQ(hidden, 5);
}

TEST_F(WithdrawalEffectTest, LetsTheOperatorDismissWhatWaits)
{
    auto const law = withdraw("1", Reason::law);
    ASSERT_TRUE(desk.dismiss_withdrawal(law));
    EXPECT_EQ(label("1"), "current");
    EXPECT_FALSE(desk.dismiss_withdrawal(sha256(as_bytes("unknown"))));
}

TEST_F(WithdrawalEffectTest, OldWithdrawalsDoNotWeighOnTheBrakeOfANewcomer)
{
    auto feed = newsroom.next_feed();
    std::vector<Candidate> documents;
    std::map<BundleId, Sha256> lines;
    for (int i = 0; i < 20; ++i) {
        auto const made = withdrawal_of(newsroom, std::to_string(i), Reason::error);
        documents.push_back(signed_by(newsroom.withdraw_pens, made));
        lines.emplace(made.bundle, test::hash_of(documents.back()));
        std::erase_if(feed.releases, [&](Release const& release) { return release.bundle == made.bundle; });
    }
    for (auto const& [bundle, hash] : lines) feed.withdrawals.push_back({bundle, hash});
    Acceptance newcomer{newsroom.id()};
    ASSERT_TRUE(newcomer.consider_root(newsroom.roots().front(), clock));
    ASSERT_TRUE(newcomer.consider_feed(newsroom.publish(feed), documents, clock));
    EXPECT_TRUE(newcomer.withdrawals_missing().empty());
    auto const urgent = signed_by(newsroom.withdraw_pens, withdrawal_of(newsroom, "50", Reason::source_danger));
    ASSERT_TRUE(newcomer.consider_withdrawal(urgent, clock));
    EXPECT_FALSE(newcomer.standing(release_of("50").bundle, clock).is_served());
}

TEST_F(WithdrawalEffectTest, NamesTheDocumentsThatAFeedNamesAndNobodyHasShown)
{
    auto const document = signed_by(newsroom.withdraw_pens, withdrawal_of(newsroom, "1", Reason::superseded));
    auto feed = newsroom.next_feed();
    feed.withdrawals = {{release_of("1").bundle, test::hash_of(document)}};
    auto const candidate = newsroom.publish(feed);
    EXPECT_EQ(desk.withdrawals_missing_for(candidate.document), std::vector{test::hash_of(document)});
    ASSERT_TRUE(desk.consider_feed(candidate, clock));
    EXPECT_EQ(desk.withdrawals_missing(), std::vector{test::hash_of(document)});
    ASSERT_TRUE(desk.consider_withdrawal(document, clock));
    EXPECT_TRUE(desk.withdrawals_missing().empty());
}

TEST_F(WithdrawalEffectTest, StopsDeletingByStolenKeysWhenTheEpochGrowsAndAsksTheNextFeed)
{
    withdraw("1", Reason::source_danger);  // by a thief
    withdraw("2", Reason::source_danger);  // by the publisher
    auto const thiefs =
        test::hash_of(signed_by(newsroom.withdraw_pens, withdrawal_of(newsroom, "1", Reason::source_danger)));
    auto const own =
        test::hash_of(signed_by(newsroom.withdraw_pens, withdrawal_of(newsroom, "2", Reason::source_danger)));
    auto root = newsroom.next_epoch();
    root.withdraw = test::role_of({test::Pen{"new withdraw"}}, 1, day("2028-05-01"));
    ASSERT_TRUE(desk.consider_root(newsroom.adopt(root), clock));
    for (auto const* bundle : {"1", "2"}) {
        EXPECT_EQ(label(bundle), "withdrawn source-danger");  // safe for the witness until the publisher has spoken
        EXPECT_FALSE(effect(bundle).deletion);
    }
    auto feed = newsroom.next_feed();
    std::erase(feed.releases, release_of("2"));
    feed.withdrawals = {{release_of("2").bundle, own}};
    ASSERT_TRUE(desk.consider_feed(newsroom.publish(feed), clock));
    EXPECT_EQ(label("1"), "current");
    EXPECT_EQ(desk.withdrawals().find(thiefs)->force, Force::lapsed);
    EXPECT_EQ(label("2"), "withdrawn source-danger");
    EXPECT_TRUE(effect("2").deletion);
}

TEST_F(WithdrawalEffectTest, RemembersWhenEachArrivedAndWhatTheOperatorSaid)
{
    withdraw("1", Reason::source_danger);
    auto const law = withdraw("2", Reason::law);
    ASSERT_TRUE(desk.confirm_withdrawal(law));
    KeptDocuments kept{newsroom.roots(), desk.feed()->candidate(), {}, {}, copy_of(as_bytes(desk.record().text()))};
    for (auto const& [hash, held] : desk.withdrawals().all()) kept.withdrawals.push_back(held.document.candidate());
    auto const again = Acceptance::restore(newsroom.id(), kept);
    ASSERT_TRUE(again);
    days_pass(1);
    for (auto const* bundle : {"1", "2", "3"}) {
        auto const id = release_of(bundle).bundle;
        EXPECT_EQ(again->standing(id, clock).label, desk.standing(id, clock).label);
        EXPECT_EQ(again->standing(id, clock).effect.deletion, desk.standing(id, clock).effect.deletion);
    }
    EXPECT_EQ(again->record(), desk.record());
}

TEST_F(WithdrawalEffectTest, KeepsABoundedNumberThatNoFeedNames)
{
    auto made = withdrawal_of(newsroom, "none", Reason::hide);
    Refusal last{};
    for (std::size_t i = 0; i <= most_withdrawals; ++i) {
        made.bundle = *BundleId::from(sha256(as_bytes(std::to_string(i) + " is no release")).bytes());
        auto const accepted = desk.consider_withdrawal(signed_by(newsroom.withdraw_pens, made), clock);
        if (!accepted) last = accepted.error();
    }
    EXPECT_EQ(last, Refusal::too_many_lines);
    EXPECT_EQ(desk.withdrawals().all().size(), most_withdrawals);
}

}  // namespace
}  // namespace nightletter::trust
