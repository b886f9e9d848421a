#include "trust/withdrawals.hpp"

#include <algorithm>
#include <set>

namespace nightletter::trust {
namespace {

constexpr std::int64_t day_seconds = 86400;

UtcTime later(UtcTime time, std::int64_t days)
{
    return {time.seconds + days * day_seconds};
}

bool is_in_force(Force force)
{
    return force == Force::acts || force == Force::confirmed || force == Force::suspended;
}

// A hide ends at its `until`, and here never later than fourteen days after it arrived.
UtcTime end_of_hide(HeldWithdrawal const& held)
{
    return std::min(*held.document.withdrawal().until, later(held.accepted, longest_hide_days));
}

Effect effect_of(HeldWithdrawal const& held, UtcTime now, WithdrawalPolicy const& policy)
{
    auto const reason = held.document.withdrawal().reason;
    Effect effect;
    if (reason == Reason::hide && end_of_hide(held) <= now) return effect;
    if (reason == Reason::superseded && !policy.follows_superseded) return effect;
    if (held.force == Force::waits) {
        effect.reason = reason;
        effect.waits = true;
    }
    if (!is_in_force(held.force)) return effect;

    effect.reason = reason;
    effect.hides = reason != Reason::superseded;
    if (reason == Reason::hide) effect.until = end_of_hide(held);
    bool const deletes = reason == Reason::source_danger || reason == Reason::error;
    if (deletes && held.force != Force::suspended) effect.deletion = later(held.accepted, policy.dark_days);
    return effect;
}

// The first of source-danger, error, law, hide, superseded acts. What only waits comes after all that hide, but before
// a `superseded`, which hides nothing: the operator must not overlook that somebody may be in danger.
bool comes_before(Effect const& a, Effect const& b)
{
    if (a.reason.has_value() != b.reason.has_value()) return a.reason.has_value();
    if (a.hides != b.hides) return a.hides;
    if (a.waits != b.waits) return a.waits;
    if (a.reason != b.reason) return a.reason < b.reason;
    if (a.deletion.has_value() != b.deletion.has_value()) return a.deletion.has_value();
    return a.deletion ? *a.deletion < *b.deletion : a.until > b.until;
}

}  // namespace

HeldWithdrawal const* Withdrawals::find(Sha256 const& withdrawal) const
{
    auto const found = held_.find(withdrawal);
    return found == held_.end() ? nullptr : &found->second;
}

std::vector<HeldWithdrawal const*> Withdrawals::of(BundleId const& bundle) const
{
    std::vector<HeldWithdrawal const*> found;
    auto const [begin, end] = by_bundle_.equal_range(bundle);
    for (auto at = begin; at != end; ++at) found.push_back(find(at->second));
    return found;
}

Effect Withdrawals::effect(BundleId const& bundle, UtcTime now, WithdrawalPolicy const& policy) const
{
    Effect first;
    for (auto const* held : of(bundle)) {
        auto const effect = effect_of(*held, now, policy);
        if (comes_before(effect, first)) first = effect;
    }
    return first;
}

bool Withdrawals::has_hidden(PublicKey const& key, BundleId const& bundle) const
{
    return std::ranges::any_of(of(bundle), [&](HeldWithdrawal const* held) {
        auto const& signers = held->document.signers();
        return held->document.withdrawal().reason == Reason::hide && signers.size() == 1 && signers.front() == key;
    });
}

bool Withdrawals::is_over_the_brake(BundleId const& bundle, UtcTime now, std::size_t listed) const
{
    std::set<BundleId> taken;
    for (auto const& [hash, held] : held_) {
        if (held.took != Took::a_listed_bundle || !is_in_force(held.force)) continue;
        if (held.document.withdrawal().reason == Reason::superseded) continue;
        if (later(held.accepted, brake_days) > now) taken.insert(held.document.withdrawal().bundle);
    }
    taken.insert(bundle);
    return taken.size() > std::max(brake_least, listed * brake_percent / 100);
}

void Withdrawals::add(AcceptedWithdrawal document, UtcTime now, Took took, std::size_t listed)
{
    auto const& withdrawal = document.withdrawal();
    auto force = Force::acts;
    bool const takes = took == Took::a_listed_bundle && withdrawal.reason != Reason::superseded;
    if (takes && is_over_the_brake(withdrawal.bundle, now, listed)) force = Force::waits;
    if (withdrawal.reason == Reason::law) force = Force::waits;
    WithdrawalMark const mark{document.hash(), now, force, took};
    restore(std::move(document), mark);
}

void Withdrawals::restore(AcceptedWithdrawal document, WithdrawalMark const& mark)
{
    auto const hash = document.hash();
    auto const bundle = document.withdrawal().bundle;
    auto const [at, is_new] =
        held_.try_emplace(hash, HeldWithdrawal{std::move(document), mark.accepted, mark.force, mark.took});
    if (is_new) by_bundle_.emplace(bundle, at->first);
}

void Withdrawals::forget_judged_from(std::uint64_t root_version)
{
    auto const is_forgotten = [&](Sha256 const& hash) {
        return held_.at(hash).document.withdrawal().root >= root_version;
    };
    std::erase_if(by_bundle_, [&](auto const& entry) { return is_forgotten(entry.second); });
    std::erase_if(held_, [&](auto const& entry) { return is_forgotten(entry.first); });
}

bool Withdrawals::set_force(Sha256 const& withdrawal, Force force)
{
    auto const found = held_.find(withdrawal);
    if (found == held_.end()) return false;
    found->second.force = force;
    return true;
}

}  // namespace nightletter::trust
