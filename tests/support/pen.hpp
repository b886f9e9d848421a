// tests/support/pen.hpp: a key in memory that signs whatever a test asks it to.
//
// A pen is made from a name, so a test run twice signs the same bytes. Its key id and key are functions of that name.
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "trust/candidate.hpp"
#include "trust/feed.hpp"
#include "trust/heads.hpp"
#include "trust/minisign.hpp"
#include "trust/root.hpp"
#include "trust/withdrawal.hpp"

namespace nightletter::test {

class Pen {
public:
    explicit Pen(std::string_view name);
    // The same secret key under another key id.
    Pen(Pen const& other, trust::KeyId const& id);

    [[nodiscard]] trust::MinisignKey const& key() const { return key_; }
    [[nodiscard]] trust::Signature sign(ByteView message) const;
    [[nodiscard]] trust::SignatureBlock block(ByteView document, std::string_view trusted_comment) const;

private:
    std::array<std::uint8_t, 64> secret_{};
    trust::MinisignKey key_;
};

using Pens = std::vector<Pen>;

// The bytes of a signature file: one block per pen, ascending by key id.
[[nodiscard]] Bytes signature_file(Pens const& pens, ByteView document, std::string_view trusted_comment);

// Documents with the trusted comment their kind asks for.
[[nodiscard]] trust::Candidate signed_by(Pens const& pens, trust::Root const& root);
[[nodiscard]] trust::Candidate signed_by(Pens const& pens, trust::Feed const& feed);
[[nodiscard]] trust::Candidate signed_by(Pens const& pens, trust::Withdrawal const& withdrawal);
// The signature file of a bundle: `tag_manifest` are the bytes of its tagmanifest-sha256.txt.
[[nodiscard]] Bytes bundle_signature(Pens const& pens, PublisherId const& publisher, ByteView tag_manifest);
[[nodiscard]] trust::Heads heads_by(Pen const& announce, trust::Feed const& feed);

}  // namespace nightletter::test
