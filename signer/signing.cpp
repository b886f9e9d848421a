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

}  // namespace

bool Signing::has(trust::KeyId const& id) const
{
    return std::ranges::any_of(blocks_, [&](trust::SignatureBlock const& block) { return block.key_id == id; });
}

trust::RoleKey const* Signing::find(trust::KeyId const& id) const
{
    for (auto const& role : roles_) {
        for (auto const& line : role.keys) {
            if (line.key.id == id) return &line;
        }
    }
    return nullptr;
}

// A signature set has room for sixteen.
bool Signing::add(trust::SignatureBlock block)
{
    if (blocks_.size() == trust::most_signatures) return false;
    blocks_.push_back(std::move(block));
    return true;
}

std::size_t Signing::take(ByteView signature_file)
{
    auto const set = trust::SignatureSet::parse(signature_file);
    if (!set) return 0;
    std::size_t taken = 0;
    for (auto const& block : set->blocks()) {
        auto const* const line = find(block.key_id);
        if (line == nullptr || has(block.key_id) || !holds(block, line->key.key, document_, comment_)) continue;
        if (add(block)) ++taken;
    }
    return taken;
}

bool Signing::sign(SecretKey const& key)
{
    auto const* const line = find(key.key().id);
    if (line == nullptr || line->key != key.key()) return false;
    return has(key.key().id) || add(key.sign(document_, comment_));
}

bool Signing::has_signed(trust::PublicKey const& key) const
{
    return std::ranges::any_of(blocks_, [&](trust::SignatureBlock const& block) {
        auto const* const line = find(block.key_id);
        return line != nullptr && line->key.key == key;
    });
}

std::size_t Signing::missing(trust::Role const& role) const
{
    auto const signed_by = static_cast<std::size_t>(
        std::ranges::count_if(role.keys, [&](trust::RoleKey const& line) { return has_signed(line.key.key); }));
    return signed_by >= role.threshold ? 0 : static_cast<std::size_t>(role.threshold) - signed_by;
}

std::size_t Signing::missing() const
{
    std::size_t most = 0;
    for (auto const& role : roles_) most = std::max(most, missing(role));
    return most;
}

Bytes Signing::file() const
{
    auto const set = trust::SignatureSet::make(blocks_);
    NIGHTLETTER_INSIST(set.has_value());
    return copy_of(as_bytes(set->text()));
}

}  // namespace nightletter::signer
