// Hex, base64, SHA-256 and text: one spelling for one value.
#include <gtest/gtest.h>

#include "base/base64.hpp"
#include "base/sha256.hpp"
#include "base/text.hpp"

namespace nightletter {
namespace {

TEST(HexTest, ReadsLowerCaseOnly)
{
    EXPECT_TRUE(Sha256::from_hex(std::string(64, 'a')));
    EXPECT_FALSE(Sha256::from_hex(std::string(64, 'A')));
    EXPECT_FALSE(Sha256::from_hex(std::string(63, 'a')));
    EXPECT_FALSE(Sha256::from_hex(std::string(66, 'a')));
}

TEST(Base64Test, ReadsOnlyTheCanonicalSpelling)
{
    EXPECT_EQ(base64_decode("TWE="), copy_of(as_bytes("Ma")));
    for (auto const* text : {"TWE", "TWF=", "TWE=\n", " TWE=", "TW E=", "TWE==", "TWE_", "T"}) {
        EXPECT_FALSE(base64_decode(text)) << text;
    }
    EXPECT_EQ(base64_encode(as_bytes("Ma")), "TWE=");
    EXPECT_EQ(base64_decode(""), Bytes{});
}

TEST(Sha256Test, GivesTheDigestOfTheStandardsExample)
{
    EXPECT_EQ(sha256(as_bytes("abc")).hex(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Sha256Test, StartsAgainAfterEachDigest)
{
    Sha256Stream stream;
    stream.feed(as_bytes("a"));
    stream.feed(as_bytes("bc"));
    EXPECT_EQ(stream.finish(), sha256(as_bytes("abc")));
    stream.feed(as_bytes("abc"));
    EXPECT_EQ(stream.finish(), sha256(as_bytes("abc")));
}

TEST(TextTest, TellsUtf8FromOtherBytes)
{
    EXPECT_TRUE(is_utf8("فارسی မြန်မာ"));
    for (auto const* text : {"\xff", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82"})
        EXPECT_FALSE(is_utf8(text));
    EXPECT_FALSE(is_utf8(std::string_view{"a\0b", 3}));
}

TEST(TextTest, NormalisesToTheComposedForm)
{
    EXPECT_FALSE(is_nfc("e\xcc\x81"));
    EXPECT_EQ(to_nfc("e\xcc\x81"), "é");
    EXPECT_TRUE(is_nfc("می‌خواهم"));
}

TEST(TextTest, FindsWhatReordersOrHides)
{
    EXPECT_TRUE(
        has_bidi_override("a\xe2\x80\xae"
                          "b"));
    EXPECT_FALSE(
        has_bidi_override("a\xe2\x81\xa6"
                          "b\xe2\x81\xa9"));
    EXPECT_TRUE(has_control("a\tb"));
    EXPECT_TRUE(
        has_control("a\xe2\x80\xa8"
                    "b"));
    EXPECT_FALSE(has_control("می‌خواهم"));
}

TEST(TextTest, SuggestsTheNearestWord)
{
    EXPECT_EQ(nearest("qouta", {"quota", "path"}), "quota");
    EXPECT_FALSE(nearest("zebra", {"quota", "path"}));
}

}  // namespace
}  // namespace nightletter
