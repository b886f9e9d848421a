#include "trust/feed_order.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace nightletter::trust {
namespace {

// The document of H itself is at hand, so that a contradiction of it can be shown to anybody.
bool holds_document_of_high_water(HeldFeeds const& held)
{
    return held.newest && !held.is_disowned() && held.newest->point() == *held.high_water;
}

std::unordered_set<BundleId> bundles_of(Feed const& feed)
{
    std::unordered_set<BundleId> bundles;
    bundles.reserve(feed.releases.size());
    for (auto const& release : feed.releases) bundles.insert(release.bundle);
    return bundles;
}

// D.16: those of the releases held that stand in `next` stand first there, alike and in their order.
bool keeps_what_stays(Feed const& next, HeldFeeds const& held, std::unordered_set<BundleId> const& stays)
{
    auto at = next.releases.begin();
    return std::ranges::all_of(held.releases(), [&](Release const& release) {
        if (!stays.contains(release.bundle)) return true;
        return *at++ == release;  // there are as many in `next` as stay
    });
}

// D.17: a release that is gone was taken out by a final withdrawal.
Expected<void, Refusal> check_departure(Release const& release, Withdrawals const& withdrawals,
                                        std::unordered_map<BundleId, Sha256> const& withdraw_lines)
{
    auto const line = withdraw_lines.find(release.bundle);
    if (line == withdraw_lines.end()) return fail(Refusal::shrunk);
    auto const* const document = withdrawals.find(line->second);
    if (document == nullptr) return fail(Refusal::withdrawal_missing);
    auto const& withdrawal = document->document.withdrawal();
    if (withdrawal.bundle != release.bundle || !is_final(withdrawal.reason)) return fail(Refusal::shrunk);
    return {};
}

Expected<void, Refusal> check_release_lines(Feed const& next, HeldFeeds const& held, Withdrawals const& withdrawals,
                                            std::unordered_map<BundleId, Sha256> const& withdraw_lines)
{
    auto const stays = bundles_of(next);
    if (!keeps_what_stays(next, held, stays)) return fail(Refusal::release_changed);
    for (auto const& release : held.releases()) {
        if (stays.contains(release.bundle)) continue;
        if (auto const left = check_departure(release, withdrawals, withdraw_lines); !left) return left;
    }
    return {};
}

// A hide leaves once it has lapsed; it and `superseded` give way to a final reason.
Expected<void, Refusal> check_withdraw_line(WithdrawLine const& old, Feed const& next, Withdrawals const& withdrawals,
                                            std::unordered_map<BundleId, Sha256> const& withdraw_lines)
{
    auto const line = withdraw_lines.find(old.bundle);
    if (line != withdraw_lines.end() && line->second == old.withdrawal) return {};
    auto const* const before = withdrawals.find(old.withdrawal);
    if (before == nullptr) return {};  // a line whose document was never seen has changed nothing
    auto const& withdrawal = before->document.withdrawal();
    if (is_final(withdrawal.reason)) return fail(Refusal::withdraw_dropped);
    if (withdrawal.until && next.issued > *withdrawal.until) return {};
    if (line == withdraw_lines.end()) return fail(Refusal::withdraw_dropped);
    auto const* const after = withdrawals.find(line->second);
    if (after == nullptr) return fail(Refusal::withdrawal_missing);
    if (!is_final(after->document.withdrawal().reason)) return fail(Refusal::withdraw_dropped);
    return {};
}

}  // namespace

bool HeldFeeds::has_seen_high_water() const
{
    if (!high_water || !newest) return false;
    return newest->point() == *high_water || std::ranges::find(marks, *high_water, &FeedMark::point) != marks.end();
}

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

bool is_spoken_for(Feed const& next, Sha256 const& hash, HeldFeeds const& held)
{
    if (held.high_water && held.high_water->feed == hash) return true;
    return held.newest && next.epoch != held.newest->point().epoch && !held.has_seen_high_water();
}

Expected<void, Refusal> check_kept_lines(Feed const& next, Sha256 const& hash, HeldFeeds const& held,
                                         Withdrawals const& withdrawals)
{
    if (!held.newest || is_spoken_for(next, hash, held)) return {};
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

void keep_marks_findable(HeldFeeds& held, Feed const& next)
{
    if (!held.newest) return;
    auto const stays = bundles_of(next);
    auto const& before = held.newest->feed().releases;
    for (auto& mark : held.marks) {
        auto const last = mark.last ? held.newest->place_of(*mark.last) : std::nullopt;
        auto count = last ? *last + 1 : 0;
        while (count > 0 && !stays.contains(before[count - 1].bundle)) --count;
        mark.last = count > 0 ? std::optional{before[count - 1].bundle} : std::nullopt;
    }
}

std::optional<std::uint64_t> gap_before(Feed const& next, HeldFeeds const& held)
{
    if (!held.newest || !held.high_water || next.seq <= held.high_water->seq + 1) return std::nullopt;
    return held.high_water->seq;
}

}  // namespace nightletter::trust
