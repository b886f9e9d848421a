// signer/redaction.hpp: passages of an interview, taken out of its texts in every language.
//
// In their place stands an editor's note that something is withheld, which is nobody's words (docs/formats.md section
// 2.11). A passage is a turn; in a timed text it is the cues that follow one another in one voice, as a reader's page
// shows them. Pure functions on values; recordings are out of its reach.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "bundles/content.hpp"

namespace nightletter::signer {

struct Passage {
    std::string speaker;  // a Speaker's id; empty for nobody's words
    std::string text;     // how it begins
};

// Numbered from 1 in this order.
[[nodiscard]] std::vector<Passage> passages_of(bundles::AnyTranscript const& transcript);

using PassageNumbers = std::set<std::size_t>;  // from 1

// What a person asked for: numbers as one language counts, and those of languages that count otherwise.
struct RedactionOrder {
    std::string language;
    PassageNumbers numbers;
    std::map<std::string, PassageNumbers, std::less<>> elsewhere;
};

struct RedactionFault {
    enum class Kind { no_such_language, no_such_passage, turns_differ } kind;
    std::vector<std::string> languages;  // which cannot be done
};

// The numbers in each language. Where the speakers do not follow one another as in `order.language`, nobody can say
// which passage is the same one, unless a person did.
[[nodiscard]] Expected<std::map<std::string, PassageNumbers>, RedactionFault> passages_meant(
    bundles::Content const& content, RedactionOrder const& order);

// Replaces the passages and declares an editor where the bundle has none.
void withhold(bundles::Content& content, std::map<std::string, PassageNumbers> const& passages);

// True when such a note stands in a text, whoever put it there.
[[nodiscard]] bool withholds_a_passage(bundles::Content const& content);

}  // namespace nightletter::signer
