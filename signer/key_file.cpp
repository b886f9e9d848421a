#include "signer/key_file.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>

#include "base/base64.hpp"

namespace nightletter::signer {
namespace {

// The decoded second line of the file, by the offset of each part.
constexpr std::string_view algorithms = "EdScB2";  // Ed25519, scrypt, BLAKE2b
constexpr std::size_t salt_at = 6;
constexpr std::size_t salt_size = 32;
constexpr std::size_t operations_at = salt_at + salt_size;
constexpr std::size_t memory_at = operations_at + 8;
constexpr std::size_t hidden_at = memory_at + 8;
constexpr std::size_t id_size = trust::KeyId::size;
constexpr std::size_t checksum_size = 32;
constexpr std::size_t hidden_size = id_size + secret_size + checksum_size;  // what the XOR stream covers
constexpr std::size_t record_size = hidden_at + hidden_size;

constexpr std::string_view comment_prefix = "untrusted comment: ";
constexpr std::uint64_t most_memory = std::uint64_t{2} << 30U;
constexpr std::uint64_t most_operations = std::uint64_t{1} << 27U;

static_assert(salt_size == crypto_pwhash_scryptsalsa208sha256_SALTBYTES);

void put_number(Bytes& record, std::size_t at, std::uint64_t value)
{
    for (std::size_t i = 0; i < 8; ++i) record[at + i] = static_cast<std::uint8_t>(value >> (8 * i) & 0xffU);
}

std::uint64_t number_at(ByteView record, std::size_t at)
{
    std::uint64_t value = 0;
    for (std::size_t i = 8; i-- > 0;) value = value << 8U | record[at + i];
    return value;
}

Expected<GuardedBytes, KeyFault> stream_of(Passphrase const& passphrase, ByteView salt, KeyCost cost)
{
    GuardedBytes stream{hidden_size};
    auto const text = as_text(passphrase.bytes());
    if (crypto_pwhash_scryptsalsa208sha256(stream.writable().data(), stream.size(), text.data(), text.size(),
                                           salt.data(), cost.operations, static_cast<std::size_t>(cost.memory)) != 0) {
        return fail(KeyFault::out_of_memory);
    }
    return stream;
}

std::array<std::uint8_t, checksum_size> checksum_of(ByteView id_and_secret)
{
    std::array<std::uint8_t, checksum_size> sum{};
    crypto_generichash_state state;
    crypto_generichash_init(&state, nullptr, 0, sum.size());
    crypto_generichash_update(&state, as_bytes(algorithms).data(), 2);
    crypto_generichash_update(&state, id_and_secret.data(), id_and_secret.size());
    crypto_generichash_final(&state, sum.data(), sum.size());
    sodium_memzero(&state, sizeof state);
    return sum;
}

// The two lines of the file, the second decoded.
Expected<Bytes, KeyFault> record_in(std::string_view file)
{
    if (!file.starts_with(comment_prefix)) return fail(KeyFault::malformed);
    auto const first_end = file.find('\n');
    if (first_end == std::string_view::npos) return fail(KeyFault::malformed);
    auto second = file.substr(first_end + 1);
    if (second.ends_with('\n')) second.remove_suffix(1);
    auto record = base64_decode(second);
    if (!record || record->size() != record_size) return fail(KeyFault::malformed);
    auto const text = as_text(*record);
    if (text.starts_with(std::string_view{"Ed\0\0B2", 6})) return fail(KeyFault::unprotected);
    if (!text.starts_with(algorithms)) return fail(KeyFault::malformed);
    return std::move(*record);
}

}  // namespace

std::string_view word(KeyFault fault)
{
    switch (fault) {
        case KeyFault::malformed:
            return "malformed-key";
        case KeyFault::unprotected:
            return "unprotected-key";
        case KeyFault::too_costly:
            return "too-costly-key";
        case KeyFault::out_of_memory:
            return "out-of-memory";
        case KeyFault::wrong_passphrase:
            return "wrong-passphrase";
    }
    return "malformed-key";
}

Expected<std::string, KeyFault> lock(SecretKey const& key, Passphrase const& passphrase, KeyCost cost)
{
    Bytes record(record_size);
    std::ranges::copy(as_bytes(algorithms), record.begin());
    randombytes_buf(record.data() + salt_at, salt_size);
    put_number(record, operations_at, cost.operations);
    put_number(record, memory_at, cost.memory);

    auto const stream = stream_of(passphrase, ByteView{record}.subspan(salt_at, salt_size), cost);
    if (!stream) return fail(stream.error());
    GuardedBytes plain{hidden_size};
    std::ranges::copy(key.key().id.bytes(), plain.writable().begin());
    key.copy_secret(plain.writable().subspan(id_size, secret_size));
    std::ranges::copy(checksum_of(plain.bytes().first(id_size + secret_size)),
                      plain.writable().subspan(id_size + secret_size).begin());
    for (std::size_t i = 0; i < hidden_size; ++i) record[hidden_at + i] = plain.bytes()[i] ^ stream->bytes()[i];
    return std::string{comment_prefix} + "minisign encrypted secret key\n" + base64_encode(record) + "\n";
}

Expected<SecretKey, KeyFault> unlock(std::string_view file, Passphrase const& passphrase)
{
    auto const record = record_in(file);
    if (!record) return fail(record.error());
    KeyCost const cost{number_at(*record, operations_at), number_at(*record, memory_at)};
    if (cost.memory > most_memory || cost.operations > most_operations) return fail(KeyFault::too_costly);

    auto const stream = stream_of(passphrase, ByteView{*record}.subspan(salt_at, salt_size), cost);
    if (!stream) return fail(stream.error());
    GuardedBytes plain{hidden_size};
    for (std::size_t i = 0; i < hidden_size; ++i) plain.writable()[i] = (*record)[hidden_at + i] ^ stream->bytes()[i];
    auto const sum = checksum_of(plain.bytes().first(id_size + secret_size));
    if (sodium_memcmp(sum.data(), plain.bytes().data() + id_size + secret_size, sum.size()) != 0) {
        return fail(KeyFault::wrong_passphrase);
    }
    auto key =
        SecretKey::from(*trust::KeyId::from(plain.bytes().first(id_size)), plain.bytes().subspan(id_size, secret_size));
    if (!key) return fail(KeyFault::malformed);
    return std::move(*key);
}

std::string public_key_file(trust::MinisignKey const& key)
{
    // minisign prints the key id as a number, the last byte first, without leading zeros.
    std::uint64_t number = 0;
    for (auto at = key.id.bytes().rbegin(); at != key.id.bytes().rend(); ++at) number = number << 8U | *at;
    return std::string{comment_prefix} + "minisign public key " + fmt::format("{:X}", number) + "\n" + key.text() +
           "\n";
}

std::optional<trust::MinisignKey> parse_public_key_file(std::string_view file)
{
    auto const comment_end = file.find('\n');
    if (comment_end == std::string_view::npos) return std::nullopt;
    auto const key = file.substr(comment_end + 1);
    return trust::MinisignKey::parse(key.substr(0, key.find_first_of("\r\n")));
}

}  // namespace nightletter::signer
