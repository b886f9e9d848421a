// signer/secret_key.hpp: a secret key that is open for signing.
//
// Lives in guarded memory, moves, is never copied or printed. It signs documents as minisign does, or the items of a
// head. Which role it may act in is for whoever looks it up in a root document.
#pragma once

#include <optional>
#include <span>

#include "signer/guarded_bytes.hpp"
#include "trust/minisign.hpp"
#include "trust/trusted_comment.hpp"

namespace nightletter::signer {

inline constexpr std::size_t secret_size =
    64;  // seed, then public key: the order of libsodium, and of minisign's files
inline constexpr std::size_t seed_size = 32;

class SecretKey {
public:
    [[nodiscard]] static SecretKey generate();
    // The first half is all there is to a key; the second is computed from it.
    [[nodiscard]] static SecretKey from_seed(trust::KeyId const& id, std::span<std::uint8_t const, seed_size> seed);
    // nullopt when the two halves do not belong together: signing with such a key would give the secret away.
    [[nodiscard]] static std::optional<SecretKey> from(trust::KeyId const& id, ByteView secret);

    [[nodiscard]] trust::MinisignKey const& key() const { return key_; }
    [[nodiscard]] trust::SignatureBlock sign(ByteView document, trust::TrustedComment const& comment) const;
    // `message` is trust::head_message: announce keys only.
    [[nodiscard]] trust::Signature sign_head(ByteView message) const;

    // Into guarded memory of secret_size bytes, for its file only.
    void copy_secret(std::span<std::uint8_t> guarded) const;

private:
    SecretKey(GuardedBytes secret, trust::MinisignKey const& key) : secret_{std::move(secret)}, key_{key}
    {
        secret_.seal();
    }
    [[nodiscard]] trust::Signature sign_bytes(ByteView message) const;

    GuardedBytes secret_;
    trust::MinisignKey key_;
};

}  // namespace nightletter::signer
