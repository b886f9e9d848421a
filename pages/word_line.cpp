#include "pages/word_line.hpp"

#include <algorithm>

namespace nightletter::pages {
namespace {

// The field of 1 024 elements: polynomials over two modulo x^10 + x^3 + 1, a bit for each coefficient.
constexpr std::uint16_t modulus = 0x409;
constexpr std::uint16_t overflow = 0x400;

constexpr std::uint16_t times_x(std::uint16_t a)
{
    auto const shifted = static_cast<std::uint16_t>(a << 1U);
    return (shifted & overflow) != 0 ? shifted ^ modulus : shifted;
}

constexpr std::uint16_t product(std::uint16_t a, std::uint16_t b)
{
    std::uint16_t sum = 0;
    for (; b != 0; b >>= 1U, a = times_x(a)) {
        if ((b & 1U) != 0) sum ^= a;
    }
    return sum;
}

constexpr std::uint16_t x_to(std::size_t exponent)
{
    std::uint16_t power = 1;
    for (; exponent > 0; --exponent) power = times_x(power);
    return power;
}

constexpr std::uint16_t inverse(std::uint16_t a)
{
    std::uint16_t power = 1;
    for (int i = 0; i < 1022; ++i) power = product(power, a);  // a^1023 is 1
    return power;
}

// What must be zero: the sum of all numbers, and the sum of each times x to its place. The line has place 0.
struct Sums {
    std::uint16_t plain;
    std::uint16_t weighted;
};

constexpr Sums sums_of(std::uint16_t line, std::span<std::uint16_t const> words)
{
    Sums sums{line, line};
    for (std::size_t i = 0; i < words.size(); ++i) {
        sums.plain ^= words[i];
        sums.weighted ^= product(words[i], x_to(i + 1));
    }
    return sums;
}

}  // namespace

WordLine with_check_words(std::uint16_t line, std::span<std::uint16_t const, carrying_words> carrying)
{
    WordLine words{};
    std::ranges::copy(carrying, words.begin());
    // Two equations in the two last words: a + b = plain, x^11 a + x^12 b = weighted.
    auto const [plain, weighted] = sums_of(line, carrying);
    constexpr auto last = inverse(x_to(11) ^ x_to(12));
    words[11] = product(weighted ^ product(plain, x_to(11)), last);
    words[10] = plain ^ words[11];
    return words;
}

LineVerdict check_line(std::uint16_t line, WordLine const& words)
{
    auto const [plain, weighted] = sums_of(line, words);
    if (plain == 0 && weighted == 0) return Sound{};
    // One wrong number differs by `plain` and stands where x to its place times `plain` is `weighted`.
    for (std::size_t place = 0; place <= words_in_a_line; ++place) {
        if (plain == 0 || product(plain, x_to(place)) != weighted) continue;
        if (place == 0) return OtherLine{static_cast<std::uint16_t>(line ^ plain)};
        return OneWrong{place - 1, static_cast<std::uint16_t>(words[place - 1] ^ plain)};
    }
    return SeveralWrong{};
}

}  // namespace nightletter::pages
