// signer/signing.hpp: one document on its way to enough signatures.
//
// Knows the role whose keys count, takes signatures that exist already, asks keys for more, says how many are missing.
// The same whether all keys are on this computer or each comes by file. Only signatures that hold are ever kept.
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
    // `role` outlives the object.
    Signing(Bytes document, trust::TrustedComment comment, trust::Role const& role)
        : document_{std::move(document)}, comment_{std::move(comment)}, role_{role}
    {
    }

    // Blocks of a file that hold for this document; the others are left behind. Returns how many were new.
    std::size_t take(ByteView signature_file);
    // False when the key does not hold the role. A key that has signed already changes nothing.
    [[nodiscard]] bool sign(SecretKey const& key);

    [[nodiscard]] std::size_t missing() const;
    [[nodiscard]] bool is_complete() const { return missing() == 0; }
    // The signature file so far; at least one signature must be there.
    [[nodiscard]] Bytes file() const;
    [[nodiscard]] Bytes const& document() const { return document_; }

private:
    [[nodiscard]] bool has(trust::KeyId const& id) const;

    Bytes document_;
    trust::TrustedComment comment_;
    trust::Role const& role_;
    std::vector<trust::SignatureBlock> blocks_;
};

}  // namespace nightletter::signer
