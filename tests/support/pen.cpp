#include "tests/support/pen.hpp"

#include <sodium.h>

#include "base/sha256.hpp"
#include "trust/trusted_comment.hpp"

namespace nightletter::test {
namespace {

trust::Candidate signed_with(Pens const& pens, std::string const& text, trust::TrustedComment const& comment)
{
    return {copy_of(as_bytes(text)), signature_file(pens, as_bytes(text), comment.text())};
}

Sha256 hash_of(std::string const& text)
{
    return sha256(as_bytes(text));
}

}  // namespace

Pen::Pen(std::string_view name)
{
    auto const seed = sha256(as_bytes(name));
    auto const id = sha256(seed.bytes());
    std::array<std::uint8_t, 32> key{};
    crypto_sign_seed_keypair(key.data(), secret_.data(), seed.data());
    key_ = {*trust::KeyId::from(id.bytes().first(8)), trust::PublicKey{key}};
}

Pen::Pen(Pen const& other, trust::KeyId const& id) : Pen{other}
{
    key_.id = id;
}

trust::Signature Pen::sign(ByteView message) const
{
    std::array<std::uint8_t, 64> signature{};
    crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(), secret_.data());
    return trust::Signature{signature};
}

trust::SignatureBlock Pen::block(ByteView document, std::string_view trusted_comment) const
{
    trust::SignatureBlock made;
    made.key_id = key_.id;
    made.signature = sign(trust::prehash(document).bytes());
    made.trusted_comment = trusted_comment;
    made.comment_signature = sign(trust::comment_message(made.signature, trusted_comment));
    return made;
}

Bytes signature_file(Pens const& pens, ByteView document, std::string_view trusted_comment)
{
    std::vector<trust::SignatureBlock> blocks;
    for (auto const& pen : pens) blocks.push_back(pen.block(document, trusted_comment));
    auto const set = trust::SignatureSet::make(std::move(blocks));
    return set ? copy_of(as_bytes(set->text())) : Bytes{};
}

trust::Candidate signed_by(Pens const& pens, trust::Root const& root)
{
    auto const text = root.text();
    return signed_with(pens, text, trust::TrustedComment::of_root(root, hash_of(text)));
}

trust::Candidate signed_by(Pens const& pens, trust::Feed const& feed)
{
    auto const text = feed.text();
    return signed_with(pens, text, trust::TrustedComment::of_feed(feed, hash_of(text)));
}

trust::Candidate signed_by(Pens const& pens, trust::Withdrawal const& withdrawal)
{
    auto const text = withdrawal.text();
    return signed_with(pens, text, trust::TrustedComment::of_withdrawal(withdrawal, hash_of(text)));
}

Bytes bundle_signature(Pens const& pens, PublisherId const& publisher, ByteView tag_manifest)
{
    auto const bundle = *BundleId::from(sha256(tag_manifest).bytes());
    return signature_file(pens, tag_manifest, trust::TrustedComment::of_bundle(publisher, bundle).text());
}

trust::Heads heads_by(Pen const& announce, trust::Feed const& feed)
{
    trust::Heads heads{feed.publisher, {feed.epoch, feed.seq, hash_of(feed.text())}, {}};
    for (auto const& salt : trust::head_salts(feed.epoch, feed.issued)) {
        heads.items.push_back({salt, announce.sign(trust::head_message(heads.feed, salt))});
    }
    return heads;
}

}  // namespace nightletter::test
