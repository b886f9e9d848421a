// docs/formats.md sections 1 and 3: minisign's text forms, in the one spelling that is read.
#include "trust/minisign.hpp"

#include <gtest/gtest.h>

#include "base/base64.hpp"
#include "tests/support/pen.hpp"

namespace nightletter::trust {
namespace {

// Made by minisign 0.11, `minisign -G -W` and `minisign -S`, over the document "nightletter\n".
constexpr std::string_view their_key = "RWSdj3bjV9uL6/UqsZldRipd5KTlIp2LL1otb2XZGch0nOaBC2P01prH";
constexpr std::string_view their_file =
    "untrusted comment: signature from minisign secret key\n"
    "RUSdj3bjV9uL604CZRZRhUZrIfbuEv5phvtR3acUHYm6ruukL2RU2dCqSEC6b5JWMgylgTdB3Agexiv8tCjugSIlz+FywzffWws=\n"
    "trusted comment: a comment\n"
    "UhYQon1kCSbW5zZ2JhikTHbiZp2k+T46FViA4SxrLDjaECCGZ6stoA+OHNO+FGdCVU+WzXepWGzkUNsUjISbCA==\n";

class SignatureSetTest : public ::testing::Test {
protected:
    test::Pens pens{test::Pen{"a"}, test::Pen{"b"}, test::Pen{"c"}};
    ByteView document = as_bytes("a document\n");

    std::string file() const { return std::string{as_text(test::signature_file(pens, document, "a comment"))}; }
    static Expected<SignatureSet, Refusal> read(std::string_view text) { return SignatureSet::parse(as_bytes(text)); }
    static Refusal refusal(std::string_view text)
    {
        auto const set = read(text);
        EXPECT_FALSE(set) << text;
        return set ? Refusal::already_held : set.error();
    }
    // The file with its line (from 0) replaced.
    std::string with_line(std::size_t number, std::string const& line) const
    {
        auto const text = file();
        std::size_t begin = 0;
        for (; number > 0; --number) begin = text.find('\n', begin) + 1;
        auto changed = text;
        return changed.replace(begin, text.find('\n', begin) - begin, line);
    }
    // The base64 of a first block's signature line under another algorithm.
    std::string under_algorithm(std::string_view algorithm) const
    {
        auto const block = read(file())->blocks().front();
        auto bytes = copy_of(as_bytes(algorithm));
        bytes.insert(bytes.end(), block.key_id.bytes().begin(), block.key_id.bytes().end());
        bytes.insert(bytes.end(), block.signature.bytes().begin(), block.signature.bytes().end());
        return with_line(1, base64_encode(bytes));
    }
};

TEST(MinisignKeyTest, HasOneTextFormOf56Characters)
{
    auto const key = test::Pen{"a"}.key();
    EXPECT_EQ(key.text().size(), 56U);
    EXPECT_TRUE(key.text().starts_with("RW"));
    EXPECT_EQ(MinisignKey::parse(key.text()), key);
    EXPECT_FALSE(MinisignKey::parse(key.text() + "\n"));
    EXPECT_FALSE(MinisignKey::parse("RX" + key.text().substr(2)));
    EXPECT_FALSE(MinisignKey::parse(key.text().substr(0, 55) + "="));
    EXPECT_FALSE(MinisignKey::parse(""));
}

TEST_F(SignatureSetTest, ReadsWhatItWrites)
{
    auto const set = read(file());
    ASSERT_TRUE(set);
    EXPECT_EQ(set->blocks().size(), 3U);
    EXPECT_EQ(set->text(), file());
    EXPECT_TRUE(file().starts_with("untrusted comment: signature from minisign secret key\n"));
}

TEST_F(SignatureSetTest, ReadsAFileOfStockMinisign)
{
    auto const key = MinisignKey::parse(their_key);
    auto const set = read(their_file);
    ASSERT_TRUE(key && set);
    auto const& block = set->blocks().front();
    EXPECT_EQ(block.key_id, key->id);
    EXPECT_TRUE(verify_strict(key->key, prehash(as_bytes("nightletter\n")).bytes(), block.signature));
    EXPECT_TRUE(
        verify_strict(key->key, comment_message(block.signature, block.trusted_comment), block.comment_signature));
    EXPECT_EQ(set->text(), their_file);
}

TEST_F(SignatureSetTest, ReadsAnyPrintableUntrustedCommentOf200Bytes)
{
    EXPECT_TRUE(read(with_line(0, "untrusted comment: امضا")));
    EXPECT_TRUE(read(with_line(0, "untrusted comment: " + std::string(200, 'x'))));
    EXPECT_EQ(refusal(with_line(0, "untrusted comment: " + std::string(201, 'x'))), Refusal::untrusted_comment);
    EXPECT_EQ(refusal(with_line(0, "untrusted comment: a\tb")), Refusal::untrusted_comment);
    EXPECT_EQ(refusal(with_line(0, "untrusted comment: \xff")), Refusal::untrusted_comment);
}

TEST_F(SignatureSetTest, RefusesCarriageReturns)
{
    EXPECT_EQ(refusal(with_line(0, "untrusted comment: x\r")), Refusal::line_ends);
}

TEST_F(SignatureSetTest, RefusesAFrameThatIsNotWholeBlocks)
{
    auto const whole = file();
    EXPECT_EQ(refusal(""), Refusal::signature_frame);
    EXPECT_EQ(refusal(whole + "\n"), Refusal::signature_frame);
    EXPECT_EQ(refusal(whole + "more\n"), Refusal::signature_frame);
    EXPECT_EQ(refusal(whole.substr(0, whole.size() - 1)), Refusal::signature_frame);
    EXPECT_EQ(refusal(with_line(0, "Untrusted comment: x")), Refusal::signature_frame);
    EXPECT_EQ(refusal(with_line(2, "comment: x")), Refusal::signature_frame);
    EXPECT_EQ(refusal(with_line(3, base64_encode(Bytes(63)))), Refusal::signature_frame);
}

TEST_F(SignatureSetTest, RefusesBase64ThatIsNotCanonical)
{
    EXPECT_EQ(refusal(with_line(3, std::string(88, '*'))), Refusal::signature_base64);
    EXPECT_EQ(refusal(with_line(3, base64_encode(Bytes(64)).substr(0, 86))), Refusal::signature_base64);
    // 64 bytes leave four padding bits; setting one spells the same bytes a second way.
    EXPECT_EQ(refusal(with_line(3, std::string(85, 'A') + "B==")), Refusal::signature_base64);
}

TEST_F(SignatureSetTest, RefusesTheLegacyAlgorithmByItsOwnWord)
{
    EXPECT_EQ(refusal(under_algorithm("Ed")), Refusal::legacy_algorithm);
    EXPECT_EQ(refusal(under_algorithm("EX")), Refusal::unknown_algorithm);
}

TEST_F(SignatureSetTest, RefusesBlocksOutOfOrder)
{
    auto const blocks = read(file())->blocks();
    EXPECT_EQ(refusal(blocks[1].text() + blocks[0].text()), Refusal::signatures_out_of_order);
}

TEST_F(SignatureSetTest, RefusesTwoBlocksWithOneKeyId)
{
    auto const block = read(file())->blocks().front();
    EXPECT_EQ(refusal(block.text() + block.text()), Refusal::signature_twice);
    EXPECT_EQ(SignatureSet::make({block, block}).error(), Refusal::signature_twice);
}

TEST_F(SignatureSetTest, HoldsAtMostSixteenBlocks)
{
    pens.clear();
    for (int i = 0; i < 16; ++i) pens.emplace_back("pen " + std::to_string(i));
    EXPECT_TRUE(read(file()));
    auto const extra = test::Pen{"one more"}.block(document, "a comment").text();
    EXPECT_EQ(refusal(file() + extra), Refusal::too_many_signatures);
}

TEST_F(SignatureSetTest, RefusesAFileOverItsLimitBeforeReadingIt)
{
    EXPECT_EQ(refusal(std::string(16 * 1024 + 1, 'x')), Refusal::too_large);
}

TEST_F(SignatureSetTest, DoesNotWriteWhatItCouldNotReadBack)
{
    auto block = read(file())->blocks().front();
    EXPECT_EQ(SignatureSet::make({}).error(), Refusal::signature_frame);
    block.trusted_comment = "two\nlines";
    EXPECT_EQ(SignatureSet::make({block}).error(), Refusal::trusted_comment);
}

}  // namespace
}  // namespace nightletter::trust
