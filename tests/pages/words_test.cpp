// docs/formats.md section 8: words that are read aloud are compared, and mishearing is noticed.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <random>
#include <sstream>

#include "base/sha256.hpp"
#include "pages/comparison_words.hpp"
#include "pages/spoken_words.hpp"
#include "tests/support/temporary_directory.hpp"

namespace nightletter::pages {
namespace {

std::string contents(std::filesystem::path const& file)
{
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

// `expect`, `given`, `why`, and the body under "".
std::map<std::string, std::string> vector_in(std::filesystem::path const& file)
{
    std::istringstream in{contents(file)};
    std::map<std::string, std::string> fields;
    for (std::string line; std::getline(in, line) && !line.empty();) {
        fields[line.substr(0, line.find(": "))] = line.substr(line.find(": ") + 2);
    }
    std::getline(in, fields[""]);
    return fields;
}

std::string judged(std::uint16_t number, HeardWords const& heard)
{
    auto const line = heard.line();
    if (!line) {
        auto const stranger =
            std::ranges::find_if(heard.numbers, [](auto const& n) { return !n; }) - heard.numbers.begin();
        return "refused not-on-the-list " + std::to_string(stranger + 1);
    }
    auto const verdict = check_line(number, *line);
    if (std::holds_alternative<Sound>(verdict)) return "accepted";
    if (auto const* const other = std::get_if<OtherLine>(&verdict))
        return "refused other-line " + std::to_string(other->line);
    if (auto const* const one = std::get_if<OneWrong>(&verdict))
        return "refused one-wrong " + std::to_string(one->place + 1) + " " + std::string{spoken_words()[one->meant]};
    return "refused several-wrong";
}

TEST(WordVectorsTest, AreAnsweredAsTheyExpect)
{
    std::size_t count = 0;
    for (auto const& entry : std::filesystem::directory_iterator{NIGHTLETTER_VECTORS "/words"}) {
        auto vector = vector_in(entry.path());
        auto const number = vector["given"].substr(vector["given"].find(' ') + 1);
        auto const answer = vector["given"] == "publisher"
                                ? "words " + text_of(comparison_words(parse_publisher(vector[""]).value()))
                                : judged(static_cast<std::uint16_t>(std::stoi(number)), heard(vector[""]));
        EXPECT_EQ(answer, vector["expect"]) << entry.path();
        ++count;
    }
    EXPECT_GT(count, 8U);
}

TEST(SpokenWordsTest, AreTheListBesideTheFormats)
{
    std::string listed;
    for (auto const word : spoken_words()) listed.append(word).append("\n");
    EXPECT_EQ(listed, contents(NIGHTLETTER_DOCS "/spoken-words.txt"));
    EXPECT_NE(contents(NIGHTLETTER_DOCS "/formats.md").find(sha256(as_bytes(listed)).hex()), std::string::npos);
}

TEST(SpokenWordsTest, DifferInMoreThanOneLetterAndAreNotEachOthersBeginning)
{
    auto const& words = spoken_words();
    for (std::size_t i = 0; i < words.size(); ++i) {
        EXPECT_EQ(number_of(words[i]), i);
        EXPECT_GE(words[i].size(), 4U);
        EXPECT_LE(words[i].size(), 9U);
        EXPECT_FALSE(i > 0 && words[i].starts_with(words[i - 1])) << words[i];
        for (std::size_t j = i + 1; j < words.size(); ++j) {
            if (words[i].size() != words[j].size()) continue;
            std::size_t different = 0;
            for (std::size_t k = 0; k < words[i].size(); ++k) different += words[i][k] != words[j][k] ? 1U : 0U;
            EXPECT_GE(different, 2U) << words[i] << ' ' << words[j];
        }
    }
    EXPECT_FALSE(number_of("Acorn"));
    EXPECT_FALSE(number_of(""));
    EXPECT_EQ(nearest_spoken_word("riverbnak"), "riverbank");
}

class WordLineTest : public ::testing::Test {
protected:
    std::uint16_t any() { return static_cast<std::uint16_t>(draw_() % spoken_word_count); }
    WordLine line(std::uint16_t number)
    {
        std::array<std::uint16_t, carrying_words> carrying{};
        for (auto& word : carrying) word = any();
        return with_check_words(number, carrying);
    }

private:
    std::mt19937 draw_{20261125};
};

TEST_F(WordLineTest, EveryWrongWordIsFoundAtItsPlace)
{
    for (auto const number : std::array<std::uint16_t, 3>{0, 1, 25}) {
        auto const right = line(number);
        ASSERT_TRUE(std::holds_alternative<Sound>(check_line(number, right)));
        for (std::size_t place = 0; place < right.size(); ++place) {
            for (std::uint16_t change = 1; change < spoken_word_count; ++change) {
                auto wrong = right;
                wrong[place] ^= change;
                auto const verdict = check_line(number, wrong);
                auto const* const found = std::get_if<OneWrong>(&verdict);
                ASSERT_NE(found, nullptr);
                ASSERT_EQ(found->place, place);
                ASSERT_EQ(found->meant, right[place]);
            }
        }
    }
}

TEST_F(WordLineTest, EveryTwoWrongWordsAreNoticed)
{
    for (int i = 0; i < 200'000; ++i) {
        auto wrong = line(3);
        auto const first = static_cast<std::size_t>(any()) % wrong.size();
        auto const second = (first + 1 + static_cast<std::size_t>(any()) % (wrong.size() - 1)) % wrong.size();
        wrong[first] ^= static_cast<std::uint16_t>(1 + any() % (spoken_word_count - 1));
        wrong[second] ^= static_cast<std::uint16_t>(1 + any() % (spoken_word_count - 1));
        ASSERT_FALSE(std::holds_alternative<Sound>(check_line(3, wrong)));
    }
}

TEST_F(WordLineTest, ALineInAnothersPlaceIsRecognised)
{
    auto const verdict = check_line(4, line(9));
    ASSERT_TRUE(std::holds_alternative<OtherLine>(verdict));
    EXPECT_EQ(std::get<OtherLine>(verdict).line, 9);
}

TEST(ComparisonWordsTest, AreReadWithCapitalsCommasAndLineFeeds)
{
    auto const publisher = *PublisherId::from(sha256(as_bytes("root 1")).bytes());
    auto text = text_of(comparison_words(publisher));
    text[0] = static_cast<char>(text[0] - 0x20);
    text.replace(text.find(' '), 1, ",\r\n 2. ");
    EXPECT_TRUE(differences(heard(text), publisher).empty());
}

TEST(ComparisonWordsTest, OfALongTextOnlyTheBeginningIsTaken)
{
    EXPECT_LE(heard(std::string(1'000'000, 'a')).words.front().size(), most_heard);
}

}  // namespace
}  // namespace nightletter::pages
