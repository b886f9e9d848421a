// signer/publication.hpp: from a proposal to the documents on disk, for the people whose keys are here.
//
// The last steps of every command that changes what a publisher says, except adding a bundle: open the keys, sign, be
// judged as by a mirror, write. Old or new state as a whole; each failure says which.
#pragma once

#include "signer/agreement.hpp"
#include "signer/key_options.hpp"

namespace nightletter::signer {

// Everybody here signs. Fails before the first question when they are too few.
[[nodiscard]] Expected<Agreement, Failure> agree(OwnPublisher const& own, Proposal proposal, People& people);

// A complete agreement becomes the publisher's documents, here and, unless empty, in the folder to carry.
[[nodiscard]] Expected<void, Failure> publish(Home const& home, Agreement const& agreement, std::string const& into);

}  // namespace nightletter::signer
