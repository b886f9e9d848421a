#include "signer/signing.hpp"

#include <algorithm>

#include "base/result.hpp"
#include "trust/ed25519.hpp"

namespace nightletter::signer {
namespace {

bool holds(trust::SignatureBlock const& block, trust::PublicKey const& key, ByteView document,
           trust::TrustedComment const& comment)
{
    return block.trusted_comment == comment.text() &&
           trust::verify_strict(key, trust::prehash(document).bytes(), block.signature) &&
           trust::verify_strict(key, trust::comment_message(block.signature, block.trusted_comment),
                                block.comment_signature);
}

trust::RoleKey const* find(trust::Role const& role, trust::KeyId const& id)
{
    auto const found = std::ranges::find_if(role.keys, [&](trust::RoleKey const& key) { return key.key.id == id; });
    return found == role.keys.end() ? nullptr : &*found;
}

}  // namespace

bool Signing::has(trust::KeyId const& id) const
{
    return std::ranges::any_of(blocks_, [&](trust::SignatureBlock const& block) { return block.key_id == id; });
}

std::size_t Signing::take(ByteView signature_file)
{
    auto const set = trust::SignatureSet::parse(signature_file);
    if (!set) return 0;
    std::size_t taken = 0;
    for (auto const& block : set->blocks()) {
        auto const* const key = find(role_, block.key_id);
        if (key == nullptr || has(block.key_id) || !holds(block, key->key.key, document_, comment_)) continue;
        blocks_.push_back(block);
        ++taken;
    }
    return taken;
}

bool Signing::sign(SecretKey const& key)
{
    auto const* const named = find(role_, key.key().id);
    if (named == nullptr || named->key != key.key()) return false;
    if (!has(key.key().id)) blocks_.push_back(key.sign(document_, comment_));
    return true;
}

std::size_t Signing::missing() const
{
    return blocks_.size() >= role_.threshold ? 0 : static_cast<std::size_t>(role_.threshold) - blocks_.size();
}

Bytes Signing::file() const
{
    auto const set = trust::SignatureSet::make(blocks_);
    NIGHTLETTER_INSIST(set.has_value());
    return copy_of(as_bytes(set->text()));
}

}  // namespace nightletter::signer
