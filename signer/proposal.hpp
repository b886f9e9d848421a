// signer/proposal.hpp: what a publisher is about to say, before anybody has signed it.
//
// Values only, each as its document will have it, so a proposal can be made here or read from a file that somebody
// sent. Who has signed is for agreement.hpp, what it means in words for whoever shows it. docs/formats.md section 3.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "signer/bundle_signing.hpp"
#include "signer/home.hpp"
#include "trust/feed.hpp"
#include "trust/root.hpp"
#include "trust/withdrawal.hpp"

namespace nightletter::signer {

struct Proposal {
    std::optional<trust::Root> root;             // the next one
    std::vector<trust::Withdrawal> withdrawals;  // new ones, naming the root in force after this
    std::optional<PreparedBundle> bundle;        // never together with a root
    // The feed that follows, naming the root in force after this and the withdrawals, not yet the bundle: its release
    // line needs the info-hash, which depends on who signs the bundle. None when the withdrawals go out by themselves.
    std::optional<trust::Feed> feed;
};

// The root that judges everything else in the proposal.
[[nodiscard]] trust::Root const& root_after(OwnPublisher const& own, Proposal const& proposal);

// `withdrawal.<sha256>`, `root.<version>`: names of files in a publisher's folder.
[[nodiscard]] std::string withdrawal_name(Sha256 const& withdrawal);
[[nodiscard]] std::string root_name(std::uint64_t version);
// Of a withdrawal's document, not of its signatures.
[[nodiscard]] bool is_withdrawal_name(std::string_view name);

// The withdrawals in the publisher's folder, in the order of their names.
[[nodiscard]] std::vector<trust::Withdrawal> withdrawals_of(OwnPublisher const& own);

}  // namespace nightletter::signer
