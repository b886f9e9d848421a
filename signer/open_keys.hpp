// signer/open_keys.hpp: the keys of the people here, opened for one proposal.
//
// Only keys that a document of the proposal asks for are opened, so nobody is asked for a passphrase in vain. Public
// halves beside the key files say beforehand whose key counts; a key that no root names any more is passed over.
#pragma once

#include <optional>
#include <vector>

#include "signer/people.hpp"
#include "signer/secret_key.hpp"
#include "trust/root.hpp"

namespace nightletter::signer {

struct OpenKeys {
    std::vector<SecretKey> root;
    std::vector<SecretKey> release;
    std::vector<SecretKey> withdraw;
    std::optional<SecretKey> announce;
};

// Whose keys sign: of each role the key lines that must reach their threshold, none where the role signs nothing.
struct Signatories {
    std::vector<trust::Role> root;
    std::vector<trust::Role> release;
    std::vector<trust::Role> withdraw;
    std::optional<trust::MinisignKey> announce;
};

// Fails when the people here cannot reach a threshold by themselves. Asks nothing.
[[nodiscard]] Expected<void, Failure> are_enough(People const& people, Signatories const& signatories);

// Every key here that counts. Asks for passphrases.
[[nodiscard]] Expected<OpenKeys, Failure> open_keys(People& people, Signatories const& signatories);

}  // namespace nightletter::signer
