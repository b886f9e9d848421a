// pages/spoken_words.hpp: 1 024 English words that sound different from each other.
//
// docs/formats.md 8.1. A word stands for its number in alphabetical order, ten bits. The list never changes: what was
// printed once must be readable for ever.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace nightletter::pages {

inline constexpr std::size_t spoken_word_count = 1024;

[[nodiscard]] std::array<std::string_view, spoken_word_count> const& spoken_words();
// In small letters; nullopt when it is not on the list.
[[nodiscard]] std::optional<std::uint16_t> number_of(std::string_view word);
// The word on the list that somebody may have meant who wrote another; empty when none is near.
[[nodiscard]] std::string_view nearest_spoken_word(std::string_view word);

}  // namespace nightletter::pages
