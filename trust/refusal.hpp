// trust/refusal.hpp: the reasons for which a publisher's statement is not believed.
//
// One enumerator per clause of docs/formats.md sections 3, 4 and 6 A-D and W, in the order of that document. The word
// is the enumerator with `-` for `_`: logs, messages, the handbook and tests/vectors share this one spelling. A refusal
// is the normal answer to a stranger; it changes nothing that is trusted.
#pragma once

#include <span>
#include <string_view>

namespace nightletter::trust {

enum class Refusal {
    // 6 A: transport
    too_large,  // more bytes than its kind may have

    // 3: line text
    line_ends,       // a carriage return: an editor or e-mail changed the file
    malformed,       // not the lines of its kind
    wrong_type,      // a statement of another kind than was asked for
    unknown_format,  // a number in line 1 that this program does not know
    not_canonical,   // says by another spelling what its canonical text says
    bad_name,        // a publisher's name with controls, separators, bidi controls, or not in NFC
    bad_dates,       // fresh-until or until missing, out of order or too far ahead
    bad_mirror,      // a mirror address that is not a plain https folder
    too_many_lines,  // more mirrors, releases or withdrawals than a publisher may have
    bundle_twice,    // two release lines or two withdraw lines for one bundle

    // 3 and 6 B: signature set
    signature_frame,          // not whole four-line blocks
    signature_base64,         // not the canonical spelling of its bytes
    legacy_algorithm,         // `Ed`: not prehashed, could be a signature of something else
    unknown_algorithm,        // neither `ED` nor `Ed`
    untrusted_comment,        // unprintable or too long
    too_many_signatures,      // more than 16 blocks
    signatures_out_of_order,  // blocks not ascending by key id
    signature_twice,          // two blocks with one key id
    not_in_role,              // a block by a key that does not hold the role
    bad_signature,            // not a signature of these bytes by that key
    bad_comment_signature,    // the trusted comment is not the one that was signed
    trusted_comment,          // signed for another document or as another kind of document
    below_threshold,          // too few of the keys that must agree

    // 6 C: root chain
    wrong_publisher,      // a statement of somebody else
    bad_first_root,       // root 1 that is not version 1, epoch 0, self, without prev and floor
    version_skipped,      // not the version after the newest held
    broken_chain,         // `prev` does not name the statement before it
    wrong_epoch,          // an epoch that its root does not allow
    bad_policy,           // a threshold of none, of more than there are keys, or withdraw below release
    unsafe_key,           // a key that is no point of the prime-order group
    key_twice,            // one key on two lines
    key_id_twice,         // two keys with one key id
    below_own_threshold,  // the keys that a new root names do not agree to it themselves
    bad_floor,            // a floor in a root that may not set this one
    root_fork,            // another valid root of a version that is held: a person decides
    chain_too_long,       // more than 64 roots at once, or 1 024 ever

    // 6 D: feed
    unknown_root,        // names a root that is not held; fetch roots, then judge again
    retired_key,         // enough signatures, but of keys that the newest root no longer names
    expired_key,         // enough signatures, but of keys past their not-after day
    rolled_back,         // older than what is held
    already_held,        // the very one that is held: routine
    disowned,            // of an epoch that a root has ended, above its floor
    equivocation,        // two statements with one number; both are kept as proof
    forked,              // this epoch has an equivocation; the next epoch's floor ends it
    shrunk,              // a release that is held is gone without a withdrawal
    release_changed,     // a release line that is held reads differently or stands elsewhere
    withdraw_dropped,    // a withdraw line that is held is gone
    withdrawal_missing,  // a release is gone by a withdrawal that is not held; fetch it, then judge again

    // 6 W: withdrawal
    hide_renewed,  // one withdraw key hides one bundle once

    // 3: a bundle judged by the chain in its bag
    foreign_root,  // its chain is not the beginning of the chain held
    not_released,  // the epoch has grown since, and no feed that is not disowned names it

    // 4: heads
    wrong_slot,  // an item whose salt, number or place is not the one its feed prescribes

    // proof of equivocation
    no_contradiction,  // two statements that can both be true
};

[[nodiscard]] std::string_view word(Refusal refusal);

// All of them in the order above, so that documents and tests can be compared with the code.
[[nodiscard]] std::span<Refusal const> every_refusal();

}  // namespace nightletter::trust
