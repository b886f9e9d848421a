#include "trust/feed_order.hpp"

#include <unordered_map>

namespace nightletter::trust {
namespace {

// The document of H itself is at hand, so that a contradiction of it can be shown to anybody.
bool holds_document_of_high_water(HeldFeeds const& held)
{
    return held.newest && !held.is_disowned() && held.newest->point() == *held.high_water;
}

Expected<void, Refusal> check_release_lines(Feed const& next, HeldFeeds const& held, Withdrawals const& withdrawals,
                                            std::unordered_map<BundleId, Sha256> const& withdraw_lines)
{
    std::unordered_map<BundleId, std::size_t> places;
    places.reserve(next.releases.size());
    for (auto const& release : next.releases) places.emplace(release.bundle, places.size());

    std::size_t kept = 0;  // so far; the next one that is kept must stand exactly there
    for (auto const& release : held.releases()) {
        auto const place = places.find(release.bundle);
        if (place != places.end()) {
            if (place->second != kept || next.releases[kept] != release) return fail(Refusal::release_changed);
            ++kept;
            continue;
        }
        auto const line = withdraw_lines.find(release.bundle);
        if (line == withdraw_lines.end()) return fail(Refusal::shrunk);
        auto const* const document = withdrawals.find(line->second);
        if (document == nullptr) return fail(Refusal::withdrawal_missing);
        auto const& withdrawal = document->document.withdrawal();
        if (withdrawal.bundle != release.bundle || !is_final(withdrawal.reason)) return fail(Refusal::shrunk);
    }
    return {};
}

// Only a hide leaves: once it has lapsed, or when a final reason takes its place.
Expected<void, Refusal> check_withdraw_line(WithdrawLine const& old, Feed const& next, Withdrawals const& withdrawals,
                                            std::unordered_map<BundleId, Sha256> const& withdraw_lines)
{
    auto const line = withdraw_lines.find(old.bundle);
    if (line != withdraw_lines.end() && line->second == old.withdrawal) return {};
    auto const* const before = withdrawals.find(old.withdrawal);
    if (before == nullptr) return {};  // a line whose document was never seen has changed nothing
    auto const& withdrawal = before->document.withdrawal();
    if (withdrawal.reason != Reason::hide) return fail(Refusal::withdraw_dropped);
    if (next.issued > *withdrawal.until) return {};
    if (line == withdraw_lines.end()) return fail(Refusal::withdraw_dropped);
    auto const* const after = withdrawals.find(line->second);
    if (after == nullptr) return fail(Refusal::withdrawal_missing);
    if (!is_final(after->document.withdrawal().reason)) return fail(Refusal::withdraw_dropped);
    return {};
}

}  // namespace

std::span<Release const> HeldFeeds::releases() const
{
    if (!newest) return {};
    std::span<Release const> const all{newest->feed().releases};
    return believed ? all.first(*believed) : all;
}

Expected<void, Refusal> check_order(Feed const& next, Sha256 const& hash, HeldFeeds const& held,
                                    Root const& newest_root)
{
    if (!held.high_water) return next.epoch < newest_root.epoch ? fail(Refusal::disowned) : Expected<void, Refusal>{};
    auto const& high = *held.high_water;
    FeedPoint const point{next.epoch, next.seq, hash};
    if (point == high) return {};  // its document was lost, or only a floor has named it
    if (point.is_older_than(high)) return fail(Refusal::rolled_back);
    if (next.epoch < newest_root.epoch) return fail(Refusal::disowned);
    if (next.epoch == high.epoch && next.seq == high.seq) return fail(Refusal::equivocation);
    if (next.seq <= high.seq) return fail(Refusal::broken_chain);  // a new epoch goes on counting
    if (next.seq == high.seq + 1 && next.prev != high.feed) {
        bool const can_be_shown = next.epoch == high.epoch && holds_document_of_high_water(held);
        return fail(can_be_shown ? Refusal::equivocation : Refusal::broken_chain);
    }
    return {};
}

Expected<void, Refusal> check_kept_lines(Feed const& next, HeldFeeds const& held, Withdrawals const& withdrawals)
{
    if (!held.newest) return {};
    std::unordered_map<BundleId, Sha256> lines;
    lines.reserve(next.withdrawals.size());
    for (auto const& line : next.withdrawals) lines.emplace(line.bundle, line.withdrawal);
    if (auto const kept = check_release_lines(next, held, withdrawals, lines); !kept) return kept;
    if (held.is_disowned()) return {};
    for (auto const& old : held.newest->feed().withdrawals) {
        if (auto const kept = check_withdraw_line(old, next, withdrawals, lines); !kept) return kept;
    }
    return {};
}

std::optional<std::uint64_t> gap_before(Feed const& next, HeldFeeds const& held)
{
    if (!held.newest || !held.high_water || next.seq <= held.high_water->seq + 1) return std::nullopt;
    return held.high_water->seq;
}

}  // namespace nightletter::trust
