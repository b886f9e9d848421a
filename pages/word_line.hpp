// pages/word_line.hpp: ten words that carry something, with two that notice mishearing.
//
// docs/formats.md 8.2. Every wrong word of one is found by its place, every two are noticed. The number of the line is
// part of what is checked, so a line in another's place is noticed too. It knows numbers only; pure functions.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <variant>

namespace nightletter::pages {

inline constexpr std::size_t words_in_a_line = 12;
inline constexpr std::size_t carrying_words = 10;
inline constexpr std::size_t bits_in_a_word = 10;

// Numbers of spoken words, each below 1 024.
using WordLine = std::array<std::uint16_t, words_in_a_line>;

[[nodiscard]] WordLine with_check_words(std::uint16_t line, std::span<std::uint16_t const, carrying_words> carrying);

struct Sound {};
struct OneWrong {
    std::size_t place;    // from 0
    std::uint16_t meant;  // the word that would make the line sound
};
struct OtherLine {
    std::uint16_t line;  // the line that these words are sound as
};
struct SeveralWrong {};
using LineVerdict = std::variant<Sound, OneWrong, OtherLine, SeveralWrong>;

[[nodiscard]] LineVerdict check_line(std::uint16_t line, WordLine const& words);

}  // namespace nightletter::pages
