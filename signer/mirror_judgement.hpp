// signer/mirror_judgement.hpp: a publisher's new documents, judged before they are written as a mirror will judge them.
//
// The mirror asked is one that holds what this home holds. Roots come first, then withdrawals by themselves, then the
// feed that names them: nothing leaves this computer that any of these steps would refuse.
#pragma once

#include "base/clock.hpp"
#include "signer/home.hpp"

namespace nightletter::signer {

// `next`: the publisher's folder as it will be.
[[nodiscard]] Expected<void, Failure> judge_as_a_mirror(OwnPublisher const& own, Documents const& next, UtcTime now);

}  // namespace nightletter::signer
