// docs/formats.md sections 6 and 7: what an errand asks, in which order, and what it does not carry.
#include "mirror/errand.hpp"

#include <gtest/gtest.h>

namespace nightletter::mirror {
namespace {

Sha256 hash_named(std::string_view name)
{
    return sha256(as_bytes(name));
}

IndexEntry entry_named(std::string const& name)
{
    return {hash_named(name), hash_named(name + " signed")};
}

class ErrandTest : public ::testing::Test {
protected:
    void ask_about(Shelf what, std::uint32_t first = 0)
    {
        ASSERT_TRUE(errand.next());
        EXPECT_EQ(std::get<Ask>(*errand.next()), (Ask{what, first}));
    }
    void want(std::string const& name, DocumentKind kind)
    {
        ASSERT_TRUE(errand.next());
        EXPECT_EQ(std::get<Wanted>(*errand.next()), (Wanted{hash_named(name), kind}));
    }
    void index(Shelf what, std::uint32_t first, std::uint32_t total, std::vector<IndexEntry> entries)
    {
        ask_about(what, first);
        EXPECT_TRUE(errand.take(Index{what, first, total, std::move(entries)}));
    }
    // The document with its signature set.
    void bring(std::string const& name, DocumentKind kind)
    {
        want(name, kind);
        EXPECT_TRUE(errand.take(WholeDocument{{hash_named(name), kind}, copy_of(as_bytes(name))}));
        if (kind == DocumentKind::heads) return;
        want(name + " signed", DocumentKind::signature_set);
        EXPECT_TRUE(errand.take(WholeDocument{{hash_named(name + " signed"), DocumentKind::signature_set}, Bytes{1}}));
    }

    Errand errand{AlreadyHeld{}, FeedWish::wanted};
};

TEST_F(ErrandTest, BringsRootsThenWithdrawalsThenTheFeedThenItsHeads)
{
    index(Shelf::roots, 1, 2, {entry_named("root 1"), entry_named("root 2")});
    bring("root 1", DocumentKind::root);
    bring("root 2", DocumentKind::root);
    index(Shelf::withdrawals, 0, 1, {entry_named("withdrawal")});
    bring("withdrawal", DocumentKind::withdrawal);
    index(Shelf::feed, 0, 1, {entry_named("feed")});
    bring("feed", DocumentKind::feed);
    index(Shelf::heads, 0, 1, {{hash_named("heads"), Sha256{}}});
    bring("heads", DocumentKind::heads);
    EXPECT_FALSE(errand.next());
    auto const haul = errand.bring_home();
    ASSERT_EQ(haul.roots.size(), 2U);
    EXPECT_EQ(haul.roots[1].document, copy_of(as_bytes("root 2")));
    EXPECT_EQ(haul.roots[1].signatures, Bytes{1});
    EXPECT_EQ(haul.withdrawals.size(), 1U);
    EXPECT_EQ(haul.feed->document, copy_of(as_bytes("feed")));
    EXPECT_EQ(haul.heads, copy_of(as_bytes("heads")));
}

TEST_F(ErrandTest, AsksForRootsFromTheOneAfterTheNewestHeld)
{
    AlreadyHeld held;
    held.root_version = 7;
    errand = Errand{held, FeedWish::wanted};
    ask_about(Shelf::roots, 8);
}

TEST_F(ErrandTest, BringsNothingThatIsHeld)
{
    AlreadyHeld held;
    held.feed = hash_named("feed");
    held.heads = hash_named("heads");
    held.withdrawals = {hash_named("withdrawal")};
    errand = Errand{held, FeedWish::wanted};
    index(Shelf::roots, 1, 0, {});
    index(Shelf::withdrawals, 0, 1, {entry_named("withdrawal")});
    index(Shelf::feed, 0, 1, {entry_named("feed")});
    index(Shelf::heads, 0, 1, {{hash_named("heads"), Sha256{}}});
    EXPECT_FALSE(errand.next());
    EXPECT_TRUE(errand.bring_home().is_empty());
}

TEST_F(ErrandTest, DoesNotAskForAFeedThatNobodyWants)
{
    errand = Errand{AlreadyHeld{}, FeedWish::not_wanted};
    index(Shelf::roots, 1, 0, {});
    index(Shelf::withdrawals, 0, 0, {});
    EXPECT_FALSE(errand.next());
}

TEST_F(ErrandTest, CarriesSixtyFourRootsAtMost)
{
    std::vector<IndexEntry> roots;
    for (int version = 1; version <= 100; ++version) roots.push_back(entry_named("root " + std::to_string(version)));
    index(Shelf::roots, 1, 100, roots);
    for (int version = 1; version <= 64; ++version) bring("root " + std::to_string(version), DocumentKind::root);
    ask_about(Shelf::withdrawals);
    EXPECT_TRUE(errand.left_something());
}

TEST_F(ErrandTest, CarriesTwoHundredAndFiftySixWithdrawalsAtMost)
{
    std::vector<IndexEntry> withdrawals;
    for (int i = 0; i < 300; ++i) withdrawals.push_back(entry_named("withdrawal " + std::to_string(i)));
    index(Shelf::roots, 1, 0, {});
    index(Shelf::withdrawals, 0, 300, withdrawals);
    for (int i = 0; i < 256; ++i) bring("withdrawal " + std::to_string(i), DocumentKind::withdrawal);
    ask_about(Shelf::feed);
    EXPECT_TRUE(errand.left_something());
}

TEST_F(ErrandTest, TurnsTheLeafOfALongIndex)
{
    AlreadyHeld held;
    std::vector<IndexEntry> first_leaf;
    for (int i = 0; i < 512; ++i) first_leaf.push_back(entry_named("withdrawal " + std::to_string(i)));
    for (auto const& entry : first_leaf) held.withdrawals.insert(entry.document);
    errand = Errand{held, FeedWish::wanted};
    index(Shelf::roots, 1, 0, {});
    index(Shelf::withdrawals, 0, 513, first_leaf);
    index(Shelf::withdrawals, 512, 513, {entry_named("the new one")});
    bring("the new one", DocumentKind::withdrawal);
    ask_about(Shelf::feed);
}

TEST_F(ErrandTest, DoesNotFollowAnIndexWithoutEnd)
{
    AlreadyHeld held;
    std::vector<IndexEntry> leaf(512, entry_named("the same"));
    held.withdrawals = {leaf.front().document};
    errand = Errand{held, FeedWish::wanted};
    index(Shelf::roots, 1, 0, {});
    std::uint32_t leaves = 0;
    while (std::get<Ask>(*errand.next()).what == Shelf::withdrawals && leaves < 1000) {
        ASSERT_TRUE(errand.take(Index{Shelf::withdrawals, leaves * 512, 0xffffffff, leaf}));
        ++leaves;
    }
    EXPECT_EQ(leaves, 32U);
}

TEST_F(ErrandTest, EndsWhenANeighbourHasNotGotWhatItAnnounced)
{
    index(Shelf::roots, 1, 1, {entry_named("root 1")});
    auto const taken = errand.take(NotHeld{});
    ASSERT_FALSE(taken);
    EXPECT_EQ(taken.error(), Refusal::not_held);
}

}  // namespace
}  // namespace nightletter::mirror
