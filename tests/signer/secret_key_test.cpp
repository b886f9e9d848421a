// signer/secret_key.hpp: signs as minisign does, for one document and one purpose, and cannot be copied.
#include "signer/secret_key.hpp"

#include <gtest/gtest.h>

#include <type_traits>

#include "base/sha256.hpp"
#include "trust/ed25519.hpp"

namespace nightletter::signer {
namespace {

static_assert(!std::is_copy_constructible_v<SecretKey>);
static_assert(!std::is_copy_assignable_v<SecretKey>);
static_assert(std::is_nothrow_move_constructible_v<SecretKey>);

ByteView const document = as_bytes("what is signed\n");

trust::TrustedComment comment()
{
    return trust::TrustedComment::of_bundle(PublisherId{}, *BundleId::from(sha256(document).bytes()));
}

TEST(SecretKeyTest, SignsTheDocumentWithItsPurposeBoundToIt)
{
    auto const key = SecretKey::generate();
    auto const block = key.sign(document, comment());
    EXPECT_EQ(block.key_id, key.key().id);
    EXPECT_EQ(block.trusted_comment, comment().text());
    EXPECT_TRUE(trust::verify_strict(key.key().key, trust::prehash(document).bytes(), block.signature));
    EXPECT_TRUE(trust::verify_strict(key.key().key, trust::comment_message(block.signature, block.trusted_comment),
                                     block.comment_signature));
}

TEST(SecretKeyTest, SignsTheSameDocumentTheSameWayEveryTime)
{
    auto const key = SecretKey::generate();
    EXPECT_EQ(key.sign(document, comment()), key.sign(document, comment()));
}

TEST(SecretKeyTest, IsAnotherOneEveryTimeItIsMade)
{
    EXPECT_NE(SecretKey::generate().key(), SecretKey::generate().key());
    EXPECT_TRUE(trust::is_enrollable(SecretKey::generate().key().key));
}

TEST(SecretKeyTest, ComesBackFromItsBytes)
{
    auto const key = SecretKey::generate();
    Bytes secret(secret_size);
    key.copy_secret(secret);
    auto const again = SecretKey::from(key.key().id, secret);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->key(), key.key());
    EXPECT_EQ(again->sign(document, comment()), key.sign(document, comment()));
}

TEST(SecretKeyTest, WithAPublicHalfThatIsNotItsOwnIsRefused)
{
    auto const key = SecretKey::generate();
    Bytes secret(secret_size);
    key.copy_secret(secret);
    secret.back() ^= 1U;
    EXPECT_FALSE(SecretKey::from(key.key().id, secret));
    EXPECT_FALSE(SecretKey::from(key.key().id, ByteView{secret}.first(32)));
}

}  // namespace
}  // namespace nightletter::signer
