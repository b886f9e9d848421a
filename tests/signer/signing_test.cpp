// signer/signing.hpp: signatures are collected until a role's threshold is reached; only those that hold count.
#include "signer/signing.hpp"

#include <gtest/gtest.h>

#include "base/sha256.hpp"

namespace nightletter::signer {
namespace {

class SigningTest : public ::testing::Test {
protected:
    SecretKey first = SecretKey::generate();
    SecretKey second = SecretKey::generate();
    SecretKey third = SecretKey::generate();
    SecretKey stranger = SecretKey::generate();
    trust::Role role{2, {{first.key(), std::nullopt}, {second.key(), std::nullopt}, {third.key(), std::nullopt}}};
    Bytes document = copy_of(as_bytes("document\n"));

    [[nodiscard]] Signing fresh(std::string_view text = "document\n") const
    {
        auto const bytes = copy_of(as_bytes(text));
        return {bytes, trust::TrustedComment::of_bundle(PublisherId{}, *BundleId::from(sha256(bytes).bytes())), role};
    }
};

TEST_F(SigningTest, IsCompleteWhenAsManyPeopleSignedAsTheRoleAsksFor)
{
    auto signing = fresh();
    EXPECT_EQ(signing.missing(), 2U);
    EXPECT_TRUE(signing.sign(first));
    EXPECT_EQ(signing.missing(), 1U);
    EXPECT_TRUE(signing.sign(third));
    EXPECT_TRUE(signing.is_complete());
    EXPECT_EQ(trust::SignatureSet::parse(signing.file())->blocks().size(), 2U);
}

TEST_F(SigningTest, CountsOneKeyOnce)
{
    auto signing = fresh();
    EXPECT_TRUE(signing.sign(first));
    EXPECT_TRUE(signing.sign(first));
    EXPECT_EQ(signing.missing(), 1U);
}

TEST_F(SigningTest, RefusesAKeyOutsideTheRole)
{
    auto signing = fresh();
    EXPECT_FALSE(signing.sign(stranger));
    EXPECT_EQ(signing.missing(), 2U);
}

TEST_F(SigningTest, RefusesAKeyThatOnlyHasTheIdOfAnother)
{
    Bytes secret(secret_size);
    stranger.copy_secret(secret);
    auto const disguised = SecretKey::from(first.key().id, secret);
    EXPECT_FALSE(fresh().sign(*disguised));
}

TEST_F(SigningTest, TakesWhatOthersSignedBefore)
{
    auto earlier = fresh();
    ASSERT_TRUE(earlier.sign(first));
    auto later = fresh();
    EXPECT_EQ(later.take(earlier.file()), 1U);
    EXPECT_EQ(later.take(earlier.file()), 0U);
    ASSERT_TRUE(later.sign(second));
    EXPECT_TRUE(later.is_complete());
}

TEST_F(SigningTest, LeavesBehindSignaturesOfAnotherDocument)
{
    auto other = fresh("another\n");
    ASSERT_TRUE(other.sign(first));
    EXPECT_EQ(fresh().take(other.file()), 0U);
}

TEST_F(SigningTest, LeavesBehindSignaturesWithADamagedByte)
{
    auto signing = fresh();
    ASSERT_TRUE(signing.sign(first));
    auto set = trust::SignatureSet::parse(signing.file())->blocks();
    set.front().signature = trust::Signature{};
    EXPECT_EQ(fresh().take(as_bytes(trust::SignatureSet::make(set)->text())), 0U);
    EXPECT_EQ(fresh().take(as_bytes("no signature file")), 0U);
}

TEST_F(SigningTest, LeavesBehindSignaturesGivenForAnotherPurpose)
{
    trust::SignatureBlock const block =
        first.sign(document, trust::TrustedComment::of_bundle(PublisherId{}, BundleId{}));
    EXPECT_EQ(fresh().take(as_bytes(trust::SignatureSet::make({block})->text())), 0U);
}

TEST_F(SigningTest, IsTheSameFileInWhateverOrderPeopleSign)
{
    auto one = fresh();
    auto other = fresh();
    ASSERT_TRUE(one.sign(first) && one.sign(second));
    ASSERT_TRUE(other.sign(second) && other.sign(first));
    EXPECT_EQ(one.file(), other.file());
}

}  // namespace
}  // namespace nightletter::signer
