// tests/support/case.hpp: one story of documents that arrive, with the word that the last of them deserves.
//
// The form of the files in tests/vectors/trust, meant for other implementations too. Two header lines, an empty line,
// then `nightletter case 1`, the publisher id that is pinned, and one line per step:
//
//     at <time>                              what the local clock shows from here on
//     given|tried|judge <kind> <bytes> <bytes>    a document with its signature set (or 0)
//     given|tried|judge head <salt> <item seq> <bytes> <bytes>    value and signature of one item
//     end
//
// then the bytes of all steps in that order. What is `given` is accepted, what is `tried` is refused, `judge` comes
// once and last. Kinds: root, feed, withdrawal, heads, head; bag-root for the chain in a bag, bundle for its tag
// manifest; proof; signatures for a signature set by itself. A feed is judged with every withdrawal `given` or `tried`
// before it.
#pragma once

#include <string>
#include <vector>

#include "trust/acceptance.hpp"

namespace nightletter::test {

struct Step {
    std::string verb;
    std::string kind;
    trust::Candidate candidate;
    UtcTime at;
    std::string salt;  // of a head
    std::uint64_t item_seq = 0;
};

class Case {
public:
    explicit Case(PublisherId const& publisher) : publisher_{publisher} {}
    // Throws what is wrong with the file.
    [[nodiscard]] static Case parse(ByteView body);

    void add(Step step) { steps_.push_back(std::move(step)); }
    [[nodiscard]] std::vector<Step> const& steps() const { return steps_; }
    [[nodiscard]] Bytes bytes() const;
    // One word per step: `accepted`, or that of the refusal.
    [[nodiscard]] std::vector<std::string> words() const;

private:
    PublisherId publisher_;
    std::vector<Step> steps_;
};

}  // namespace nightletter::test
