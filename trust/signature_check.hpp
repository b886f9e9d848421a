// trust/signature_check.hpp: which keys really signed one document.
//
// docs/formats.md section 3, "Signature set" and "Which root judges". Each block is verified at most once, however many
// roots are asked about it. Thresholds count distinct 32-byte keys. Keeps views of what it was given.
#pragma once

#include <span>
#include <vector>

#include "trust/root.hpp"
#include "trust/trusted_comment.hpp"

namespace nightletter::trust {

class SignatureCheck {
public:
    // Both must outlive this.
    SignatureCheck(SignatureSet const& set, ByteView document);

    // Verifies the blocks that name the key id of one of these keys.
    void try_keys(Role const& role);

    // What is wrong with the first block that none of the keys tried so far signed: not-in-role, bad-signature,
    // bad-comment-signature. Nothing when every block is good.
    [[nodiscard]] std::optional<Refusal> fault() const;
    // Like fault(), but a block of a key that has not been tried yet is not held against the set.
    [[nodiscard]] std::optional<Refusal> forgery() const;

    // The distinct keys that signed.
    [[nodiscard]] std::vector<PublicKey> signers() const;
    [[nodiscard]] bool is_commented(TrustedComment const& comment) const;

private:
    struct Finding {
        std::optional<PublicKey> signer;
        Refusal otherwise = Refusal::not_in_role;
    };

    SignatureSet const& set_;
    Prehash prehash_;
    std::vector<Finding> findings_;  // one per block
};

// How many of `signers` hold the role.
[[nodiscard]] std::size_t count_holders(Role const& role, std::span<PublicKey const> signers);
// Those of `signers` that hold the role; with a day, only those whose line has not ended by then.
[[nodiscard]] std::vector<PublicKey> holders(Role const& role, std::span<PublicKey const> signers);
[[nodiscard]] std::vector<PublicKey> holders_on(UtcDay day, Role const& role, std::span<PublicKey const> signers);

}  // namespace nightletter::trust
