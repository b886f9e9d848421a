// signer/words.hpp: 2 048 different words that a person can write down and read out.
#include "signer/words.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "base/sha256.hpp"

namespace nightletter::signer {
namespace {

TEST(WordsTest, AreAllDifferentAndInAlphabeticalOrder)
{
    auto const& list = words();
    EXPECT_TRUE(std::ranges::is_sorted(list));
    EXPECT_EQ(std::set<std::string_view>(list.begin(), list.end()).size(), word_count);
}

TEST(WordsTest, AreShortAndOfLowerCaseLettersOnly)
{
    for (auto const word : words()) {
        EXPECT_GE(word.size(), 3U) << word;
        EXPECT_LE(word.size(), 7U) << word;
        EXPECT_TRUE(std::ranges::all_of(word, [](char c) { return c >= 'a' && c <= 'z'; })) << word;
    }
}

TEST(WordsTest, NeverChangeBecausePaperDoesNot)
{
    std::string all;
    for (auto const word : words()) all.append(word).append("\n");
    EXPECT_EQ(sha256(as_bytes(all)).hex(), "d82a01ea0e1cea5f8faa2fd4d258d7d4886ce4b158aacc198024c01ee7f91a3a");
}

TEST(WordsTest, APhraseIsWordsOfTheListWithSingleSpacesBetween)
{
    auto const phrase = random_words(6);
    std::string const text{as_text(phrase.bytes())};
    EXPECT_EQ(std::ranges::count(text, ' '), 5);
    std::size_t at = 0;
    for (int i = 0; i < 6; ++i) {
        auto const word = text.substr(at, text.find(' ', at) - at);
        EXPECT_TRUE(std::ranges::binary_search(words(), std::string_view{word})) << word;
        at += word.size() + 1;
    }
}

TEST(WordsTest, TwoPhrasesDiffer)
{
    auto const one = random_words(6);
    auto const other = random_words(6);
    EXPECT_NE(as_text(one.bytes()), as_text(other.bytes()));
}

}  // namespace
}  // namespace nightletter::signer
