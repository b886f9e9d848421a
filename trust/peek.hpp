// trust/peek.hpp: which root a document asks to be judged by, read before anything in it is believed.
//
// The keys that may sign a document are named by a number inside it. Only the first lines are looked at and nothing
// from here is kept: the document is parsed again, whole, after its signatures have held.
#pragma once

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "trust/refusal.hpp"

#include <string_view>

namespace nightletter::trust {

// The number on the third line of a `type` document, whose word must be `word`. Refuses what is over `largest`, has
// carriage returns, or begins as another kind of document.
[[nodiscard]] Expected<std::uint64_t, Refusal> peek_number(ByteView document, std::string_view type,
                                                           std::string_view word, std::size_t largest);

}  // namespace nightletter::trust
