// mirror/haul.hpp: one publisher's documents as they arrived, by whatever path, unjudged.
//
// From a neighbour, a watched folder, later a pack or a web server: all paths carry the same bytes, and one judgement
// waits for all of them (mirror/ledger.hpp).
#pragma once

#include <optional>
#include <vector>

#include "trust/candidate.hpp"

namespace nightletter::mirror {

struct Haul {
    std::vector<trust::Candidate> roots;  // in the order of their versions
    std::vector<trust::Candidate> withdrawals;
    std::optional<trust::Candidate> feed;
    Bytes heads;  // empty: none

    [[nodiscard]] bool is_empty() const { return roots.empty() && withdrawals.empty() && !feed && heads.empty(); }
};

}  // namespace nightletter::mirror
