// reader/telephone_answer.hpp: what `nightletter id` says to twelve words.
//
// The four lines, or one JSON object; what was found out is telephone.hpp's.
#pragma once

#include <string>

#include "base/command_line.hpp"
#include "pages/comparison_words.hpp"

namespace nightletter::reader {

// `named` is what --publisher was given; empty: compared with everybody who is followed.
[[nodiscard]] ExitCode answer_to_words(pages::HeardWords const& heard, std::string const& named);

}  // namespace nightletter::reader
