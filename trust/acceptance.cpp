// Roots and feeds: what is adopted, and what follows from it. docs/formats.md section 6 C and D.
#include "trust/acceptance.hpp"

#include <set>

#include "trust/judging.hpp"

namespace nightletter::trust {
namespace {

constexpr std::int64_t clock_slack = 48 * 3600;  // seconds that an `issued` may be ahead and still raise the floor

}  // namespace

Acceptance::Acceptance(PublisherId const& pinned, UtcTime time_floor) : publisher_{pinned}, time_floor_{time_floor} {}

void Acceptance::raise_floor(UtcTime issued, UtcTime local_clock)
{
    if (issued.seconds <= local_clock.seconds + clock_slack) time_floor_ = std::max(time_floor_, issued);
}

Expected<AcceptedRoot, Refusal> Acceptance::consider_root(Candidate const& candidate, UtcTime local_clock)
{
    if (!chain_) {
        auto chain = RootChain::begin(candidate, publisher_);
        if (!chain) return fail(chain.error());
        chain_ = std::move(*chain);
        raise_floor(chain_->newest().root().issued, local_clock);
        return chain_->newest();
    }
    auto longer = *chain_;
    if (auto const step = longer.extend(candidate); !step) {
        bool const is_news = step.error() == Refusal::root_fork && sha256(candidate.document) != rejected_root_;
        if (is_news && !root_fork_) root_fork_ = proof_against(candidate);
        return fail(step.error());
    }
    if (root_fork_) return fail(Refusal::root_fork);  // a person decides which goes on
    bool const epoch_grew = longer.newest().root().epoch != chain_->newest().root().epoch;
    bool const announces_anew = longer.newest().root().announce != chain_->newest().root().announce;
    chain_ = std::move(longer);
    if (epoch_grew) start_epoch(chain_->newest().root());
    if (epoch_grew || announces_anew) feeds_.heard.reset();
    raise_floor(chain_->newest().root().issued, local_clock);
    return chain_->newest();
}

Expected<void, Refusal> Acceptance::consider_roots(std::span<Candidate const> candidates, UtcTime local_clock)
{
    if (candidates.size() > most_roots_at_once) return fail(Refusal::chain_too_long);
    for (auto const& candidate : candidates) {
        auto const step = consider_root(candidate, local_clock);
        if (!step && step.error() != Refusal::already_held) return fail(step.error());
    }
    return {};
}

// 6 C: what the floor of a new epoch leaves of the feeds held.
void Acceptance::start_epoch(Root const& root)
{
    FeedPoint const floor = root.floor.value_or(FeedPoint{root.epoch, 0, {}});
    auto const is_above = [&](FeedPoint const& point) {
        return !root.floor || (point != floor && !point.is_older_than(floor));
    };
    std::erase_if(feeds_.marks, [&](FeedMark const& mark) { return is_above(mark.point); });
    if (feeds_.newest && feeds_.newest->point() == root.floor) {
        feeds_.believed.reset();  // an earlier floor may have disowned it
    } else if (feeds_.newest && is_above(feeds_.newest->point())) {
        // What was listed below it still counts: by the floor's own feed, or by the newest before it that came here.
        feeds_.believed = 0;
        if (!feeds_.marks.empty() && feeds_.marks.back().last) {
            if (auto const place = feeds_.newest->place_of(*feeds_.marks.back().last)) feeds_.believed = *place + 1;
        }
    }
    feeds_.high_water = floor;
    feeds_.gap_since.reset();
    equivocation_.reset();
    suspend_withdrawals();
}

Expected<AcceptedFeed, Refusal> Acceptance::consider_feed(Candidate const& candidate, UtcTime local_clock)
{
    return consider_feed(candidate, {}, local_clock);
}

Expected<AcceptedFeed, Refusal> Acceptance::consider_feed(Candidate const& candidate,
                                                          std::span<Candidate const> withdrawals, UtcTime local_clock)
{
    if (candidate.document.size() > largest_feed) return fail(Refusal::too_large);
    if (!chain_) return fail(Refusal::unknown_root);
    auto const hash = sha256(candidate.document);
    bool const is_newest = feeds_.newest && feeds_.newest->point().feed == hash;
    if (is_newest && !feeds_.is_disowned()) return fail(Refusal::already_held);

    bool const is_high_water = feeds_.high_water && feeds_.high_water->feed == hash;
    auto judged = judge_feed(candidate, *chain_, is_high_water ? Judges::named_alone : Judges::named_and_newest);
    if (!judged) return fail(judged.error());
    auto& feed = judged->statement;
    if (root_fork_) return fail(Refusal::root_fork);
    if (auto const order = check_order(feed, hash, feeds_, chain_->newest().root()); !order) {
        bool const is_news = order.error() == Refusal::equivocation && !equivocation_ && feeds_.newest &&
                             feeds_.newest->point() == feeds_.high_water;
        if (is_news) equivocation_ = proof_against(candidate);
        return fail(order.error());
    }
    if (equivocation_) return fail(Refusal::forked);

    auto shelf = with_documents_of(feed, withdrawals, local_clock);
    if (auto const kept = check_kept_lines(feed, hash, feeds_, shelf); !kept) return fail(kept.error());
    FeedPoint const point{feed.epoch, feed.seq, hash};
    adopt(AcceptedFeed{std::move(feed), point, candidate, std::move(judged->signers)}, std::move(shelf), local_clock);
    return *feeds_.newest;
}

void Acceptance::adopt(AcceptedFeed feed, Withdrawals withdrawals, UtcTime local_clock)
{
    auto const& releases = feed.feed().releases;
    if (auto const gap = gap_before(feed.feed(), feeds_); gap && !feeds_.gap_since) feeds_.gap_since = gap;
    auto& marks = feeds_.marks;
    // It need not begin with what earlier feeds listed, so their marks could not be found in it.
    if (is_spoken_for(feed.feed(), feed.point().feed, feeds_)) marks.clear();
    keep_marks_findable(feeds_, feed.feed());
    if (marks.size() == most_marks) marks.erase(marks.begin());
    marks.push_back({feed.point(), releases.empty() ? std::nullopt : std::optional{releases.back().bundle}});

    raise_floor(feed.feed().issued, local_clock);
    for (auto const& [hash, held] : withdrawals.all()) {
        if (withdrawals_.find(hash) == nullptr) raise_floor(held.document.withdrawal().issued, local_clock);
    }
    feeds_.high_water = feed.point();
    feeds_.believed.reset();
    if (feeds_.heard && !feeds_.high_water->is_older_than(*feeds_.heard)) feeds_.heard.reset();
    bool const opens_epoch = feed.point().epoch == chain_->newest().root().epoch;
    feeds_.newest = std::move(feed);
    withdrawals_ = std::move(withdrawals);
    if (opens_epoch) settle_withdrawals();
}

Expected<Heads, Refusal> Acceptance::consider_heads(ByteView document) const
{
    auto heads = Heads::parse(document);
    if (!heads) return heads;
    if (!chain_ || !feeds_.newest) return fail(Refusal::unknown_root);
    auto const& newest = *feeds_.newest;
    auto const checked =
        check_heads(*heads, newest.point(), newest.feed().issued, publisher_, chain_->newest().root().announce.key);
    if (!checked) return fail(checked.error());
    return heads;
}

Expected<FeedPoint, Refusal> Acceptance::consider_head(ByteView value, std::uint64_t item_seq, std::string_view salt,
                                                       Signature const& signature)
{
    if (!chain_) return fail(Refusal::unknown_root);
    auto const& root = chain_->newest().root();
    auto const point = check_head(value, item_seq, salt, signature, root.announce.key);
    if (!point) return point;
    if (point->epoch > root.epoch) return fail(Refusal::unknown_root);
    auto const newest = feeds_.heard ? feeds_.heard : feeds_.high_water;
    if (newest && point->is_older_than(*newest)) return fail(Refusal::rolled_back);
    if (newest && !newest->is_older_than(*point)) {
        return fail(*newest == *point ? Refusal::already_held : Refusal::equivocation);
    }
    feeds_.heard = *point;
    return point;
}

}  // namespace nightletter::trust
