// The promise of reader/pager.hpp: nothing is skipped between screens, and each screen leaves a line for the prompt.
#include "reader/pager.hpp"

#include <gtest/gtest.h>

namespace nightletter::reader {
namespace {

TEST(PagerTest, LeavesALineForThePrompt)
{
    EXPECT_EQ(end_of_screen("1\n2\n3\n4\n5\n", 0, 4), 6U);
    EXPECT_EQ(end_of_screen("1\n2\n3\n4\n5\n", 6, 4), 10U);
}

TEST(PagerTest, ShowsTheLastLineThatHasNoEnd)
{
    EXPECT_EQ(end_of_screen("1\n2", 0, 24), 3U);
}

TEST(PagerTest, GoesOnByOneLineOnAScreenTooSmallForAPrompt)
{
    EXPECT_EQ(end_of_screen("1\n2\n3\n", 0, 1), 2U);
    EXPECT_EQ(end_of_screen("1\n2\n3\n", 0, 0), 2U);
}

TEST(PagerTest, ReachesTheEndOfAnyText)
{
    std::string const text = "a\n\n\nb\nc";
    std::string shown;
    for (std::size_t at = 0; at < text.size();) {
        auto const end = end_of_screen(text, at, 3);
        ASSERT_GT(end, at);
        shown += text.substr(at, end - at);
        at = end;
    }
    EXPECT_EQ(shown, text);
}

}  // namespace
}  // namespace nightletter::reader
