// signer/words.hpp: a list of words for secrets that a person writes down.
//
// 2 048 words, so each one carries 11 bits; a generated passphrase of six has 66. The list never changes: what was
// written on paper once must be readable for ever.
#pragma once

#include <array>
#include <string_view>

#include "signer/guarded_bytes.hpp"

namespace nightletter::signer {

inline constexpr std::size_t word_count = 2048;

// In alphabetical order.
[[nodiscard]] std::array<std::string_view, word_count> const& words();

// Words drawn at random, single spaces between them.
[[nodiscard]] GuardedBytes random_words(std::size_t count);

}  // namespace nightletter::signer
