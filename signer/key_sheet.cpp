#include "signer/key_sheet.hpp"

#include <sodium.h>

#include <algorithm>
#include <bit>

#include "base/sha256.hpp"

namespace nightletter::signer {
namespace {

// docs/formats.md 8.4, by the offset of each part.
constexpr std::size_t cost_at = 1;
constexpr std::size_t salt_at = 2;
constexpr std::size_t salt_size = 16;
constexpr std::size_t locked_at = salt_at + salt_size;
constexpr std::size_t tag_size = 16;
constexpr std::size_t sum_size = 4;
constexpr std::size_t id_size = trust::KeyId::size;
constexpr std::uint8_t greatest_cost = 21;  // 2 GiB
constexpr std::uint32_t block_size = 8;     // scrypt's r; its p is 1
constexpr std::array all_roles{KeyRole::root, KeyRole::release, KeyRole::withdraw, KeyRole::announce};

static_assert(locked_at + tag_size + sum_size == sheet_overhead && id_size + seed_size == sheet_bytes_per_key);
static_assert(tag_size == crypto_secretbox_MACBYTES);

std::uint8_t bit_of(KeyRole role)
{
    return static_cast<std::uint8_t>(1U << static_cast<unsigned>(role));
}

// Key and nonce of the lock, from the passphrase.
Expected<GuardedBytes, KeyFault> stretched(Passphrase const& passphrase, ByteView salt, std::uint8_t cost)
{
    GuardedBytes out{crypto_secretbox_KEYBYTES + crypto_secretbox_NONCEBYTES};
    auto const text = passphrase.bytes();
    if (crypto_pwhash_scryptsalsa208sha256_ll(text.data(), text.size(), salt.data(), salt.size(),
                                              std::uint64_t{1} << cost, block_size, 1, out.writable().data(),
                                              out.size()) != 0) {
        return fail(KeyFault::out_of_memory);
    }
    return out;
}

Sha256 sum_of(ByteView sheet)
{
    return sha256(sheet.first(sheet.size() - sum_size));
}

GuardedBytes plain_text(RoleKeys const& keys)
{
    GuardedBytes plain{keys.size() * sheet_bytes_per_key};
    GuardedBytes secret{secret_size};
    std::size_t at = 0;
    for (auto const& [role, key] : keys) {
        key.copy_secret(secret.writable());
        std::ranges::copy(key.key().id.bytes(), plain.writable().subspan(at).begin());
        std::ranges::copy(secret.bytes().first(seed_size), plain.writable().subspan(at + id_size).begin());
        at += sheet_bytes_per_key;
    }
    return plain;
}

RoleKeys keys_in(ByteView plain, std::uint8_t roles)
{
    RoleKeys keys;
    for (auto const role : all_roles) {
        if ((roles & bit_of(role)) == 0) continue;
        auto const id = *trust::KeyId::from(plain.first(id_size));
        keys.emplace(role, SecretKey::from_seed(id, plain.subspan(id_size).first<seed_size>()));
        plain = plain.subspan(sheet_bytes_per_key);
    }
    return keys;
}

}  // namespace

std::optional<std::size_t> sheet_size(std::uint8_t first)
{
    if (first == 0 || first >= 1U << all_roles.size()) return std::nullopt;
    return sheet_overhead + static_cast<std::size_t>(std::popcount(first)) * sheet_bytes_per_key;
}

bool is_sheet(ByteView sheet)
{
    return !sheet.empty() && sheet_size(sheet.front()) == sheet.size() &&
           std::ranges::equal(sum_of(sheet).bytes().first(sum_size), sheet.last(sum_size));
}

Expected<Bytes, KeyFault> lock_sheet(RoleKeys const& keys, Passphrase const& passphrase, SheetCost cost)
{
    NIGHTLETTER_INSIST(!keys.empty());
    Bytes sheet(sheet_overhead + keys.size() * sheet_bytes_per_key);
    for (auto const& [role, key] : keys) sheet[0] |= bit_of(role);
    sheet[cost_at] = static_cast<std::uint8_t>(cost);
    randombytes_buf(sheet.data() + salt_at, salt_size);
    auto const lock = stretched(passphrase, ByteView{sheet}.subspan(salt_at, salt_size), sheet[cost_at]);
    if (!lock) return fail(lock.error());
    auto const plain = plain_text(keys);
    NIGHTLETTER_INSIST(crypto_secretbox_easy(sheet.data() + locked_at, plain.bytes().data(), plain.size(),
                                             lock->bytes().data() + crypto_secretbox_KEYBYTES,
                                             lock->bytes().data()) == 0);
    std::ranges::copy(sum_of(sheet).bytes().first(sum_size), sheet.end() - sum_size);
    return sheet;
}

Expected<RoleKeys, KeyFault> unlock_sheet(ByteView sheet, Passphrase const& passphrase)
{
    NIGHTLETTER_INSIST(is_sheet(sheet));
    if (sheet[cost_at] > greatest_cost) return fail(KeyFault::too_costly);
    if (sheet[cost_at] == 0) return fail(KeyFault::malformed);
    auto const lock = stretched(passphrase, sheet.subspan(salt_at, salt_size), sheet[cost_at]);
    if (!lock) return fail(lock.error());
    auto const locked = sheet.subspan(locked_at, sheet.size() - locked_at - sum_size);
    GuardedBytes plain{locked.size() - tag_size};
    if (crypto_secretbox_open_easy(plain.writable().data(), locked.data(), locked.size(),
                                   lock->bytes().data() + crypto_secretbox_KEYBYTES, lock->bytes().data()) != 0) {
        return fail(KeyFault::wrong_passphrase);
    }
    return keys_in(plain.bytes(), sheet[0]);
}

}  // namespace nightletter::signer
