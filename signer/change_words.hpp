// signer/change_words.hpp: what a proposal changes, in sentences for the person who is asked to agree.
//
// Made from the documents themselves and the state before them, so nobody can describe a change otherwise than it is.
// Titles and names stand between isolates: a right-to-left name cannot reorder the sentence around it. Pure.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "signer/past_feeds.hpp"
#include "signer/proposal.hpp"

namespace nightletter::signer {

// One line each, without line feeds; what belongs to a line above it is indented by two spaces.
// `past`: the feeds this computer remembers, the newest first.
[[nodiscard]] std::vector<std::string> change_words(OwnPublisher const& before, Proposal const& proposal,
                                                    std::span<PastFeed const> past);

// By what a person recognises a bundle; roots and withdrawals are in root_words.hpp and withdrawal_words.hpp.
[[nodiscard]] std::vector<std::string> bundle_words(PreparedBundle const& bundle);

// Between U+2068 and U+2069, unless it is ASCII.
[[nodiscard]] std::string isolated(std::string_view text);

}  // namespace nightletter::signer
