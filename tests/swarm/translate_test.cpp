// What swarm/translate.hpp promises: libtorrent is asked for no category of alerts that nobody answers.
#include "swarm/translate.hpp"

#include <gtest/gtest.h>

#include "swarm/profile.hpp"

namespace nightletter::swarm {
namespace {

TEST(TranslateTest, EveryAnsweredAlertPassesTheMask)
{
    for (auto const category : answered_categories()) {
        // An empty category is that of alerts which no mask holds back.
        EXPECT_TRUE(category == lt::alert_category_t{} || (category & alert_mask));
    }
}

TEST(TranslateTest, EveryCategoryOfTheMaskHasAnAnswer)
{
    lt::alert_category_t answered{};
    for (auto const category : answered_categories()) answered |= category;
    EXPECT_EQ(alert_mask & ~answered, lt::alert_category_t{});
}

}  // namespace
}  // namespace nightletter::swarm
