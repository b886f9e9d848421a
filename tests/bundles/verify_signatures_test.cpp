// docs/formats.md section 3, "Signature set" with "A bundle alone": whose word a bundle on disk is.

#include <gtest/gtest.h>

#include "base/base64.hpp"
#include "bundles/bag.hpp"
#include "bundles/verify.hpp"
#include "tests/bundles/bag_on_disk.hpp"

namespace nightletter::bundles {
namespace {

namespace fs = std::filesystem;
using test::read_text;
using test::write_text;

class BundleSignaturesTest : public BagOnDisk {};

TEST_F(BundleSignaturesTest, NamesASignatureByAnotherKey)
{
    sign_with({test::Pen{"a stranger"}}, right_comment());
    EXPECT_EQ(findings(), Lines{std::string{"not-in-role "} + signatures});
}

TEST_F(BundleSignaturesTest, NamesASignatureThatAStrangerMadeUnderTheKeyIdOfARealKey)
{
    sign_with({test::Pen{test::Pen{"a stranger"}, publisher.release_pens.front().key().id}}, right_comment());
    EXPECT_EQ(findings(), Lines{std::string{"bad-signature "} + signatures});
}

TEST_F(BundleSignaturesTest, NamesASignatureByAKeyOfAnotherRole)
{
    sign_with(publisher.withdraw_pens, right_comment());
    EXPECT_EQ(findings(), Lines{std::string{"not-in-role "} + signatures});
}

TEST_F(BundleSignaturesTest, NamesALegacySignature)
{
    auto text = read_text(bag / signatures);
    auto const line = text.find('\n') + 1;
    auto const end = text.find('\n', line);
    auto bytes = *base64_decode(text.substr(line, end - line));
    ASSERT_EQ(bytes[1], 'D');
    bytes[1] = 'd';
    write_text(bag / signatures, text.replace(line, end - line, base64_encode(bytes)));
    EXPECT_EQ(findings(), Lines{std::string{"legacy-algorithm "} + signatures});
}

TEST_F(BundleSignaturesTest, NamesAWrongTrustedComment)
{
    sign_with(publisher.release_pens, "nightletter bundle of mine");
    EXPECT_EQ(findings(), Lines{std::string{"trusted-comment "} + signatures});
}

TEST_F(BundleSignaturesTest, NamesATrustedCommentThatWasChangedAfterSigning)
{
    replace_in(signatures, "nightletter bundle", "nightletter bundl3");
    EXPECT_EQ(findings(), Lines{std::string{"bad-comment-signature "} + signatures});
}

TEST_F(BundleSignaturesTest, NamesCarriageReturnsInTheSignatures)
{
    auto text = read_text(bag / signatures);
    for (auto at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 2)) text.insert(at, "\r");
    write_text(bag / signatures, text);
    EXPECT_EQ(findings(), Lines{std::string{"line-ends "} + signatures});
}

TEST_F(BundleSignaturesTest, NamesTooFewSignatures)
{
    test::Newsroom const collective{"Collective", 3, 2, 2};
    auto const theirs = test::Press{collective}.print(here / "theirs");
    bag = theirs.directory;
    EXPECT_EQ(findings(), Lines{});
    auto const text = read_text(bag / signatures);
    std::size_t at = 0;
    for (int line = 0; line < 4; ++line) at = text.find('\n', at) + 1;
    write_text(bag / signatures, text.substr(0, at));
    EXPECT_EQ(findings(), Lines{std::string{"below-threshold "} + signatures});
}

TEST_F(BundleSignaturesTest, NamesSignatureBlocksOutOfOrder)
{
    test::Newsroom const collective{"Collective", 2, 2, 2};
    bag = test::Press{collective}.print(here / "theirs").directory;
    auto const text = read_text(bag / signatures);
    std::size_t at = 0;
    for (int line = 0; line < 4; ++line) at = text.find('\n', at) + 1;
    write_text(bag / signatures, text.substr(at) + text.substr(0, at));
    EXPECT_EQ(findings(), Lines{std::string{"signatures-out-of-order "} + signatures});
}

TEST_F(BundleSignaturesTest, NamesABagThatClaimsAPublisherWhoseRootItDoesNotHold)
{
    test::Newsroom const other{"Another Collective"};
    replace_in("bag-info.txt", publisher_text(publisher.id()), publisher_text(other.id()));
    test::sign_tag_files_as_they_are(bag, publisher);
    EXPECT_EQ(findings(), Lines{"wrong-publisher publisher/root.1"});
}

TEST_F(BundleSignaturesTest, NamesRootsWithAGap)
{
    fs::copy_file(bag / "publisher/root.1", bag / "publisher/root.3");
    fs::copy_file(bag / "publisher/root.1.minisig", bag / "publisher/root.3.minisig");
    test::sign_tag_files_as_they_are(bag, publisher);
    EXPECT_EQ(findings(), Lines{"bad-root-files publisher/root.2"});
}

TEST_F(BundleSignaturesTest, FollowsTheRootChainInTheBag)
{
    publisher.adopt(publisher.next_root());
    bag = test::Press{publisher}.print(here / "later").directory;
    auto const verified = verify();
    ASSERT_TRUE(verified);
    EXPECT_EQ(verified->root_version(), 2U);
}

TEST_F(BundleSignaturesTest, NamesARootThatDoesNotFollow)
{
    publisher.adopt(publisher.next_root());
    bag = test::Press{publisher}.print(here / "later").directory;
    flip_a_byte("publisher/root.2.minisig", 100);
    test::sign_tag_files_as_they_are(bag, publisher);
    auto const found = findings();
    ASSERT_EQ(found.size(), 1U);
    EXPECT_NE(found[0].find(" publisher/root.2"), std::string::npos);
}

}  // namespace
}  // namespace nightletter::bundles
