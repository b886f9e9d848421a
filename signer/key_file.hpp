// signer/key_file.hpp: minisign's file for a secret key under a passphrase.
//
// scrypt, whose cost stands in the file; an XOR stream; a BLAKE2b checksum that tells a wrong passphrase. Stock
// minisign reads what is written here, and what it writes is read here. Plain text exists in guarded memory only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "signer/passphrase.hpp"
#include "signer/secret_key.hpp"

namespace nightletter::signer {

// libsodium's two numbers; memory in bytes.
struct KeyCost {
    std::uint64_t operations;
    std::uint64_t memory;
};

inline constexpr KeyCost ordinary_cost{std::uint64_t{1} << 23U, std::uint64_t{256} << 20U};     // about a second
inline constexpr KeyCost insecure_low_cost{std::uint64_t{1} << 15U, std::uint64_t{16} << 20U};  // for tests
inline constexpr std::size_t largest_key_file = 1024;                                           // bytes

enum class KeyFault {
    malformed,         // not a minisign secret key
    unprotected,       // stored without a passphrase
    too_costly,        // asks for more memory than a person's computer has: at most 2 GiB is taken
    out_of_memory,     // this computer could not give what the file asks for
    wrong_passphrase,  // or a damaged file: the checksum cannot tell
};

[[nodiscard]] std::string_view word(KeyFault fault);

// The text of the file.
[[nodiscard]] Expected<std::string, KeyFault> lock(SecretKey const& key, Passphrase const& passphrase,
                                                   KeyCost cost = ordinary_cost);
[[nodiscard]] Expected<SecretKey, KeyFault> unlock(std::string_view file, Passphrase const& passphrase);

// The text of minisign's public key file.
[[nodiscard]] std::string public_key_file(trust::MinisignKey const& key);
// One line of comment, then the key.
[[nodiscard]] std::optional<trust::MinisignKey> parse_public_key_file(std::string_view file);

}  // namespace nightletter::signer
