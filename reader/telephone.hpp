// reader/telephone.hpp: whose twelve words were heard.
//
// docs/formats.md 8.3. Says which places to ask for again, never the word that would be right: a person who has seen it
// hears it. Pure functions, any thread.
#pragma once

#include <optional>
#include <vector>

#include "base/names.hpp"
#include "pages/comparison_words.hpp"

namespace nightletter::reader {

enum class Hearing {
    equal,     // they are the words of `publisher`
    other,     // nothing was misheard, and they are the words of nobody who was asked about
    misheard,  // at `places`; when that is empty, at two or more that cannot be told
    not_twelve,
};

struct Heard {
    Hearing what = Hearing::not_twelve;
    std::optional<PublisherId> publisher;
    std::vector<std::size_t> places;  // from 0
};

// With one publisher the words are compared with its own; with several they must be those of one of them.
[[nodiscard]] Heard whose_words(pages::HeardWords const& heard, std::vector<PublisherId> const& publishers);

}  // namespace nightletter::reader
