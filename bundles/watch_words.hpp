// bundles/watch_words.hpp: names that must not stand in what is published.
//
// A publisher's own list, real names behind pseudonyms first of all. What is found is told by place, by the line of
// the list that it stands on: the word itself is in no remark, so that it reaches no log, no screen. Spelling variants
// count as the same: case, width, vowel signs, joiners, Arabic, Persian forms of one letter. Pure, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bundles/remark.hpp"

namespace nightletter::bundles {

class WatchWords {
public:
    // One word or name on a line; empty lines are passed over. nullopt when it is not UTF-8 or has more than `most`
    // words.
    [[nodiscard]] static std::optional<WatchWords> parse(std::string_view list);
    static constexpr std::size_t most = 1'000;

    // A remark for each word on each line of a text. A name may be broken over two lines.
    [[nodiscard]] std::vector<Remark> remarks_in_text(std::string_view file, std::string_view text) const;
    // In the name of a file: "mina-rad.jpg" for "Mina Rad".
    [[nodiscard]] std::vector<Remark> remarks_in_name(std::string_view path) const;

private:
    struct Word {
        std::size_t line = 0;  // of the list
        std::string folded;    // as texts are compared
        std::string squeezed;  // as names of files are: without spaces
    };

    std::vector<Word> words_;
};

}  // namespace nightletter::bundles
