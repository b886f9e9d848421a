// trust/judging.hpp: whether the keys that may speak have signed a feed or a withdrawal.
//
// docs/formats.md section 3, "Which root judges", and the parts of section 6 D and W that need nothing but the chain:
// signatures, grammar, publisher, epoch, dates of keys. Where a feed stands among others is for feed_order.hpp.
#pragma once

#include "trust/feed.hpp"
#include "trust/root_chain.hpp"
#include "trust/withdrawal.hpp"

namespace nightletter::trust {

// What an accepted statement or a root's floor already names is judged by the root that it names itself; anything else
// also needs the keys of the newest root.
enum class Judges { named_and_newest, named_alone };

template <class Statement>
struct Judged {
    Statement statement;
    Sha256 hash;
    std::vector<PublicKey> signers;  // those that counted
};

[[nodiscard]] Expected<Judged<Feed>, Refusal> judge_feed(Candidate const& candidate, RootChain const& chain,
                                                         Judges judges);
[[nodiscard]] Expected<Judged<Withdrawal>, Refusal> judge_withdrawal(Candidate const& candidate, RootChain const& chain,
                                                                     Judges judges);

}  // namespace nightletter::trust
