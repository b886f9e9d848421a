// The order in which bundles that wait are fetched: docs/architecture.md, "The life of a bundle", step 4.
#include "mirror/turns.hpp"

#include <gtest/gtest.h>

namespace nightletter::mirror {
namespace {

using std::chrono::seconds;

BundleId named(std::string_view name)
{
    return *BundleId::from(sha256(as_bytes(name)).bytes());
}

Turns::Rank small(BundleId const& bundle)
{
    return {Turns::Wish::ordinary, Turns::Source::swarm, 10, bundle};
}

Turns::Rank large(BundleId const& bundle)
{
    return {Turns::Wish::ordinary, Turns::Source::swarm, 1000, bundle};
}

TEST(TurnsTest, NobodyIsNextWhenNobodyWaits)
{
    EXPECT_FALSE(Turns{}.next(seconds{1}));
}

TEST(TurnsTest, ASmallBundleGoesBeforeALargeOne)
{
    Turns turns;
    turns.wait(large(named("a")), {});
    turns.wait(small(named("b")), {});
    EXPECT_EQ(turns.next({}), named("b"));
    turns.leave(named("b"));
    EXPECT_EQ(turns.next({}), named("a"));
}

TEST(TurnsTest, EachMirrorGoesItsOwnWayThroughBundlesOfAboutOneSize)
{
    std::set<BundleId> first;
    for (std::uint64_t lots = 0; lots < 64; ++lots) {
        Turns turns{lots};
        for (auto const* const name : {"a", "b", "c", "d"}) {
            turns.wait(
                {Turns::Wish::ordinary, Turns::Source::swarm, 20'000U + static_cast<unsigned char>(*name), named(name)},
                {});
        }
        turns.wait({Turns::Wish::ordinary, Turns::Source::swarm, 9'000, named("smaller")}, {});
        ASSERT_EQ(turns.next({}), named("smaller"));
        turns.leave(named("smaller"));
        auto const next = turns.next({});
        ASSERT_TRUE(next);
        EXPECT_EQ(turns.next({}), next);
        first.insert(*next);
    }
    EXPECT_EQ(first.size(), 4U);
}

TEST(TurnsTest, ACopyOnThisMachineGoesBeforeEverythingElse)
{
    Turns turns;
    turns.wait(small(named("b")), {});
    turns.wait({Turns::Wish::ordinary, Turns::Source::this_machine, 1000, named("a")}, {});
    EXPECT_EQ(turns.next({}), named("a"));
}

TEST(TurnsTest, WhatAnOperatorPinnedGoesFirst)
{
    Turns turns;
    turns.wait({Turns::Wish::ordinary, Turns::Source::this_machine, 10, named("b")}, {});
    turns.wait({Turns::Wish::pinned, Turns::Source::swarm, 1000, named("a")}, {});
    EXPECT_EQ(turns.next({}), named("a"));
}

TEST(TurnsTest, NobodyHasATurnBeforeItsTime)
{
    Turns turns;
    turns.wait(small(named("b")), seconds{30});
    turns.wait(large(named("a")), {});
    EXPECT_EQ(turns.next(seconds{29}), named("a"));
    EXPECT_EQ(turns.next(seconds{30}), named("b"));
}

TEST(TurnsTest, WhoWaitsAnewHasOnePlaceOnly)
{
    Turns turns;
    turns.wait(small(named("a")), {});
    ASSERT_EQ(turns.next({}), named("a"));
    turns.wait(small(named("a")), seconds{30});
    EXPECT_FALSE(turns.next({}));
    turns.leave(named("a"));
    EXPECT_FALSE(turns.next(seconds{60}));
    turns.leave(named("a"));
}

}  // namespace
}  // namespace nightletter::mirror
