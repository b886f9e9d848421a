// The attacks that TUF's authors collected on systems that distribute signed things, each played against an acceptance.
// What stops each is a clause of docs/formats.md section 6; what is left afterwards is what matters.
#include "tests/trust/scene.hpp"

namespace nightletter::trust {
namespace {

using test::at;
using test::day;
using test::release_of;

class AttackTest : public ::testing::Test {
protected:
    test::Newsroom newsroom{"Example Collective", 3, 2, 1};
    UtcTime clock = at("2026-05-04T00:00:00Z");
    Acceptance desk{newsroom.id()};

    void SetUp() override
    {
        ASSERT_TRUE(desk.consider_root(newsroom.roots().front(), clock));
        ASSERT_TRUE(desk.consider_feed(newsroom.publish({release_of("a"), release_of("b")}), clock));
    }
    std::string feed(Candidate const& candidate) { return told(desk.consider_feed(candidate, clock)); }
    std::string feed(Feed const& made) { return feed(signed_by(newsroom.release_pens, made)); }
    std::string root(Candidate const& candidate) { return told(desk.consider_root(candidate, clock)); }
    template <class T>
    static std::string told(Expected<T, Refusal> const& outcome)
    {
        return std::string{outcome ? "accepted" : word(outcome.error())};
    }
};

TEST_F(AttackTest, ArbitraryContentIsNotBelieved)
{
    auto const before = desk.record();
    EXPECT_EQ(feed(Candidate{copy_of(as_bytes("anything")), copy_of(as_bytes("at all"))}), "signature-frame");
    EXPECT_EQ(feed(Candidate{{}, {}}), "signature-frame");
    EXPECT_EQ(feed(Candidate{copy_of(as_bytes("anything")), desk.feed()->candidate().signatures}), "malformed");
    EXPECT_EQ(root(Candidate{{}, {}}), "malformed");
    EXPECT_EQ(desk.record(), before);
}

TEST_F(AttackTest, RollbackOfTheFeedIsRefused)
{
    auto const old = desk.feed()->candidate();
    ASSERT_EQ(feed(newsroom.publish({release_of("c")})), "accepted");
    EXPECT_EQ(feed(old), "rolled-back");
}

TEST_F(AttackTest, RollbackOfTheRootChangesNothing)
{
    auto next = newsroom.next_root();
    next.release = test::role_of({test::Pen{"new release"}}, 1, day("2028-05-01"));
    ASSERT_EQ(root(newsroom.adopt(next)), "accepted");
    EXPECT_EQ(root(newsroom.roots().front()), "already-held");
    EXPECT_EQ(desk.chain()->newest().root().version, 2U);
}

TEST_F(AttackTest, RollbackOfAWithdrawalIsRefused)
{
    Withdrawal const made{newsroom.id(), 1, release_of("a").bundle, Reason::error, clock, std::nullopt};
    auto const document = signed_by(newsroom.withdraw_pens, made);
    ASSERT_TRUE(desk.consider_withdrawal(document, clock));
    auto with_line = newsroom.next_feed();
    std::erase(with_line.releases, release_of("a"));
    with_line.withdrawals = {{made.bundle, test::hash_of(document)}};
    ASSERT_EQ(feed(newsroom.publish(with_line)), "accepted");
    auto back = newsroom.next_feed();
    back.withdrawals.clear();
    back.releases.insert(back.releases.begin(), release_of("a"));
    EXPECT_NE(feed(back), "accepted");
    EXPECT_FALSE(desk.standing(made.bundle, clock).is_served());
}

TEST_F(AttackTest, RollbackOfAHeadIsRefused)
{
    auto const& announce = newsroom.announce_pens.front();
    FeedPoint const old = *desk.feeds().high_water;
    ASSERT_EQ(feed(newsroom.publish({release_of("c")})), "accepted");
    auto const signature = announce.sign(head_message(old, "0/2026-W19"));
    EXPECT_EQ(told(desk.consider_head(head_value(old), head_item_seq(old), "0/2026-W19", signature)), "rolled-back");
}

TEST_F(AttackTest, FastForwardIsUndoneByTheNextEpoch)
{
    auto const epoch = newsroom.next_epoch();
    auto stolen = newsroom.next_feed();
    stolen.seq = seq_bound - 1;
    stolen.issued = at("2028-05-01T00:00:00Z");
    stolen.fresh_until = at("2029-05-01T00:00:00Z");
    ASSERT_EQ(feed(stolen), "accepted");
    EXPECT_EQ(feed(newsroom.next_feed()), "rolled-back");  // the publisher is shut out of this epoch

    auto root_2 = epoch;
    newsroom.release_pens = {test::Pen{"new release"}};
    root_2.release = test::role_of(newsroom.release_pens, 1, day("2028-05-01"));
    ASSERT_EQ(root(newsroom.adopt(root_2)), "accepted");
    EXPECT_EQ(feed(newsroom.publish({release_of("c")})), "accepted");
    EXPECT_EQ(desk.labels(clock).front().text(), "current");
    EXPECT_EQ(desk.releases().size(), 3U);
}

TEST_F(AttackTest, IndefiniteFreezeIsSaidAndRefusesNothing)
{
    auto const later = at("2026-09-01T00:00:00Z");
    EXPECT_EQ(desk.labels(later).front().text(), "stale since 2026-06-03");
    EXPECT_TRUE(desk.standing(release_of("a").bundle, later).is_served());
    FeedPoint const newer{0, 2, sha256(as_bytes("kept from us"))};
    auto const signature = newsroom.announce_pens.front().sign(head_message(newer, "0/2026-W36"));
    ASSERT_TRUE(desk.consider_head(head_value(newer), head_item_seq(newer), "0/2026-W36", signature));
    EXPECT_EQ(desk.labels(later).front().text(), "suspected-freeze");
    EXPECT_TRUE(desk.standing(release_of("a").bundle, later).is_served());
}

TEST_F(AttackTest, EndlessDataIsRefusedByItsLength)
{
    auto const& good = desk.feed()->candidate();
    EXPECT_EQ(feed(Candidate{Bytes(largest_feed + 1), good.signatures}), "too-large");
    EXPECT_EQ(feed(Candidate{good.document, Bytes(largest_signature_set + 1)}), "already-held");
    EXPECT_EQ(root(Candidate{Bytes(largest_root + 1), {}}), "too-large");
    EXPECT_EQ(told(desk.consider_withdrawal({Bytes(largest_withdrawal + 1), {}}, clock)), "too-large");
    EXPECT_EQ(told(desk.consider_heads(Bytes(largest_heads + 1))), "too-large");
    EXPECT_EQ(Proof::parse(Bytes(largest_proof + 1)).error(), Refusal::too_large);
}

TEST_F(AttackTest, MixAndMatchOfRootsAndFeedsIsRefused)
{
    auto const of_root_1 = newsroom.next_feed();
    auto next = newsroom.next_root();
    next.release = test::role_of({test::Pen{"new release"}}, 1, day("2028-05-01"));
    ASSERT_EQ(root(newsroom.adopt(next)), "accepted");
    EXPECT_EQ(feed(of_root_1), "retired-key");  // old keys under the old root
    auto under_new = of_root_1;
    under_new.root = 2;
    EXPECT_EQ(feed(under_new), "not-in-role");                                         // old keys under the new root
    EXPECT_EQ(feed(signed_by({test::Pen{"new release"}}, of_root_1)), "not-in-role");  // new keys under the old root
    EXPECT_EQ(feed(signed_by({test::Pen{"new release"}}, under_new)), "accepted");
}

TEST_F(AttackTest, MixAndMatchOfDocumentsAndSignaturesIsRefused)
{
    auto const first = newsroom.publish({release_of("c")});
    auto const second = newsroom.publish({release_of("d")});
    EXPECT_EQ(feed(Candidate{second.document, first.signatures}), "bad-signature");
}

TEST_F(AttackTest, ExtraneousDocumentsAreNotTakenIn)
{
    Withdrawal const made{newsroom.id(), 1, release_of("a").bundle, Reason::error, clock, std::nullopt};
    std::vector<Candidate> const beside{signed_by(newsroom.withdraw_pens, made), newsroom.roots().front(), {}};
    ASSERT_TRUE(desk.consider_feed(newsroom.publish({release_of("c")}), beside, clock));
    EXPECT_TRUE(desk.withdrawals().all().empty());  // the feed names none of them
    EXPECT_TRUE(desk.standing(release_of("a").bundle, clock).is_served());
}

TEST_F(AttackTest, AThresholdIsNotMetByCountingOneKeyTwice)
{
    auto const next = newsroom.next_root();
    auto const block = SignatureSet::parse(signed_by({newsroom.root_pens[0]}, next).signatures)->blocks().front();
    auto renamed = block;
    renamed.key_id = newsroom.root_pens[1].key().id;
    auto const twice = SignatureSet::make({block, renamed});
    EXPECT_EQ(root({copy_of(as_bytes(next.text())), copy_of(as_bytes(twice->text()))}), "bad-signature");
    auto const same = block.text() + block.text();
    EXPECT_EQ(root({copy_of(as_bytes(next.text())), copy_of(as_bytes(same))}), "signature-twice");
}

TEST_F(AttackTest, SignaturesByRetiredKeysDoNotCount)
{
    auto next = newsroom.next_root();
    next.release = test::role_of({test::Pen{"new release"}}, 1, day("2028-05-01"));
    ASSERT_EQ(root(newsroom.adopt(next)), "accepted");
    auto by_old_keys = newsroom.next_feed();
    by_old_keys.root = 1;
    EXPECT_EQ(feed(by_old_keys), "retired-key");
}

TEST_F(AttackTest, AVersionCannotBeSkipped)
{
    newsroom.adopt(newsroom.next_root());
    newsroom.adopt(newsroom.next_root());
    EXPECT_EQ(root(newsroom.roots()[2]), "version-skipped");
    EXPECT_EQ(root(newsroom.roots()[1]), "accepted");
    EXPECT_EQ(root(newsroom.roots()[2]), "accepted");
}

TEST_F(AttackTest, ADocumentOfAnotherTypeIsNotTakenForThisOne)
{
    auto const& a_root = newsroom.roots().front();
    auto const& a_feed = desk.feed()->candidate();
    Withdrawal const made{newsroom.id(), 1, release_of("a").bundle, Reason::error, clock, std::nullopt};
    auto const a_withdrawal = signed_by(newsroom.withdraw_pens, made);
    EXPECT_EQ(feed(a_root), "wrong-type");
    EXPECT_EQ(feed(a_withdrawal), "wrong-type");
    EXPECT_EQ(root(a_feed), "wrong-type");
    EXPECT_EQ(told(desk.consider_withdrawal(a_feed, clock)), "wrong-type");
    EXPECT_EQ(told(desk.consider_heads(a_feed.document)), "wrong-type");
}

}  // namespace
}  // namespace nightletter::trust
