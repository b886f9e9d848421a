#include "mirror/errand.hpp"

#include <algorithm>
#include <vector>

#include "trust/feed.hpp"

namespace nightletter::mirror {
namespace {

// A neighbour that announces more is not followed through all of them.
constexpr std::uint32_t most_withdraw_lines = 2 * trust::most_releases;

}  // namespace

Errand::Errand(AlreadyHeld held, FeedWish feed) : held_{std::move(held)}
{
    // Withdrawals before the feed: a feed without a release is believed only with the withdrawal that explains it.
    plan_ = {Ask{Shelf::roots, held_.root_version + 1}, Ask{Shelf::withdrawals, 0}};
    if (feed == FeedWish::not_wanted) return;
    plan_.emplace_back(Ask{Shelf::feed, 0});
    plan_.emplace_back(Ask{Shelf::heads, 0});
}

std::optional<Question> Errand::next() const
{
    if (plan_.empty()) return std::nullopt;
    return plan_.front();
}

Expected<void, Refusal> Errand::take(Answer answer)
{
    NIGHTLETTER_INSIST(!plan_.empty());
    plan_.pop_front();
    if (std::holds_alternative<NotHeld>(answer)) return fail(Refusal::not_held);
    if (auto const* const index = std::get_if<Index>(&answer)) return take_index(*index);
    put_away(std::get<WholeDocument>(std::move(answer)));
    return {};
}

Expected<void, Refusal> Errand::take_index(Index const& index)
{
    switch (index.what) {
        case Shelf::roots:
            plan_roots(index);
            return {};
        case Shelf::withdrawals:
            plan_withdrawals(index);
            return {};
        case Shelf::feed:
        case Shelf::heads:
            break;
    }
    if (index.entries.empty()) return {};
    auto const& entry = index.entries.front();
    bool const is_feed = index.what == Shelf::feed;
    if (entry.document == (is_feed ? held_.feed : held_.heads)) return {};
    plan(entry, is_feed ? DocumentKind::feed : DocumentKind::heads);
    return {};
}

void Errand::plan_roots(Index const& index)
{
    auto const count = std::min(index.entries.size(), most_roots);
    // Planned backwards, because each pair goes to the front.
    for (auto at = count; at-- > 0;) plan(index.entries[at], DocumentKind::root);
    if (index.total > held_.root_version + count) left_something_ = true;
}

void Errand::plan_withdrawals(Index const& index)
{
    std::vector<IndexEntry> missing;
    for (auto const& entry : index.entries) {
        if (!held_.withdrawals.contains(entry.document)) missing.push_back(entry);
    }
    auto const count = std::min(missing.size(), most_withdrawals - withdrawals_planned_);
    bool const full = count < missing.size();
    auto const seen = static_cast<std::uint32_t>(index.first + index.entries.size());
    bool const more = !index.entries.empty() && seen < std::min(index.total, most_withdraw_lines);
    if (more && !full) plan_.emplace_front(Ask{Shelf::withdrawals, seen});
    for (auto at = count; at-- > 0;) plan(missing[at], DocumentKind::withdrawal);
    withdrawals_planned_ += count;
    left_something_ = left_something_ || full;
}

void Errand::plan(IndexEntry const& entry, DocumentKind kind)
{
    if (kind != DocumentKind::heads) plan_.emplace_front(Wanted{entry.signatures, DocumentKind::signature_set});
    plan_.emplace_front(Wanted{entry.document, kind});
}

void Errand::put_away(WholeDocument document)
{
    if (document.wanted.kind == DocumentKind::heads) {
        haul_.heads = std::move(document.bytes);
        return;
    }
    if (document.wanted.kind != DocumentKind::signature_set) {
        document_kind_ = document.wanted.kind;
        document_ = std::move(document.bytes);
        return;
    }
    trust::Candidate candidate{std::move(document_), std::move(document.bytes)};
    if (document_kind_ == DocumentKind::root) haul_.roots.push_back(std::move(candidate));
    if (document_kind_ == DocumentKind::withdrawal) haul_.withdrawals.push_back(std::move(candidate));
    if (document_kind_ == DocumentKind::feed) haul_.feed = std::move(candidate);
}

}  // namespace nightletter::mirror
