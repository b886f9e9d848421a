// Bundles come into service a few at a time: docs/architecture.md, "The life of a bundle", step 7.
#include "mirror/boarding.hpp"

#include <gtest/gtest.h>

#include "base/sha256.hpp"

namespace nightletter::mirror {
namespace {

BundleId numbered(std::size_t number)
{
    return *BundleId::from(sha256(as_bytes(std::to_string(number))).bytes());
}

InfoHash info_hash_of(BundleId const& bundle)
{
    return *InfoHash::from(sha256(bundle.bytes()).bytes());
}

class BoardingTest : public ::testing::Test {
protected:
    void add(std::size_t count)
    {
        for (std::size_t number = 0; number < count; ++number) boarding.add(numbered(number));
    }

    std::vector<BundleId> begun;
    bool has_torrents = true;
    Boarding boarding{[this](BundleId const& bundle) {
        begun.push_back(bundle);
        return has_torrents ? std::optional{info_hash_of(bundle)} : std::nullopt;
    }};
};

TEST_F(BoardingTest, AFewBeginAtOnce)
{
    add(3);
    EXPECT_EQ(begun.size(), 3U);
}

TEST_F(BoardingTest, ManyBeginOneByOneAsTheSwarmSpeaksOfThem)
{
    add(Boarding::most_at_once + 2);
    ASSERT_EQ(begun.size(), Boarding::most_at_once);
    boarding.heard(info_hash_of(numbered(0)));
    ASSERT_EQ(begun.size(), Boarding::most_at_once + 1);
    EXPECT_EQ(begun.back(), numbered(Boarding::most_at_once));
    boarding.heard(info_hash_of(numbered(0)));
    EXPECT_EQ(begun.size(), Boarding::most_at_once + 1);
}

TEST_F(BoardingTest, ASwarmThatSaysNothingHoldsNobodyUp)
{
    add(Boarding::most_at_once + 2);
    boarding.tick();
    EXPECT_EQ(begun.size(), Boarding::most_at_once + 2);
}

TEST_F(BoardingTest, ABundleThatCannotBeHandedOverTakesNoPlace)
{
    has_torrents = false;
    add(Boarding::most_at_once + 2);
    EXPECT_EQ(begun.size(), Boarding::most_at_once + 2);
}

TEST_F(BoardingTest, WhatIsNoLongerServedDoesNotBegin)
{
    add(Boarding::most_at_once + 1);
    boarding.cancel(numbered(Boarding::most_at_once));
    boarding.tick();
    EXPECT_EQ(begun.size(), Boarding::most_at_once);
}

}  // namespace
}  // namespace nightletter::mirror
