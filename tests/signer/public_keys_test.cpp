// signer/public_keys.hpp: the small file by which a person's keys reach those who can add them.
#include "signer/public_keys.hpp"

#include <gtest/gtest.h>

#include "signer/secret_key.hpp"

namespace nightletter::signer {
namespace {

class PublicKeysTest : public ::testing::Test {
protected:
    PublicKeys everything{SecretKey::generate().key(), SecretKey::generate().key(), SecretKey::generate().key(),
                          SecretKey::generate().key()};

    static std::string verdict(std::string_view text)
    {
        auto const parsed = PublicKeys::parse(as_bytes(text));
        return parsed ? "read" : std::string{trust::word(parsed.error())};
    }
};

TEST_F(PublicKeysTest, AreReadAsTheyWereWritten)
{
    EXPECT_EQ(PublicKeys::parse(as_bytes(everything.text())).value(), everything);
    PublicKeys const some{std::nullopt, everything.release, std::nullopt, std::nullopt};
    EXPECT_EQ(PublicKeys::parse(as_bytes(some.text())).value(), some);
}

TEST_F(PublicKeysTest, SayWhoseKeyItIs)
{
    EXPECT_TRUE(everything.names(*everything.withdraw));
    EXPECT_FALSE(everything.names(SecretKey::generate().key()));
}

TEST_F(PublicKeysTest, AreRefusedWithoutAnyKey)
{
    EXPECT_EQ(verdict("nightletter keys 1\nend\n"), "malformed");
}

TEST_F(PublicKeysTest, AreRefusedInAnotherOrderOrWithARoleTwice)
{
    auto const line = "release-key " + everything.release->text() + "\n";
    auto const root = "root-key " + everything.root->text() + "\n";
    EXPECT_EQ(verdict("nightletter keys 1\n" + root + line + "end\n"), "read");
    EXPECT_EQ(verdict("nightletter keys 1\n" + line + root + "end\n"), "malformed");
    EXPECT_EQ(verdict("nightletter keys 1\n" + line + line + "end\n"), "malformed");
}

TEST_F(PublicKeysTest, AreRefusedWhenAMailProgramChangedThem)
{
    auto text = everything.text();
    EXPECT_EQ(verdict("> " + text), "malformed");
    EXPECT_EQ(verdict(text + "-- \nsent from\n"), "malformed");
    for (auto at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 2)) text.insert(at, "\r");
    EXPECT_EQ(verdict(text), "line-ends");
}

TEST_F(PublicKeysTest, AreRefusedOverOneKilobyteBeforeTheyAreRead)
{
    EXPECT_EQ(verdict(std::string(largest_public_keys + 1, 'a')), "too-large");
}

TEST_F(PublicKeysTest, AreNotAnotherStatementOfOurs)
{
    EXPECT_EQ(verdict("nightletter root 1\nend\n"), "wrong-type");
    EXPECT_EQ(verdict("nightletter keys 2\nend\n"), "unknown-format");
}

}  // namespace
}  // namespace nightletter::signer
