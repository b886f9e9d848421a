#include "pages/comparison_words.hpp"

#include "base/result.hpp"
#include "pages/spoken_words.hpp"

namespace nightletter::pages {
namespace {

constexpr std::uint16_t no_line = 0;  // these twelve are no line of a longer text

// Ten bits of the id, the first bit of its first byte first.
std::uint16_t bits_at(PublisherId const& publisher, std::size_t word)
{
    std::uint16_t value = 0;
    for (std::size_t bit = word * bits_in_a_word; bit < (word + 1) * bits_in_a_word; ++bit) {
        auto const byte = publisher.bytes()[bit / 8];
        value = static_cast<std::uint16_t>(unsigned{value} << 1U | (unsigned{byte} >> (7 - bit % 8) & 1U));
    }
    return value;
}

bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

void add(HeardWords& heard, std::string&& word)
{
    if (word.empty()) return;
    heard.numbers.push_back(number_of(word));
    heard.words.push_back(std::move(word));
}

}  // namespace

WordLine comparison_words(PublisherId const& publisher)
{
    std::array<std::uint16_t, carrying_words> carrying{};
    for (std::size_t i = 0; i < carrying.size(); ++i) carrying[i] = bits_at(publisher, i);
    return with_check_words(no_line, carrying);
}

std::string text_of(WordLine const& words)
{
    std::string text;
    for (auto const number : words) text.append(text.empty() ? "" : " ").append(spoken_words()[number]);
    return text;
}

std::optional<WordLine> HeardWords::line() const
{
    if (numbers.size() != words_in_a_line) return std::nullopt;
    WordLine line{};
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (!numbers[i]) return std::nullopt;
        line[i] = *numbers[i];
    }
    return line;
}

HeardWords heard(std::string_view text)
{
    HeardWords found;
    std::string word;
    for (char const c : text.substr(0, most_heard)) {
        if (is_letter(c)) {
            word += static_cast<char>(c | 0x20);
        } else {
            add(found, std::exchange(word, {}));
        }
    }
    add(found, std::move(word));
    return found;
}

std::vector<std::size_t> differences(HeardWords const& heard, PublisherId const& publisher)
{
    NIGHTLETTER_INSIST(heard.numbers.size() == words_in_a_line);
    auto const right = comparison_words(publisher);
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < right.size(); ++i) {
        if (heard.numbers[i] != right[i]) places.push_back(i);
    }
    return places;
}

}  // namespace nightletter::pages
