// The promise of packs/receipt.hpp (docs/formats.md 5.7): a receipt has one spelling and names what need not be
// carried.
#include "packs/receipt.hpp"

#include <gtest/gtest.h>

namespace nightletter::packs {
namespace {

using bundles::Tier;
using bundles::TierSet;

BundleId bundle(std::uint8_t first)
{
    return BundleId{{first}};
}

TEST(ReceiptTest, ReadsWhatItWrites)
{
    Receipt receipt;
    receipt.held[bundle(2)] = TierSet::up_to(Tier::text);
    receipt.held[bundle(1)] = TierSet::all();
    auto const read = Receipt::parse(as_bytes(receipt.text()));
    ASSERT_TRUE(read) << read.error();
    EXPECT_EQ(read->held, receipt.held);
}

TEST(ReceiptTest, CoversABundleInTheTiersThatAreHeldAndNoMore)
{
    Receipt receipt;
    receipt.held[bundle(1)] = TierSet::up_to(Tier::still);
    EXPECT_TRUE(receipt.covers(bundle(1), TierSet::up_to(Tier::text)));
    EXPECT_TRUE(receipt.covers(bundle(1), TierSet::up_to(Tier::still)));
    EXPECT_FALSE(receipt.covers(bundle(1), TierSet::all()));
    EXPECT_FALSE(receipt.covers(bundle(2), TierSet::up_to(Tier::text)));
}

TEST(ReceiptTest, HasOneSpelling)
{
    auto const line = [](char digit, char const* tiers) {
        return "held " + std::string(64, digit) + ' ' + tiers + '\n';
    };
    auto const is_read = [](std::string const& lines) {
        return Receipt::parse(as_bytes("nightletter receipt 1\n" + lines + "end\n")).has_value();
    };
    EXPECT_TRUE(is_read(""));
    EXPECT_TRUE(is_read(line('1', "text") + line('2', "text still")));
    EXPECT_FALSE(is_read(line('2', "text") + line('1', "text")));
    EXPECT_FALSE(is_read(line('1', "text") + line('1', "text")));
    EXPECT_FALSE(is_read(line('1', "still text")));
    EXPECT_FALSE(is_read(line('1', "words")));
    EXPECT_FALSE(is_read("held 11 text\n"));
    EXPECT_FALSE(is_read("has " + std::string(64, '1') + " text\n"));
}

}  // namespace
}  // namespace nightletter::packs
