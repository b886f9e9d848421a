#include "trust/refusal.hpp"

#include <array>

#include "base/result.hpp"

namespace nightletter::trust {
namespace {

constexpr std::array every{
    Refusal::too_large,
    Refusal::line_ends,
    Refusal::malformed,
    Refusal::wrong_type,
    Refusal::unknown_format,
    Refusal::not_canonical,
    Refusal::bad_name,
    Refusal::bad_dates,
    Refusal::bad_mirror,
    Refusal::too_many_lines,
    Refusal::bundle_twice,
    Refusal::signature_frame,
    Refusal::signature_base64,
    Refusal::legacy_algorithm,
    Refusal::unknown_algorithm,
    Refusal::untrusted_comment,
    Refusal::too_many_signatures,
    Refusal::signatures_out_of_order,
    Refusal::signature_twice,
    Refusal::not_in_role,
    Refusal::bad_signature,
    Refusal::bad_comment_signature,
    Refusal::trusted_comment,
    Refusal::below_threshold,
    Refusal::wrong_publisher,
    Refusal::bad_first_root,
    Refusal::version_skipped,
    Refusal::broken_chain,
    Refusal::wrong_epoch,
    Refusal::bad_policy,
    Refusal::unsafe_key,
    Refusal::key_twice,
    Refusal::key_id_twice,
    Refusal::below_own_threshold,
    Refusal::bad_floor,
    Refusal::root_fork,
    Refusal::chain_too_long,
    Refusal::unknown_root,
    Refusal::retired_key,
    Refusal::expired_key,
    Refusal::rolled_back,
    Refusal::already_held,
    Refusal::disowned,
    Refusal::equivocation,
    Refusal::forked,
    Refusal::shrunk,
    Refusal::release_changed,
    Refusal::withdraw_dropped,
    Refusal::withdrawal_missing,
    Refusal::hide_renewed,
    Refusal::foreign_root,
    Refusal::not_released,
    Refusal::wrong_slot,
    Refusal::no_contradiction,
};

}  // namespace

std::string_view word(Refusal refusal)
{
    switch (refusal) {
        case Refusal::too_large:
            return "too-large";
        case Refusal::line_ends:
            return "line-ends";
        case Refusal::malformed:
            return "malformed";
        case Refusal::wrong_type:
            return "wrong-type";
        case Refusal::unknown_format:
            return "unknown-format";
        case Refusal::not_canonical:
            return "not-canonical";
        case Refusal::bad_name:
            return "bad-name";
        case Refusal::bad_dates:
            return "bad-dates";
        case Refusal::bad_mirror:
            return "bad-mirror";
        case Refusal::too_many_lines:
            return "too-many-lines";
        case Refusal::bundle_twice:
            return "bundle-twice";
        case Refusal::signature_frame:
            return "signature-frame";
        case Refusal::signature_base64:
            return "signature-base64";
        case Refusal::legacy_algorithm:
            return "legacy-algorithm";
        case Refusal::unknown_algorithm:
            return "unknown-algorithm";
        case Refusal::untrusted_comment:
            return "untrusted-comment";
        case Refusal::too_many_signatures:
            return "too-many-signatures";
        case Refusal::signatures_out_of_order:
            return "signatures-out-of-order";
        case Refusal::signature_twice:
            return "signature-twice";
        case Refusal::not_in_role:
            return "not-in-role";
        case Refusal::bad_signature:
            return "bad-signature";
        case Refusal::bad_comment_signature:
            return "bad-comment-signature";
        case Refusal::trusted_comment:
            return "trusted-comment";
        case Refusal::below_threshold:
            return "below-threshold";
        case Refusal::wrong_publisher:
            return "wrong-publisher";
        case Refusal::bad_first_root:
            return "bad-first-root";
        case Refusal::version_skipped:
            return "version-skipped";
        case Refusal::broken_chain:
            return "broken-chain";
        case Refusal::wrong_epoch:
            return "wrong-epoch";
        case Refusal::bad_policy:
            return "bad-policy";
        case Refusal::unsafe_key:
            return "unsafe-key";
        case Refusal::key_twice:
            return "key-twice";
        case Refusal::key_id_twice:
            return "key-id-twice";
        case Refusal::below_own_threshold:
            return "below-own-threshold";
        case Refusal::bad_floor:
            return "bad-floor";
        case Refusal::root_fork:
            return "root-fork";
        case Refusal::chain_too_long:
            return "chain-too-long";
        case Refusal::unknown_root:
            return "unknown-root";
        case Refusal::retired_key:
            return "retired-key";
        case Refusal::expired_key:
            return "expired-key";
        case Refusal::rolled_back:
            return "rolled-back";
        case Refusal::already_held:
            return "already-held";
        case Refusal::disowned:
            return "disowned";
        case Refusal::equivocation:
            return "equivocation";
        case Refusal::forked:
            return "forked";
        case Refusal::shrunk:
            return "shrunk";
        case Refusal::release_changed:
            return "release-changed";
        case Refusal::withdraw_dropped:
            return "withdraw-dropped";
        case Refusal::withdrawal_missing:
            return "withdrawal-missing";
        case Refusal::hide_renewed:
            return "hide-renewed";
        case Refusal::foreign_root:
            return "foreign-root";
        case Refusal::not_released:
            return "not-released";
        case Refusal::wrong_slot:
            return "wrong-slot";
        case Refusal::no_contradiction:
            return "no-contradiction";
    }
    broken_promise("every refusal has a word", __FILE__, __LINE__);
}

std::span<Refusal const> every_refusal()
{
    return every;
}

}  // namespace nightletter::trust
