#include "signer/secret_key.hpp"

#include <sodium.h>

#include <algorithm>

#include "base/result.hpp"

namespace nightletter::signer {

static_assert(secret_size == crypto_sign_SECRETKEYBYTES && seed_size == crypto_sign_SEEDBYTES);

SecretKey SecretKey::generate()
{
    GuardedBytes secret{secret_size};
    std::array<std::uint8_t, trust::PublicKey::size> key{};
    NIGHTLETTER_INSIST(crypto_sign_keypair(key.data(), secret.writable().data()) == 0);
    std::array<std::uint8_t, trust::KeyId::size> id{};
    randombytes_buf(id.data(), id.size());
    return {std::move(secret), {trust::KeyId{id}, trust::PublicKey{key}}};
}

SecretKey SecretKey::from_seed(trust::KeyId const& id, std::span<std::uint8_t const, seed_size> seed)
{
    GuardedBytes kept{secret_size};
    std::array<std::uint8_t, trust::PublicKey::size> key{};
    NIGHTLETTER_INSIST(crypto_sign_seed_keypair(key.data(), kept.writable().data(), seed.data()) == 0);
    return SecretKey{std::move(kept), {id, trust::PublicKey{key}}};
}

std::optional<SecretKey> SecretKey::from(trust::KeyId const& id, ByteView secret)
{
    if (secret.size() != secret_size) return std::nullopt;
    GuardedBytes kept{secret_size};
    std::array<std::uint8_t, trust::PublicKey::size> key{};
    NIGHTLETTER_INSIST(crypto_sign_seed_keypair(key.data(), kept.writable().data(), secret.data()) == 0);
    if (sodium_memcmp(kept.bytes().data(), secret.data(), secret_size) != 0) return std::nullopt;
    return SecretKey{std::move(kept), {id, trust::PublicKey{key}}};
}

trust::Signature SecretKey::sign_bytes(ByteView message) const
{
    std::array<std::uint8_t, trust::Signature::size> signature{};
    NIGHTLETTER_INSIST(
        crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(), secret_.bytes().data()) == 0);
    return trust::Signature{signature};
}

void SecretKey::copy_secret(std::span<std::uint8_t> guarded) const
{
    NIGHTLETTER_INSIST(guarded.size() == secret_size);
    std::ranges::copy(secret_.bytes(), guarded.begin());
}

trust::SignatureBlock SecretKey::sign(ByteView document, trust::TrustedComment const& comment) const
{
    trust::SignatureBlock block;
    block.key_id = key_.id;
    block.signature = sign_bytes(trust::prehash(document).bytes());
    block.trusted_comment = comment.text();
    block.comment_signature = sign_bytes(trust::comment_message(block.signature, block.trusted_comment));
    return block;
}

trust::Signature SecretKey::sign_head(ByteView message) const
{
    return sign_bytes(message);
}

}  // namespace nightletter::signer
