// signer/replaced.hpp: what becomes of a bundle when another one replaces it.
//
// Left as it is, the feed goes on naming it. Taken back, its withdrawal goes out under the same signing as the new
// bundle, so that no reader meets one without the other. A value is decided; nothing is signed here.
#pragma once

#include <string>
#include <vector>

#include "signer/people.hpp"
#include "signer/proposal.hpp"

namespace nightletter::signer {

struct ReplacedOptions {
    std::string fate;        // `listed` or the reason of a withdrawal; empty: a person may be asked
    bool withholds = false;  // the new bundle withholds a passage: then the fate is never left open
    bool yes = false;
    bool no_input = false;
};

// Adds the withdrawal to a proposal that publishes the new bundle, when the person wants that. Shows what it does and
// asks; a person who says no to a fate that was named ends it. A bundle that withholds what the replaced one still
// shows is not signed before somebody has said what becomes of that one.
[[nodiscard]] Expected<void, Failure> settle_replaced(Proposal& proposal, OwnPublisher const& own, People const& people,
                                                      ReplacedOptions const& options);

}  // namespace nightletter::signer
