// trust/minisign.hpp: minisign's public keys, its signatures, its files of signatures, read strictly.
//
// docs/formats.md section 3, "Signature set". Bytes only: which key may sign what is for signature_check.hpp, secret
// keys are for signer/. A key id is a look-up hint; identity is the 32 bytes of the key. Any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "trust/ed25519.hpp"
#include "trust/refusal.hpp"

namespace nightletter::trust {

using KeyId = Octets<struct KeyIdTag, 8>;       // in the order in which the bytes stand in the decoded key
using Prehash = Octets<struct PrehashTag, 64>;  // BLAKE2b-512 of a document

inline constexpr std::string_view our_untrusted_comment = "signature from minisign secret key";
inline constexpr std::size_t most_signatures = 16;
inline constexpr std::size_t longest_comment = 200;  // bytes of an untrusted comment

struct MinisignKey {
    KeyId id;
    PublicKey key;

    [[nodiscard]] static std::optional<MinisignKey> parse(std::string_view text);  // `RW…`, 56 characters
    [[nodiscard]] std::string text() const;
    auto operator<=>(MinisignKey const&) const = default;
};

// What a secret key signs: first the prehash of the document, then the second message, which binds the comment to it.
[[nodiscard]] Prehash prehash(ByteView document);
[[nodiscard]] Bytes comment_message(Signature const& signature, std::string_view trusted_comment);

struct SignatureBlock {
    KeyId key_id;
    Signature signature;          // of the prehash
    std::string trusted_comment;  // without its prefix
    Signature comment_signature;  // of comment_message: minisign's "global signature"
    std::string untrusted_comment{our_untrusted_comment};

    [[nodiscard]] std::string text() const;  // four lines
    bool operator==(SignatureBlock const&) const = default;
};

// 1 to 16 blocks, strictly ascending by key id. Nothing is verified yet.
class SignatureSet {
public:
    [[nodiscard]] static Expected<SignatureSet, Refusal> parse(ByteView file);
    // Sorts the blocks. Refuses none or more than 16, two by one key id, and comments that could not be read back.
    [[nodiscard]] static Expected<SignatureSet, Refusal> make(std::vector<SignatureBlock> blocks);

    [[nodiscard]] std::vector<SignatureBlock> const& blocks() const { return blocks_; }
    [[nodiscard]] std::string text() const;

private:
    explicit SignatureSet(std::vector<SignatureBlock> blocks) : blocks_{std::move(blocks)} {}

    std::vector<SignatureBlock> blocks_;
};

}  // namespace nightletter::trust
