// docs/formats.md section 2: language tags are RFC 5646's grammar in lower case, on every computer alike.
#include "bundles/language_tag.hpp"

#include <gtest/gtest.h>

namespace nightletter::bundles {
namespace {

TEST(LanguageTagTest, TakesWellFormedTagsInLowerCase)
{
    for (auto const* tag : {"fa", "my", "en", "fa-af", "zh-hant", "zh-hant-tw", "es-419", "kjg", "de-1996",
                            "sl-rozaj-biske", "zz-bogus", "ku-arab-iq"}) {
        EXPECT_TRUE(is_language_tag(tag)) << tag;
    }
}

TEST(LanguageTagTest, RefusesEverythingElse)
{
    for (auto const* tag : {"",
                            "f",
                            "FA",
                            "fa_ir",
                            "fa-IR",
                            "x",
                            "x-private",
                            "i-klingon",
                            "farsi",
                            "fa-",
                            "-fa",
                            "fa--af",
                            "fa-af-arab",
                            "en-x-secret",
                            "en-u-ca-persian",
                            "de-1996-1996",
                            "fa.txt",
                            "zh-yue-x",
                            "fa af",
                            "aa-aaaa-aa-aaaaaaaa-bbbbbbbb-cccccccc"}) {
        EXPECT_FALSE(is_language_tag(tag)) << tag;
    }
}

TEST(LanguageTagTest, SuggestsWhatSomebodyProbablyMeant)
{
    EXPECT_EQ(suggested_tag("fa_IR"), "fa-ir");
    EXPECT_EQ(suggested_tag("MY"), "my");
    EXPECT_EQ(suggested_tag("iw"), "he");
    EXPECT_EQ(suggested_tag("i-klingon"), "tlh");
    EXPECT_EQ(suggested_tag("fa"), std::nullopt);
    EXPECT_EQ(suggested_tag("not a tag"), std::nullopt);
}

TEST(LanguageTagTest, NamesTheSubtagThatThisComputerDoesNotKnow)
{
    EXPECT_EQ(unknown_subtag("zz-bogus"), "zz");
    EXPECT_EQ(unknown_subtag("fa-qq"), "qq");
    EXPECT_EQ(unknown_subtag("fa-af"), std::nullopt);
    EXPECT_EQ(unknown_subtag("my"), std::nullopt);
    EXPECT_EQ(unknown_subtag("zh-hant"), std::nullopt);
    EXPECT_EQ(unknown_subtag("de-1996"), std::nullopt);
}

TEST(LanguageTagTest, KnowsTheDirectionAndTheLanguagesOwnName)
{
    EXPECT_EQ(direction_of("fa"), Direction::right_to_left);
    EXPECT_EQ(direction_of("ku-arab"), Direction::right_to_left);
    EXPECT_EQ(direction_of("ku"), Direction::left_to_right);
    EXPECT_EQ(direction_of("my"), Direction::left_to_right);
    EXPECT_EQ(own_name("fa"), "فارسی");
    EXPECT_EQ(own_name("my"), "မြန်မာ");
}

}  // namespace
}  // namespace nightletter::bundles
