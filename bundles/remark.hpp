// bundles/remark.hpp: what is wrong in a text, where it stands, what a person can do about it.
//
// A TextFault is the one reason a parser stops at. A Remark is one line of a list that `check` prints; it may also be
// a question or an advice that refuses nothing.
#pragma once

#include <cstddef>
#include <string>

#include "bundles/refusal.hpp"

namespace nightletter::bundles {

struct TextFault {
    Refusal refusal = Refusal::not_plain_text;
    std::size_t line = 0;  // from 1; 0 when it concerns the whole text
    std::string what;      // words for a person, without file and line

    bool operator==(TextFault const&) const = default;
};

enum class Weight {
    refused,   // `sign` will not sign this
    question,  // `sign` will not sign this until the publisher has answered it in the text
    advice,    // signed all the same
};

struct Remark {
    Weight weight = Weight::refused;
    std::string word;        // a word of `Refusal`, or one of this list's own: `undeclared-speaker`, …
    std::string file;        // relative to the publisher's folder: "bundle.toml", "data/transcript.fa.txt"
    std::size_t line = 0;    // from 1; 0 when it concerns the whole file
    std::size_t column = 0;  // from 1, in characters; 0 when unknown
    std::string what;
    std::string next;  // what to do, imperative; may be empty

    // "data/transcript.en.txt:12: empty turn: … [empty-turn]"
    [[nodiscard]] std::string sentence() const;

    bool operator==(Remark const&) const = default;
};

[[nodiscard]] Remark remark(std::string file, TextFault const& fault);

}  // namespace nightletter::bundles
