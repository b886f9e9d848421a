#include "trust/root_chain.hpp"

#include "trust/peek.hpp"
#include "trust/signature_check.hpp"

namespace nightletter::trust {
namespace {

bool reaches(Role const& role, SignatureCheck const& check)
{
    return count_holders(role, check.signers()) >= role.threshold;
}

// 6 C, the clauses about how `next` follows `current`.
Expected<void, Refusal> check_step(Root const& next, AcceptedRoot const& current, PublisherId const& publisher)
{
    if (next.publisher != publisher) return fail(Refusal::wrong_publisher);
    if (next.version != current.root().version + 1) return fail(Refusal::version_skipped);
    if (next.prev != current.hash()) return fail(Refusal::broken_chain);
    auto const epoch = current.root().epoch;
    if (next.epoch != epoch && next.epoch != epoch + 1) return fail(Refusal::wrong_epoch);
    if (next.floor) {
        bool const names_a_feed = next.floor->seq > 0 && !next.floor->feed.is_zero();
        if (next.epoch == epoch || next.floor->epoch >= next.epoch || !names_a_feed) return fail(Refusal::bad_floor);
    }
    return check_policy(next, &current.root());
}

// The end of both judgements: its own keys agree, nobody else signed, and they signed it as this root.
Expected<void, Refusal> check_own_keys(Root const& root, SignatureCheck& check, Sha256 const& hash)
{
    check.try_keys(root.root);
    if (auto const fault = check.fault()) return fail(*fault);
    if (!reaches(root.root, check)) return fail(Refusal::below_own_threshold);
    if (!check.is_commented(TrustedComment::of_root(root, hash))) return fail(Refusal::trusted_comment);
    return {};
}

}  // namespace

Expected<RootChain, Refusal> RootChain::begin(Candidate const& root_1)
{
    auto const version = peek_number(root_1.document, "root", "version", largest_root);
    if (!version) return fail(version.error());
    auto const set = SignatureSet::parse(root_1.signatures);
    if (!set) return fail(set.error());
    auto root = Root::parse(root_1.document);
    if (!root) return fail(root.error());
    if (root->version != 1) return fail(Refusal::bad_first_root);
    if (auto const sound = check_policy(*root); !sound) return fail(sound.error());
    auto const hash = sha256(root_1.document);
    SignatureCheck check{*set, root_1.document};
    if (auto const own = check_own_keys(*root, check, hash); !own) return fail(own.error());
    return RootChain{*PublisherId::from(hash.bytes()), AcceptedRoot{std::move(*root), hash, root_1}};
}

Expected<RootChain, Refusal> RootChain::begin(Candidate const& root_1, PublisherId const& pinned)
{
    // The id is a hash, so this alone decides whose root it is; the rest only keeps a publisher's mistake out.
    if (root_1.document.size() > largest_root) return fail(Refusal::too_large);
    if (sha256(root_1.document).hex() != pinned.hex()) return fail(Refusal::wrong_publisher);
    return begin(root_1);
}

Expected<RootChain, Refusal> RootChain::read(std::span<Candidate const> roots, PublisherId const& pinned)
{
    if (roots.empty()) return fail(Refusal::unknown_root);
    auto chain = begin(roots.front(), pinned);
    if (!chain) return chain;
    for (auto const& next : roots.subspan(1)) {
        if (auto const step = chain->extend(next); !step) return fail(step.error());
    }
    return chain;
}

Expected<AcceptedRoot, Refusal> RootChain::judge(Candidate const& next, AcceptedRoot const& current) const
{
    auto const set = SignatureSet::parse(next.signatures);
    if (!set) return fail(set.error());
    SignatureCheck check{*set, next.document};
    check.try_keys(current.root().root);
    if (auto const forged = check.forgery()) return fail(*forged);
    if (!reaches(current.root().root, check)) return fail(Refusal::below_threshold);

    auto root = Root::parse(next.document);
    if (!root) return fail(root.error());
    if (auto const step = check_step(*root, current, publisher_); !step) return fail(step.error());
    auto const hash = sha256(next.document);
    if (auto const own = check_own_keys(*root, check, hash); !own) return fail(own.error());
    return AcceptedRoot{std::move(*root), hash, next};
}

Expected<void, Refusal> RootChain::extend(Candidate const& next)
{
    auto const version = peek_number(next.document, "root", "version", largest_root);
    if (!version) return fail(version.error());
    if (auto const* const held = find(*version); held != nullptr) {
        if (held->candidate().document == next.document) return fail(Refusal::already_held);
        if (*version == 1) return fail(Refusal::wrong_publisher);
        auto const rival = judge(next, *find(*version - 1));
        return fail(rival ? Refusal::root_fork : rival.error());
    }
    if (*version > most_roots) return fail(Refusal::chain_too_long);
    auto judged = judge(next, newest());
    if (!judged) return fail(judged.error());
    roots_.push_back(std::move(*judged));
    return {};
}

Expected<void, Refusal> RootChain::may_be_next(Root const& next) const
{
    return check_step(next, newest(), publisher_);
}

Expected<RootChain, Refusal> RootChain::branch_with(Candidate const& rival) const
{
    auto const version = peek_number(rival.document, "root", "version", largest_root);
    if (!version) return fail(version.error());
    if (*version < 2 || find(*version) == nullptr) return fail(Refusal::version_skipped);
    auto branch = *this;
    branch.roots_.erase(branch.roots_.begin() + static_cast<std::ptrdiff_t>(*version - 1), branch.roots_.end());
    if (auto const step = branch.extend(rival); !step) return fail(step.error());
    return branch;
}

AcceptedRoot const* RootChain::find(std::uint64_t version) const
{
    return version >= 1 && version <= roots_.size() ? &roots_[version - 1] : nullptr;
}

bool RootChain::begins_with(RootChain const& other) const
{
    auto const* const same = find(other.newest().root().version);
    return publisher_ == other.publisher_ && same != nullptr && same->hash() == other.newest().hash();
}

}  // namespace nightletter::trust
