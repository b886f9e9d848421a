// signer/signing.hpp: one document on its way to enough signatures.
//
// Knows the roles whose keys count, takes signatures that exist already, asks keys for more, says how many are missing.
// The same whether all keys are on this computer or each comes by file. Only signatures that hold are ever kept. Every
// role must reach its threshold: a root document is signed by the keys of the root before as well as by its own.
#pragma once

#include <vector>

#include "base/bytes.hpp"
#include "signer/secret_key.hpp"
#include "trust/minisign.hpp"
#include "trust/root.hpp"
#include "trust/trusted_comment.hpp"

namespace nightletter::signer {

class Signing {
public:
    Signing(Bytes document, trust::TrustedComment comment, std::vector<trust::Role> roles)
        : document_{std::move(document)}, comment_{std::move(comment)}, roles_{std::move(roles)}
    {
    }
    Signing(Bytes document, trust::TrustedComment comment, trust::Role const& role)
        : Signing{std::move(document), std::move(comment), std::vector{role}}
    {
    }

    // Blocks of a file that hold for this document; the others are left behind. Returns how many were new.
    std::size_t take(ByteView signature_file);
    // False when the key holds none of the roles. A key that has signed already changes nothing.
    [[nodiscard]] bool sign(SecretKey const& key);

    // Of one role, and of the role that lacks most.
    [[nodiscard]] std::size_t missing(trust::Role const& role) const;
    [[nodiscard]] std::size_t missing() const;
    [[nodiscard]] bool is_complete() const { return missing() == 0; }
    [[nodiscard]] bool has_signed(trust::PublicKey const& key) const;
    [[nodiscard]] bool has_signatures() const { return !blocks_.empty(); }
    // The signature file so far; at least one signature must be there.
    [[nodiscard]] Bytes file() const;
    [[nodiscard]] Bytes const& document() const { return document_; }
    [[nodiscard]] std::vector<trust::Role> const& roles() const { return roles_; }

private:
    [[nodiscard]] bool has(trust::KeyId const& id) const;
    [[nodiscard]] trust::RoleKey const* find(trust::KeyId const& id) const;
    [[nodiscard]] bool add(trust::SignatureBlock block);

    Bytes document_;
    trust::TrustedComment comment_;
    std::vector<trust::Role> roles_;
    std::vector<trust::SignatureBlock> blocks_;
};

}  // namespace nightletter::signer
