// signer/co_signing.hpp: a request, held against what this computer knows of the publisher.
//
// What a co-signer must be certain of before a person is asked: the documents held lead from the pinned id to the state
// that the request builds on, that state is not older than the one known here, and the proposal is what follows from it
// and from nothing else. Only then is it put into words. Bytes and time in, no file, no key. docs/formats.md section 9.
#pragma once

#include "base/clock.hpp"
#include "signer/agreement.hpp"
#include "signer/request.hpp"

namespace nightletter::signer {

struct Reviewed {
    Agreement agreement;  // with every signature of the request; all of them hold
    Documents newer;      // the publisher's documents as this computer should keep them from now on
};

// `known`: the publisher's documents here; empty on a computer that has none yet, which then trusts the pinned id.
[[nodiscard]] Expected<Reviewed, Failure> review(Request const& request, PublisherId const& pinned,
                                                 Documents const& known, UtcTime now);

}  // namespace nightletter::signer
