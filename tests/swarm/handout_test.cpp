// What swarm/handout.hpp promises: a piece is named to one peer, and only while nobody else has it.
#include "swarm/handout.hpp"

#include <gtest/gtest.h>

namespace nightletter::swarm {
namespace {

TEST(HandoutTest, EveryPieceIsNamedOnce)
{
    Handout handout{3};
    EXPECT_EQ(handout.next(), 0);
    EXPECT_EQ(handout.next(), 1);
    EXPECT_EQ(handout.next(), 2);
    EXPECT_EQ(handout.next(), std::nullopt);
}

TEST(HandoutTest, APieceThatCanBeHadElsewhereIsNotNamed)
{
    Handout handout{4};
    EXPECT_EQ(handout.next(), 0);
    handout.seen(0);
    handout.seen(1);
    handout.seen(3);
    EXPECT_EQ(handout.next(), 2);
    EXPECT_EQ(handout.next(), std::nullopt);
}

TEST(HandoutTest, ANumberThatIsNoPieceChangesNothing)
{
    Handout handout{1};
    handout.seen(-1);
    handout.seen(1);
    EXPECT_EQ(handout.next(), 0);
}

}  // namespace
}  // namespace nightletter::swarm
