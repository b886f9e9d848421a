// signer/publication.hpp: from a proposal to the documents on disk, or to a request for those who are not here.
//
// The last steps of every command that changes what a publisher says: open the keys, sign, be judged as by a mirror,
// write. Old or new state as a whole; each failure says which. A bundle's folder is for bundle_publication.hpp.
#pragma once

#include "signer/agreement.hpp"
#include "signer/asking_others.hpp"
#include "signer/key_options.hpp"

namespace nightletter::signer {

// What to do when too few are here: whoever is missing may be asked by file.
[[nodiscard]] Failure or_by_file(Failure failure, AskingOptions const& asking);

// Everybody here signs. Incomplete afterwards only when a request may be written; else it fails before the first
// question when they are too few.
[[nodiscard]] Expected<void, Failure> sign_here(Home const& home, Agreement& agreement, People& people,
                                                AskingOptions const& asking);
[[nodiscard]] Expected<Agreement, Failure> agree(Home const& home, OwnPublisher const& own, Proposal proposal,
                                                 People& people, AskingOptions const& asking);

// A complete agreement becomes the publisher's documents, here and, unless empty, in the folder to carry.
[[nodiscard]] Expected<void, Failure> publish(Home const& home, Agreement const& agreement, std::string const& into);

// An incomplete one becomes a request, and the person is told what to do with it. `folder`: of a bundle.
ExitCode hand_on(Home const& home, Agreement const& agreement, AskingOptions const& asking,
                 std::string const& folder = {});

// "the bundle: 1 more signature", one line for each document.
[[nodiscard]] std::vector<std::string> missing_words(Agreement const& agreement);

}  // namespace nightletter::signer
