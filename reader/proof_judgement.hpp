// reader/proof_judgement.hpp: what a file that claims to show an equivocation really shows.
//
// The proof is judged by trust/ from the publisher id in it alone. Roots of the publisher that lie near the file say
// whether the matter has been settled since. Reads files, writes none.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "reader/judgement.hpp"
#include "trust/proof.hpp"

namespace nightletter::reader {

// The root that ended the epoch in which two feeds had one number.
struct Settled {
    std::uint64_t root = 0;
    UtcTime issued;
    std::optional<trust::FeedPoint> floor;  // the last feed that it lets stand
};

struct ShownProof {
    trust::Proof proof;
    trust::Contradiction contradiction;
    std::string publisher_name;  // as the reader calls it, or as its root says
    bool is_followed = false;
    std::optional<Settled> settled;
};

// A file that begins as a proof does: how `verify` tells one from a bundle.
[[nodiscard]] bool is_proof(std::filesystem::path const& file);

// `wrong-publisher` when it is about another one than the reader named.
[[nodiscard]] Expected<ShownProof, trust::Refusal> judge_proof(ByteView bytes, std::filesystem::path const& file,
                                                               Question const& question);

}  // namespace nightletter::reader
