// signer/root_words.hpp: what a root document changes, in plain words.
//
// Lines that a person reads before agreeing, the same whoever made the document: only the two documents are compared.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "signer/past_feeds.hpp"
#include "trust/root.hpp"

namespace nightletter::signer {

// `past`: the feeds this computer remembers, the newest first; they say what a floor disowns.
[[nodiscard]] std::vector<std::string> words_of(trust::Root const& next, trust::Root const& before,
                                                std::span<PastFeed const> past);

}  // namespace nightletter::signer
