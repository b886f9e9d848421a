#include "trust/minisign.hpp"

#include <sodium.h>

#include <algorithm>

#include "base/base64.hpp"

namespace nightletter::trust {
namespace {

constexpr std::string_view signs_with = "Ed";   // in a public key
constexpr std::string_view prehashed = "ED";    // in a signature
constexpr std::size_t key_octets = 2 + 8 + 32;  // algorithm, key id, key
constexpr std::size_t key_characters = 56;      // of 42 bytes in base64

}  // namespace

std::optional<MinisignKey> MinisignKey::parse(std::string_view text)
{
    if (text.size() != key_characters) return std::nullopt;
    auto const bytes = base64_decode(text);
    if (!bytes || bytes->size() != key_octets) return std::nullopt;
    ByteView const all{*bytes};
    if (as_text(all.first(2)) != signs_with) return std::nullopt;
    return MinisignKey{*KeyId::from(all.subspan(2, 8)), *PublicKey::from(all.subspan(10))};
}

std::string MinisignKey::text() const
{
    Bytes bytes = copy_of(as_bytes(signs_with));
    std::ranges::copy(id.bytes(), std::back_inserter(bytes));
    std::ranges::copy(key.bytes(), std::back_inserter(bytes));
    return base64_encode(bytes);
}

Prehash prehash(ByteView document)
{
    static bool const ready = sodium_init() >= 0;  // chooses the fast implementation of this machine
    NIGHTLETTER_INSIST(ready);
    std::array<std::uint8_t, Prehash::size> hash{};
    crypto_generichash(hash.data(), hash.size(), document.data(), document.size(), nullptr, 0);
    return Prehash{hash};
}

Bytes comment_message(Signature const& signature, std::string_view trusted_comment)
{
    Bytes message = copy_of(signature.bytes());
    std::ranges::copy(as_bytes(trusted_comment), std::back_inserter(message));
    return message;
}

std::string SignatureBlock::text() const
{
    Bytes line = copy_of(as_bytes(prehashed));
    std::ranges::copy(key_id.bytes(), std::back_inserter(line));
    std::ranges::copy(signature.bytes(), std::back_inserter(line));
    return "untrusted comment: " + untrusted_comment + '\n' + base64_encode(line) +
           "\ntrusted comment: " + trusted_comment + '\n' + base64_encode(comment_signature.bytes()) + '\n';
}

}  // namespace nightletter::trust
