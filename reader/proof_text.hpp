// reader/proof_text.hpp: two statements that cannot both be true, in words for people, in JSON for programs.
//
// What each says, who signed which, what still holds, what a reader can do. It accuses nobody: a proof shows what keys
// have signed, not who had them.
#pragma once

#include <string>

#include "base/command_line.hpp"
#include "reader/proof_judgement.hpp"

namespace nightletter::reader {

[[nodiscard]] std::string proof_line(ShownProof const& shown);
[[nodiscard]] std::string details(ShownProof const& shown);

// What to say on standard error: about a publisher that has said two things, never "done".
[[nodiscard]] Failure failure_of(ShownProof const& shown);
// About a file that shows nothing, though it claims to.
[[nodiscard]] Failure no_proof(trust::Refusal why);

// nightletter.proof/1
[[nodiscard]] std::string proof_json(ShownProof const& shown);

}  // namespace nightletter::reader
