// docs/formats.md section 6 A and B: what keeps a document from counting as signed, one clause per test. The document
// is a feed of three release keys of which two must agree; for roots and bundles the same code decides.
#include "base/base64.hpp"
#include "tests/trust/scene.hpp"
#include "trust/trusted_comment.hpp"

namespace nightletter::trust {
namespace {

class SignedDocumentTest : public ::testing::Test {
protected:
    test::Newsroom newsroom{"Example Collective", 3, 2, 2};
    Scene scene{newsroom.id()};
    Feed feed = newsroom.next_feed();
    Candidate good = newsroom.publish(feed);

    void SetUp() override { scene.given_roots(newsroom); }

    std::string with(std::string const& signatures)
    {
        return scene.judge("feed", {good.document, copy_of(as_bytes(signatures))});
    }
    std::string set() const { return std::string{as_text(good.signatures)}; }
    std::vector<SignatureBlock> blocks() const { return SignatureSet::parse(good.signatures)->blocks(); }
    std::string comment() const { return blocks().front().trusted_comment; }
    // One block under another algorithm's two letters.
    static std::string under(std::string_view algorithm, SignatureBlock const& block)
    {
        auto bytes = copy_of(as_bytes(algorithm));
        bytes.insert(bytes.end(), block.key_id.bytes().begin(), block.key_id.bytes().end());
        bytes.insert(bytes.end(), block.signature.bytes().begin(), block.signature.bytes().end());
        auto const lines = block.text();
        auto const second = lines.find('\n') + 1;
        return lines.substr(0, second) + base64_encode(bytes) + lines.substr(lines.find('\n', second));
    }
};

TEST_F(SignedDocumentTest, CountsWithEnoughGoodSignatures)
{
    EXPECT_EQ(with(set()), "accepted");
    scene.keep("signatures-good", "three release keys, two of which must agree");
}

TEST_F(SignedDocumentTest, IsRefusedWhenItIsOverItsLimit)
{
    EXPECT_EQ(scene.judge("feed", {Bytes(largest_feed + 1, 'x'), good.signatures}), "too-large");
    EXPECT_EQ(with(std::string(largest_signature_set + 1, 'x')), "too-large");
    scene.keep("too-large", "a signature set of 16 KiB and one byte, of an endless sender");
}

TEST_F(SignedDocumentTest, IsRefusedWhenItsSetHasCarriageReturns)
{
    EXPECT_EQ(with(replaced(set(), "\n", "\r\n")), "line-ends");
    scene.keep("line-ends", "a signature set that went through an editor; stock minisign reads it");
}

TEST_F(SignedDocumentTest, IsRefusedWhenSomethingFollowsItsLastBlock)
{
    EXPECT_EQ(with(set() + "trusted comment: more\n"), "signature-frame");
    scene.keep("signature-frame", "a line after the last block, which stock minisign ignores");
}

TEST_F(SignedDocumentTest, IsRefusedWhenItsBase64HasASecondSpelling)
{
    auto text = set();
    auto const padding = text.find("=\n");
    // The last digit before the padding carries bits that no byte uses.
    auto& digit = text[padding - (text[padding - 1] == '=' ? 2 : 1)];
    digit = static_cast<char>(digit + 1);
    EXPECT_EQ(with(text), "signature-base64");
    scene.keep("signature-base64", "bits that belong to no byte are set: another file with the same signature");
}

TEST_F(SignedDocumentTest, IsRefusedWhenSignedByTheLegacyAlgorithm)
{
    EXPECT_EQ(with(under("Ed", blocks().front())), "legacy-algorithm");
    scene.keep("legacy-algorithm", "not prehashed: a signature of a crafted file can be a valid DHT item");
}

TEST_F(SignedDocumentTest, IsRefusedWhenSignedByAnAlgorithmNobodyKnows)
{
    EXPECT_EQ(with(under("XY", blocks().front())), "unknown-algorithm");
    scene.keep("unknown-algorithm", "an algorithm that this format does not have");
}

TEST_F(SignedDocumentTest, IsRefusedWhenItsUntrustedCommentCouldMoveACursor)
{
    EXPECT_EQ(with(replaced(set(), "signature from", "\x1b[2Jfrom")), "untrusted-comment");
    scene.keep("untrusted-comment", "a terminal control sequence in a line that nobody signed");
}

TEST_F(SignedDocumentTest, IsRefusedWhenItHasMoreThanSixteenSignatures)
{
    std::string many;
    for (int i = 0; i < 17; ++i) many += blocks().front().text();
    EXPECT_EQ(with(many), "too-many-signatures");
    scene.keep("too-many-signatures", "seventeen blocks, to keep the verifier busy");
}

TEST_F(SignedDocumentTest, IsRefusedWhenItsBlocksAreOutOfOrder)
{
    EXPECT_EQ(with(blocks()[1].text() + blocks()[0].text()), "signatures-out-of-order");
    scene.keep("signatures-out-of-order", "the same signatures as another file");
}

TEST_F(SignedDocumentTest, IsRefusedWhenOneKeySignedTwice)
{
    EXPECT_EQ(with(blocks()[0].text() + blocks()[0].text()), "signature-twice");
    scene.keep("signature-twice", "a threshold of two, met by counting one key twice");
}

TEST_F(SignedDocumentTest, IsRefusedWhenAStrangerSignedBesideTheKeysOfTheRole)
{
    auto pens = newsroom.release_pens;
    pens.emplace_back("stranger");
    EXPECT_EQ(scene.judge("feed", signed_by(pens, feed)), "not-in-role");
    scene.keep("not-in-role", "three good signatures and one of a stranger");
}

TEST_F(SignedDocumentTest, IsRefusedWhenKeysOfAnotherRoleSigned)
{
    EXPECT_EQ(scene.judge("feed", signed_by(newsroom.root_pens, feed)), "not-in-role");
    EXPECT_EQ(scene.judge("feed", signed_by(newsroom.announce_pens, feed)), "not-in-role");
    EXPECT_EQ(scene.judge("feed", signed_by(newsroom.withdraw_pens, feed)), "not-in-role");
    scene.keep("not-in-role-withdraw-key", "a feed by withdraw keys, who may not publish");
}

TEST_F(SignedDocumentTest, IsRefusedWhenOneOfItsBytesChanged)
{
    auto changed = good;
    changed.document[changed.document.size() - 7] ^= 1;
    EXPECT_EQ(scene.judge("feed", changed), "bad-signature");
    scene.keep("bad-signature", "one bit of the feed was flipped after signing");
}

TEST_F(SignedDocumentTest, IsRefusedWhenItsKeyIdIsNamedByAnotherKey)
{
    test::Pen const impostor{test::Pen{"stranger"}, newsroom.release_pens.front().key().id};
    EXPECT_EQ(scene.judge("feed", signed_by({impostor, newsroom.release_pens[1]}, feed)), "bad-signature");
    scene.keep("bad-signature-borrowed-key-id", "a stranger's key under the key id of a release key");
}

TEST_F(SignedDocumentTest, IsRefusedWhenAGoodSignatureHasTheGroupOrderAdded)
{
    // S + L, little-endian, in the last 32 bytes of the signature.
    constexpr std::uint8_t order[32] = {0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7,
                                        0xa2, 0xde, 0xf9, 0xde, 0x14, 0,    0,    0,    0,    0,    0,
                                        0,    0,    0,    0,    0,    0,    0,    0,    0,    0x10};
    auto changed = blocks();
    auto bytes = copy_of(changed[0].signature.bytes());
    unsigned carry = 0;
    for (std::size_t i = 0; i < 32; ++i) {
        carry += static_cast<unsigned>(bytes[32 + i]) + order[i];
        bytes[32 + i] = static_cast<std::uint8_t>(carry & 0xffU);
        carry >>= 8U;
    }
    changed[0].signature = *Signature::from(bytes);
    EXPECT_EQ(with(SignatureSet::make(changed)->text()), "bad-signature");
    scene.keep("bad-signature-malleated", "S + L: other libraries take it for the same signature");
}

TEST_F(SignedDocumentTest, IsRefusedWhenItsCommentWasExchanged)
{
    EXPECT_EQ(with(replaced(set(), comment(), comment() + " or not")), "bad-comment-signature");
    scene.keep("bad-comment-signature", "the trusted comment is not the one that was signed");
}

TEST_F(SignedDocumentTest, IsRefusedWhenSignedAsAnotherKindOfDocument)
{
    auto const bundle = *BundleId::from(sha256(good.document).bytes());
    auto const comment_of_bundle = TrustedComment::of_bundle(newsroom.id(), bundle).text();
    EXPECT_EQ(scene.judge("feed", signed_as(newsroom.release_pens, feed.text(), comment_of_bundle)), "trusted-comment");
    scene.keep("trusted-comment", "release keys signed these bytes, but as a bundle");
}

TEST_F(SignedDocumentTest, IsRefusedWhenTooFewKeysAgree)
{
    EXPECT_EQ(scene.judge("feed", signed_by({newsroom.release_pens.front()}, feed)), "below-threshold");
    scene.keep("below-threshold", "one good signature where two must agree");
}

}  // namespace
}  // namespace nightletter::trust
