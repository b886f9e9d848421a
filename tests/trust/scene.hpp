// tests/trust/scene.hpp: the words in which the tests of this folder tell a case.
//
// A scene plays documents to an Acceptance, and can be kept as a vector: the test then also compares the file in
// tests/vectors/trust with what it has just played. With NIGHTLETTER_WRITE_VECTORS set, the files are written instead.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "tests/support/case.hpp"
#include "tests/support/newsroom.hpp"

namespace nightletter::trust {

using test::signed_by;

class Scene {
public:
    explicit Scene(PublisherId const& publisher) : case_{publisher} {}

    // The local clock from here on.
    void at(std::string_view time) { at_ = test::at(time); }
    void given(std::string const& kind, Candidate candidate);
    void tried(std::string const& kind, Candidate candidate);
    void given_roots(test::Newsroom const& newsroom);
    // The word for the last document, after everything given so far.
    std::string judge(std::string const& kind, Candidate candidate);
    std::string judge_head(ByteView value, std::uint64_t item_seq, std::string const& salt, Signature const& signature);
    // The scene up to the last judgement is the vector `name`; `why` is for whoever reads it alone.
    void keep(std::string const& name, std::string const& why) const;

private:
    std::string play(test::Step step);
    void add(std::string const& verb, std::string const& kind, Candidate candidate);

    test::Case case_;
    std::optional<test::Case> judged_;
    std::string outcome_;
    UtcTime at_ = test::at("2026-05-04T00:00:00Z");
};

// Text of a document with one part replaced; the part must be there.
[[nodiscard]] std::string replaced(std::string text, std::string_view from, std::string_view to);

// `text` with a signature set whose trusted comment is exactly `comment`.
[[nodiscard]] Candidate signed_as(test::Pens const& pens, std::string const& text, std::string const& comment);
// The trusted comment that a feed, root or withdrawal of this text would have, by what stands in its signed original.
[[nodiscard]] Candidate feed_text(test::Pens const& pens, Feed const& like, std::string const& text);
[[nodiscard]] Candidate root_text(test::Pens const& pens, Root const& like, std::string const& text);
[[nodiscard]] Candidate withdrawal_text(test::Pens const& pens, Withdrawal const& like, std::string const& text);

}  // namespace nightletter::trust
