// docs/formats.md section 1: ids are bech32m. The strings are the test vectors of BIP-350.
#include "base/bech32m.hpp"

#include <gtest/gtest.h>

#include "base/names.hpp"

namespace nightletter {
namespace {

TEST(Bech32mTest, ReadsEveryValidStringOfTheStandard)
{
    for (auto const* text :
         {"A1LQFN3A", "a1lqfn3a",
          "an83characterlonghumanreadablepartthatcontainsthetheexcludedcharactersbioandnumber11sg7hg6",
          "abcdef1l7aum6echk45nj3s0wdvt2fg8x9yrzpqzd3ryx",
          "11llllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllludsr8",
          "split1checkupstagehandshakeupstreamerranterredcaperredlc445v", "?1v759aa"}) {
        EXPECT_TRUE(bech32m_decode_groups(text)) << text;
    }
}

TEST(Bech32mTest, RefusesEveryInvalidStringOfTheStandard)
{
    for (auto const* text :
         {"\x20"
          "1xj0phk",
          "\x7f"
          "1g6xzxy",
          "\x80"
          "1vctc34",
          "an84characterslonghumanreadablepartthatcontainsthetheexcludedcharactersbioandnumber11d6pts4", "qyrz8wqd2c9m",
          "1qyrz8wqd2c9m", "y1b0jsk6g", "lt1igcx5c0", "in1muywd", "mm1crxm3i", "au1s5cgom", "M1VUXWEZ", "16plkw9",
          "1p2gdwpf"}) {
        EXPECT_FALSE(bech32m_decode_groups(text)) << text;
    }
}

TEST(Bech32mTest, WritesBackWhatItReads)
{
    std::string const text = "split1checkupstagehandshakeupstreamerranterredcaperredlc445v";
    auto const decoded = bech32m_decode_groups(text);
    ASSERT_TRUE(decoded);
    EXPECT_EQ(bech32m_encode_groups(decoded->prefix, decoded->groups), text);
}

TEST(Bech32mTest, RefusesTheChecksumOfPlainBech32)
{
    EXPECT_FALSE(bech32m_decode_groups("A12UEL5L"));
}

TEST(NamesTest, APublisherIdSurvivesItsSpelling)
{
    auto const id = *PublisherId::from_hex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
    auto const text = publisher_text(id);
    EXPECT_EQ(text.substr(0, 4), "nlp1");
    EXPECT_EQ(parse_publisher(text), id);
}

TEST(NamesTest, ReadsAnIdInUpperCaseAsQrCodesCarryIt)
{
    auto text = publisher_text(PublisherId{});
    for (auto& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    EXPECT_EQ(parse_publisher(text), PublisherId{});
}

TEST(NamesTest, ABundleIdIsNotReadAsAPublisherId)
{
    EXPECT_FALSE(parse_publisher(bundle_text(BundleId{})));
}

TEST(NamesTest, RefusesOneChangedCharacterAnywhere)
{
    auto const text = publisher_text(PublisherId{});
    for (std::size_t i = 4; i < text.size(); ++i) {
        auto changed = text;
        changed[i] = changed[i] == 'q' ? 'p' : 'q';
        EXPECT_FALSE(parse_publisher(changed)) << i;
    }
}

}  // namespace
}  // namespace nightletter
