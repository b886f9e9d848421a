// signer/withdrawal_words.hpp: what a withdrawal does, in plain words.
//
// What happens at mirrors, when, and what cannot be done: docs/formats.md section 6 W. The same lines for whoever makes
// one and whoever is asked to sign one.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "signer/home.hpp"
#include "trust/withdrawal.hpp"

namespace nightletter::signer {

// `held`: the withdrawals made before, which say whether mirrors will ask their operators first.
[[nodiscard]] std::vector<std::string> words_of(trust::Withdrawal const& withdrawal, OwnPublisher const& own,
                                                std::span<trust::Withdrawal const> held);

}  // namespace nightletter::signer
