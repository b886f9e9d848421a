// docs/formats.md section 3, "Strict Ed25519": what other libraries accept and this house does not.
#include "trust/ed25519.hpp"

#include <gtest/gtest.h>
#include <sodium.h>

#include "tests/support/pen.hpp"

namespace nightletter::trust {
namespace {

// Little-endian S + L.
Signature malleated(Signature const& signature)
{
    constexpr std::array<std::uint8_t, 32> order{0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7,
                                                 0xa2, 0xde, 0xf9, 0xde, 0x14, 0,    0,    0,    0,    0,    0,
                                                 0,    0,    0,    0,    0,    0,    0,    0,    0,    0x10};
    auto bytes = copy_of(signature.bytes());
    sodium_add(bytes.data() + 32, order.data(), order.size());
    return *Signature::from(bytes);
}

TEST(Ed25519Test, PassesItsSelfTestOnThisMachine)
{
    EXPECT_TRUE(self_test());
}

TEST(Ed25519Test, VerifiesWhatAPenSigned)
{
    test::Pen const pen{"release"};
    EXPECT_TRUE(verify_strict(pen.key().key, as_bytes("text"), pen.sign(as_bytes("text"))));
    EXPECT_FALSE(verify_strict(pen.key().key, as_bytes("Text"), pen.sign(as_bytes("text"))));
    EXPECT_FALSE(verify_strict(test::Pen{"other"}.key().key, as_bytes("text"), pen.sign(as_bytes("text"))));
}

TEST(Ed25519Test, RefusesASignatureWithTheGroupOrderAdded)
{
    test::Pen const pen{"release"};
    EXPECT_FALSE(verify_strict(pen.key().key, as_bytes("text"), malleated(pen.sign(as_bytes("text")))));
}

TEST(Ed25519Test, EnrolsOrdinaryKeysAndNoSmallOrderOrMixedOrderOnes)
{
    EXPECT_TRUE(is_enrollable(test::Pen{"release"}.key().key));
    for (auto const* hex : {"0000000000000000000000000000000000000000000000000000000000000000",
                            "0100000000000000000000000000000000000000000000000000000000000000",
                            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"}) {
        EXPECT_FALSE(is_enrollable(*PublicKey::from_hex(hex))) << hex;
    }
}

// The component of order two is the one that libsodium before the fix of CVE-2025-69277 let through.
TEST(Ed25519Test, DoesNotEnrolAKeyPlusAPointOfOrderTwo)
{
    for (auto const* hex : {"f1ad32719de75e5c725b812ffdcf0fa7f7e912ec45ccfc53a2146eeab76f7fda",
                            "186c2d016db195d601f11ff61bd8933bc6c059def2e227542b48d8a7fd62e33e",
                            "d1e06adf4e05e248e1e52beca14b6be4da0af01b41645d2849b407ec22f41dc7"}) {
        EXPECT_FALSE(is_enrollable(*PublicKey::from_hex(hex))) << hex;
    }
}

}  // namespace
}  // namespace nightletter::trust
