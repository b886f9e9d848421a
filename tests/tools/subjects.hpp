// tests/tools/subjects.hpp: the kinds of signed bytes that the mutation campaign changes.
//
// Each comes with its judge, which holds what a mirror would hold before it arrives, and with the keys that may sign
// it.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "trust/candidate.hpp"

namespace nightletter::test {

struct Subject {
    std::string name;
    trust::Candidate original;
    std::vector<std::string> donors;  // valid documents of the same kind, for their lines
    // What the campaign changes.
    enum class Part { document, signatures } part = Part::document;
    std::function<bool(trust::Candidate const&)> is_accepted = {};
    // Written again from what was read; nothing when it cannot be read.
    std::function<std::optional<std::string>(std::string const& changed)> written_again = {};
    // The right keys sign a changed document; none for what no key signs as a whole.
    std::function<Bytes(std::string const& changed)> sign = {};
    // Keys sign that may not: another role's, a stranger's, too few.
    std::function<Bytes(std::string const& changed)> sign_wrongly = {};
};

// root, feed, withdrawal, heads, signatures, bundle.
[[nodiscard]] std::vector<Subject> every_subject();

}  // namespace nightletter::test
