#include "trust/signature_check.hpp"

#include <algorithm>

namespace nightletter::trust {
namespace {

// What one key says to one block.
std::optional<Refusal> objection(SignatureBlock const& block, PublicKey const& key, Prehash const& prehash)
{
    if (!verify_strict(key, prehash.bytes(), block.signature)) return Refusal::bad_signature;
    if (!verify_strict(key, comment_message(block.signature, block.trusted_comment), block.comment_signature)) {
        return Refusal::bad_comment_signature;
    }
    return std::nullopt;
}

std::vector<PublicKey> select(std::span<PublicKey const> signers, auto is_chosen)
{
    std::vector<PublicKey> chosen;
    std::ranges::copy_if(signers, std::back_inserter(chosen), is_chosen);
    return chosen;
}

}  // namespace

SignatureCheck::SignatureCheck(SignatureSet const& set, ByteView document)
    : set_{set}, prehash_{prehash(document)}, findings_(set.blocks().size())
{
}

void SignatureCheck::try_keys(Role const& role)
{
    for (std::size_t i = 0; i < findings_.size(); ++i) {
        auto const& block = set_.blocks()[i];
        for (auto const& line : role.keys) {
            if (findings_[i].signer || line.key.id != block.key_id) continue;
            auto const wrong = objection(block, line.key.key, prehash_);
            if (wrong) {
                findings_[i].otherwise = *wrong;
            } else {
                findings_[i].signer = line.key.key;
            }
        }
    }
}

std::optional<Refusal> SignatureCheck::fault() const
{
    auto const found = std::ranges::find_if(findings_, [](Finding const& finding) { return !finding.signer; });
    return found == findings_.end() ? std::nullopt : std::optional{found->otherwise};
}

std::optional<Refusal> SignatureCheck::forgery() const
{
    auto const found = std::ranges::find_if(
        findings_, [](Finding const& finding) { return !finding.signer && finding.otherwise != Refusal::not_in_role; });
    return found == findings_.end() ? std::nullopt : std::optional{found->otherwise};
}

std::vector<PublicKey> SignatureCheck::signers() const
{
    std::vector<PublicKey> keys;
    for (auto const& finding : findings_) {
        if (finding.signer) keys.push_back(*finding.signer);
    }
    // One key under two key ids is still one key.
    std::ranges::sort(keys);
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    return keys;
}

bool SignatureCheck::is_commented(TrustedComment const& comment) const
{
    return std::ranges::all_of(set_.blocks(),
                               [&](SignatureBlock const& block) { return block.trusted_comment == comment.text(); });
}

std::vector<PublicKey> holders(Role const& role, std::span<PublicKey const> signers)
{
    return select(signers, [&](PublicKey const& key) { return role.find(key) != nullptr; });
}

std::size_t count_holders(Role const& role, std::span<PublicKey const> signers)
{
    return holders(role, signers).size();
}

std::vector<PublicKey> holders_on(UtcDay day, Role const& role, std::span<PublicKey const> signers)
{
    return select(signers, [&](PublicKey const& key) {
        auto const* const line = role.find(key);
        return line != nullptr && (!line->not_after || day <= *line->not_after);
    });
}

}  // namespace nightletter::trust
