// pages/comparison_words.hpp: twelve words by which two people compare a publisher's id on the telephone.
//
// docs/formats.md 8.3. Ten words carry the first 100 bits of the id, two notice mishearing. Equal words prove equal ids
// to whoever cannot make 2^100 root documents; they are not the id, which cannot be had back from them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/names.hpp"
#include "pages/word_line.hpp"

namespace nightletter::pages {

[[nodiscard]] WordLine comparison_words(PublisherId const& publisher);
[[nodiscard]] std::string text_of(WordLine const& words);  // single spaces between them

// What a person wrote down: words in small or capital letters, between spaces, commas or line feeds.
struct HeardWords {
    std::vector<std::string> words;                     // in small letters, as written
    std::vector<std::optional<std::uint16_t>> numbers;  // nullopt: not on the list

    [[nodiscard]] std::optional<WordLine> line() const;  // nullopt unless twelve, all on the list
};
inline constexpr std::size_t most_heard = 1000;  // bytes of text; more is cut off
[[nodiscard]] HeardWords heard(std::string_view text);

// The places, from 0, at which what was heard is not what the publisher's words are; for twelve words.
[[nodiscard]] std::vector<std::size_t> differences(HeardWords const& heard, PublisherId const& publisher);

}  // namespace nightletter::pages
