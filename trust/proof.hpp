// trust/proof.hpp: two statements of one publisher that cannot both be true.
//
// A file that anybody can check from the publisher id alone: the chain of roots, then the two documents with their
// signatures. It accuses no person; it shows that keys have said two things with one number. Any thread.
#pragma once

#include <string>
#include <vector>

#include "base/names.hpp"
#include "base/result.hpp"
#include "base/sha256.hpp"
#include "trust/candidate.hpp"
#include "trust/minisign.hpp"
#include "trust/refusal.hpp"

namespace nightletter::trust {

inline constexpr std::size_t largest_proof = 64 * 1024 * 1024;

enum class Contradicts { feed, root };

// `nightletter proof 1`, publisher, `of feed|root`, one `root <bytes> <bytes>` line per root from 1 on, `first` and
// `second` in the same form, `end`; then the bytes of all these documents and signature sets, in that order.
struct Proof {
    PublisherId publisher;
    Contradicts of = Contradicts::feed;
    std::vector<Candidate> roots;  // of a feed: those they name; of a root: those before the two
    Candidate first;
    Candidate second;

    [[nodiscard]] static Expected<Proof, Refusal> parse(ByteView file);
    [[nodiscard]] Bytes bytes() const;
    bool operator==(Proof const&) const = default;
};

// What a proof shows, for telling a person.
struct Contradiction {
    PublisherId publisher;
    std::string name;  // of the publisher, as the newest root in the proof says
    Contradicts of = Contradicts::feed;
    std::uint64_t epoch = 0;
    std::uint64_t number = 0;  // the sequence, or the version, that has two contents
    Sha256 first;
    Sha256 second;
    std::vector<MinisignKey> first_signers;
    std::vector<MinisignKey> second_signers;
};

// Verifies both documents by the roots in the proof. `no-contradiction` when both can be true.
[[nodiscard]] Expected<Contradiction, Refusal> check_proof(Proof const& proof);

}  // namespace nightletter::trust
