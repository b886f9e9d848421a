// What the peers of a served bundle are told to ask for first (BEP 6), seen from the other end of the wire.
#include <gtest/gtest.h>

#include <set>

#include "tests/support/temporary_directory.hpp"
#include "tests/swarm/node.hpp"
#include "tests/swarm/raw_peer.hpp"

namespace nightletter::swarm {
namespace {

using test::RawPeer;

constexpr char piece = 7;
constexpr char suggest_piece = 13;

std::string const is_interested{"\0\0\0\1\2", 5};
std::string const asks_for_the_first_block{"\0\0\0\x0d\6\0\0\0\0\0\0\0\0\0\0\0\1", 17};  // one byte of it
std::string const has_the_first_piece{"\0\0\0\5\4\0\0\0\0", 9};

// The pieces it is told to ask for until the block it asks for has come.
std::multiset<int> told_before_it_is_served(RawPeer& peer)
{
    peer.write(is_interested);
    peer.write(asks_for_the_first_block);
    std::multiset<int> told;
    for (;;) {
        auto const message = peer.read_message();
        if (message[0] == piece) return told;
        // The sample has fewer than 256 pieces: the last byte is the number.
        if (message[0] == suggest_piece) told.insert(static_cast<unsigned char>(message.at(4)));
    }
}

class SuggestionsTest : public ::testing::Test {
protected:
    test::TemporaryDirectory place;
    Loop loop;
    test::Node mirror{loop};
    test::SampleBundle bundle = test::make_bundle(place / "sealed", "an-interview", test::interview());

    std::unique_ptr<RawPeer> a_peer(RawPeer::Speaks speaks = RawPeer::Speaks::fast_extension)
    {
        return RawPeer::greeted(mirror.endpoint(), bundle.hash, speaks);
    }
};

TEST_F(SuggestionsTest, EveryPieceIsSuggestedToOnePeer)
{
    ASSERT_TRUE(mirror.offers(bundle));
    auto const one = a_peer();
    auto const told = told_before_it_is_served(*one);
    std::set<int> const different{told.begin(), told.end()};
    EXPECT_EQ(told.size(), different.size());
    EXPECT_GT(told.size(), 2U);
    auto const other = a_peer();
    EXPECT_EQ(told_before_it_is_served(*other), std::multiset<int>{});
}

TEST_F(SuggestionsTest, WhoeverComesAfterAllAreGoneIsToldAgain)
{
    ASSERT_TRUE(mirror.offers(bundle));
    auto const told = told_before_it_is_served(*a_peer());
    bool const is_told_again = test::run_until(
        loop, [&] { return told_before_it_is_served(*a_peer()) == told; }, std::chrono::seconds{10});
    EXPECT_TRUE(is_told_again);
}

TEST_F(SuggestionsTest, WhatAPeerHasIsSuggestedToNobody)
{
    ASSERT_TRUE(mirror.offers(bundle));
    auto const one = a_peer();
    one->write(has_the_first_piece);
    auto const told = told_before_it_is_served(*one);
    EXPECT_FALSE(told.contains(0));
    EXPECT_TRUE(told.contains(1));
}

TEST_F(SuggestionsTest, APeerWithoutTheFastExtensionIsServedWithoutAdvice)
{
    ASSERT_TRUE(mirror.offers(bundle));
    auto const old = a_peer(RawPeer::Speaks::no_fast_extension);
    EXPECT_EQ(told_before_it_is_served(*old), std::multiset<int>{});
}

}  // namespace
}  // namespace nightletter::swarm
