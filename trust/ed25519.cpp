#include "trust/ed25519.hpp"

#include <sodium.h>

#include "base/result.hpp"

namespace nightletter::trust {
namespace {

struct Vector {
    std::string_view key;
    std::string_view message;
    std::string_view signature;
};

// RFC 8032 section 7.1, test 3.
constexpr Vector good{"fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
                      "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                      "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"};
// The signature above with the group order added to S: other libraries read it as the same.
constexpr Vector malleated{good.key, good.message,
                           "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                           "05d391b0a77904e98404ef037747a56e4a7c15e9716ed28dc027beceea1ec41a"};
// The neutral element as key, R = the base point and S = 1: satisfies the bare equation for every message.
constexpr Vector small_order{"0100000000000000000000000000000000000000000000000000000000000000", "af82",
                             "5866666666666666666666666666666666666666666666666666666666666666"
                             "0100000000000000000000000000000000000000000000000000000000000000"};
// The good key plus a point of order 2, 4 and 8. The first is the one that CVE-2025-69277 let through.
constexpr std::string_view mixed_order[] = {
    "f1ad32719de75e5c725b812ffdcf0fa7f7e912ec45ccfc53a2146eeab76f7fda",
    "186c2d016db195d601f11ff61bd8933bc6c059def2e227542b48d8a7fd62e33e",
    "d1e06adf4e05e248e1e52beca14b6be4da0af01b41645d2849b407ec22f41dc7",
};

template <std::size_t N>
Octets<struct AnyTag, N> octets(std::string_view hex)
{
    auto const made = Octets<struct AnyTag, N>::from_hex(hex);
    NIGHTLETTER_INSIST(made.has_value());
    return *made;
}

PublicKey key_from(std::string_view hex)
{
    return *PublicKey::from(octets<32>(hex).bytes());
}

bool holds(Vector const& vector)
{
    return verify_strict(key_from(vector.key), octets<2>(vector.message).bytes(),
                         *Signature::from(octets<64>(vector.signature).bytes()));
}

}  // namespace

bool verify_strict(PublicKey const& key, ByteView message, Signature const& signature)
{
    return crypto_sign_verify_detached(signature.data(), message.data(), message.size(), key.data()) == 0;
}

bool is_enrollable(PublicKey const& key)
{
    return crypto_core_ed25519_is_valid_point(key.data()) == 1;
}

bool self_test()
{
    if (sodium_init() < 0) return false;
    if (!holds(good) || holds(malleated) || holds(small_order)) return false;
    if (!is_enrollable(key_from(good.key)) || is_enrollable(key_from(small_order.key))) return false;
    for (auto const hex : mixed_order) {
        if (is_enrollable(key_from(hex))) return false;
    }
    return true;
}

}  // namespace nightletter::trust
