// A real name behind a pseudonym is found however it is spelled, and is never repeated (docs/publishing.md).
#include "bundles/watch_words.hpp"

#include <gtest/gtest.h>

namespace nightletter::bundles {
namespace {

WatchWords words(std::string_view list)
{
    return WatchWords::parse(list).value();
}

// The lines of `text` in which a word of `list` stands.
std::vector<std::size_t> lines_of(std::string_view list, std::string_view text)
{
    std::vector<std::size_t> lines;
    for (auto const& remark : words(list).remarks_in_text("data/transcript.fa.txt", text)) lines.push_back(remark.line);
    return lines;
}

using Lines = std::vector<std::size_t>;

TEST(WatchWordsTest, AreFoundInWhateverCase)
{
    EXPECT_EQ(lines_of("Mina Rad\n", "A: Who?\n\nB: MINA rad, of course.\n"), Lines{3});
}

TEST(WatchWordsTest, AreFoundOverTheEndOfALine)
{
    EXPECT_EQ(lines_of("Mina Rad", "it was Mina\nRad herself"), Lines{1});
}

TEST(WatchWordsTest, AreFoundOnEachLineOnce)
{
    EXPECT_EQ(lines_of("mina", "Mina, Mina\nnobody\nMina"), (Lines{1, 3}));
}

TEST(WatchWordsTest, AreFoundInOtherFormsOfPersianLetters)
{
    EXPECT_EQ(lines_of("کریمی", "گفت كَريمي آمد"), Lines{1});
    EXPECT_EQ(lines_of("می‌نا", "مینا"), Lines{1});
    EXPECT_EQ(lines_of("رضا", "رضـــا"), Lines{1});
}

TEST(WatchWordsTest, AreFoundInBurmeseWithoutSpaces)
{
    EXPECT_EQ(lines_of("အောင်", "ကိုအောင်ပြောတယ်"), Lines{1});
}

TEST(WatchWordsTest, AreFoundInDecomposedLetters)
{
    EXPECT_EQ(lines_of("Zoé", "Zoe\u0301 said so"), Lines{1});
}

TEST(WatchWordsTest, AreFoundInTheNamesOfFiles)
{
    EXPECT_EQ(words("Mina Rad").remarks_in_name("data/media/mina-rad_2.jpg").size(), 1U);
    EXPECT_TRUE(words("Mina Rad").remarks_in_name("data/media/poster.jpg").empty());
}

TEST(WatchWordsTest, AreNeverRepeated)
{
    auto const list = words("\n\nMina Rad\n");
    auto const in_text = list.remarks_in_text("a.txt", "Mina Rad");
    ASSERT_EQ(in_text.size(), 1U);
    EXPECT_EQ(in_text[0].sentence(), "a.txt:1: line 3 of your list of words stands here [watch-word]");
    EXPECT_EQ(in_text[0].next.find("Rad"), std::string::npos);
}

TEST(WatchWordsTest, ThatAreNoneFindNothing)
{
    EXPECT_TRUE(lines_of("", "Mina").empty());
    EXPECT_TRUE(lines_of(" \n\n\t\n", "Mina").empty());
}

TEST(WatchWordsTest, AreNoListWhenTheyAreNoTextOrTooMany)
{
    EXPECT_FALSE(WatchWords::parse("\xff"));
    std::string many;
    for (std::size_t i = 0; i <= WatchWords::most; ++i) many += "name\n";
    EXPECT_FALSE(WatchWords::parse(many));
}

}  // namespace
}  // namespace nightletter::bundles
