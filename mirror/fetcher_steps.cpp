// How the fetcher moves one bundle from step to step; fetcher.cpp says when.
#include <algorithm>

#include "mirror/fetch_stages.hpp"
#include "mirror/fetcher.hpp"

namespace nightletter::mirror {

Fetcher::Bundle* Fetcher::find(InfoHash const& info_hash, Step step)
{
    auto const known = by_info_hash_.find(info_hash);
    return known == by_info_hash_.end() ? nullptr : find(known->second, step);
}

Fetcher::Bundle* Fetcher::find(BundleId const& bundle, Step step)
{
    auto const found = bundles_.find(bundle);
    return found == bundles_.end() || found->second.step != step ? nullptr : &found->second;
}

void Fetcher::move(Bundle& bundle, Step step)
{
    auto const& release = bundle.order.release;
    bundle.step = step;
    if (step == Step::waiting) {
        auto const source = bundle.copy_from.empty() ? Turns::Source::swarm : Turns::Source::this_machine;
        auto const wish = policy_.choice.pinned.contains(release.bundle) ? Turns::Wish::pinned : Turns::Wish::ordinary;
        busy_.erase(release.bundle);
        return turns_.wait({wish, source, release.bytes, release.bundle}, bundle.not_before);
    }
    turns_.leave(release.bundle);
    if (step == Step::left_out)
        busy_.erase(release.bundle);
    else
        busy_.insert(release.bundle);
}

bool Fetcher::leave_out(Bundle& bundle, std::optional<LeftOut> reason)
{
    if (!reason) return false;
    actions_.emplace_back(ReportLeftOut{bundle.order.publisher, bundle.order.release.bundle, *reason});
    discard(bundle);
    bundle.not_before = Moment::max();
    move(bundle, Step::left_out);
    return true;
}

void Fetcher::forget(Bundle const& bundle)
{
    auto const release = bundle.order.release;
    turns_.leave(release.bundle);
    busy_.erase(release.bundle);
    by_info_hash_.erase(release.info_hash);
    bundles_.erase(release.bundle);
}

void Fetcher::discard(Bundle& bundle)
{
    bundle.is_past_text = false;
    actions_.emplace_back(DiscardQuarantine{bundle.order.release.info_hash});
    bundle.has_borrowed = false;  // what was taken over is gone with the rest
}

void Fetcher::begin_some(Moment now)
{
    if (!room_is_known_) return;
    while (busy_.size() < policy_.at_once) {
        auto const next = turns_.next(now);
        if (!next) return;
        auto& bundle = bundles_.at(*next);
        if (!may_spend_on(bundle)) {
            bundle.not_before = now + room_pause;
            move(bundle, Step::waiting);
            continue;
        }
        if (has_room_for(bundle)) {
            bundle.has_waited_for_room = false;
            begin(bundle, now);
            continue;
        }
        // Told once; where a copy of it lies is not forgotten.
        if (!std::exchange(bundle.has_waited_for_room, true)) {
            auto const& order = bundle.order;
            auto const reason = word(Refusal::no_space);
            actions_.emplace_back(ReportRefused{order.publisher, order.release.bundle, std::string{reason}, ""});
        }
        bundle.not_before = now + room_pause;
        move(bundle, Step::waiting);
    }
}

bundles::TierSet Fetcher::tiers_of(Bundle const& bundle) const
{
    auto const text = bundles::TierSet::up_to(bundles::Tier::text);
    // What is beyond its text already goes on as it began, once it may.
    bool const is_fresh = !bundle.is_past_text && bundle.order.held.empty();
    if (spending_ == Spending::text_only && is_fresh) return text;
    return policy_.tiers.with(bundle.order.held);
}

bool Fetcher::may_spend_on(Bundle const& bundle) const
{
    if (spending_ == Spending::within_budget || !bundle.copy_from.empty()) return true;
    bool const is_fresh = !bundle.is_past_text && bundle.order.held.empty() && bundle.order.torrent.empty();
    return spending_ == Spending::text_only && is_fresh;
}

bool Fetcher::has_room_for(Bundle const& bundle) const
{
    std::uint64_t promised = 0;  // of the bundles that are worked on, in all
    std::uint64_t promised_of_publisher = 0;
    std::uint64_t missing = 0;  // what they have not written yet
    for (auto const& id : busy_) {
        auto const& other = bundles_.at(id);
        if (&other == &bundle) continue;
        auto const size = bytes_wanted(other);
        promised += size;
        if (other.order.publisher == bundle.order.publisher) promised_of_publisher += size;
        missing += size - std::min(size, other.held_bytes);
    }
    auto const size = bytes_wanted(bundle);
    auto const kept = room_.kept_of.find(bundle.order.publisher);
    auto const kept_of_publisher = kept == room_.kept_of.end() ? 0 : kept->second;
    bool const is_pinned = policy_.choice.pinned.contains(bundle.order.release.bundle);
    bool const within_quota = policy_.quota == 0 || room_.kept + promised + size <= policy_.quota;
    bool const within_publishers = is_pinned || policy_.publisher_quota == 0 ||
                                   kept_of_publisher + promised_of_publisher + size <= policy_.publisher_quota;
    return within_quota && within_publishers && room_.free >= policy_.min_free + missing + size;
}

std::uint64_t Fetcher::bytes_wanted(Bundle const& bundle) const
{
    auto const tiers = tiers_of(bundle);
    if (tiers == bundles::TierSet::all()) return bundle.order.release.bytes;
    if (!bundle.torrent) return 0;
    std::uint64_t bytes = 0;
    for (auto const& file : bundle.torrent->files()) {
        if (tiers.has(bundles::tier_of(file.path).value_or(bundles::Tier::video))) bytes += file.size;
    }
    return bytes;
}

void Fetcher::begin(Bundle& bundle, Moment now)
{
    bundle.since = now;
    bundle.held_bytes = 0;
    if (!bundle.copy_from.empty()) {
        bundle.has_borrowed = bundle.is_past_text = false;  // its quarantine is emptied first
        move(bundle, Step::copying);
        actions_.emplace_back(CopyIn{bundle.order.release.bundle, bundle.order.release.info_hash, bundle.copy_from});
        return;
    }
    if (bundle.torrent) return begin_fetch(bundle, now);
    move(bundle, Step::asking_neighbours);
    actions_.emplace_back(AskNeighbours{bundle.order.publisher, bundle.order.release.info_hash});
}

bool Fetcher::may_borrow(Bundle const& bundle)
{
    return bundle.torrent && bundle.order.lender && !bundle.has_borrowed;
}

void Fetcher::begin_fetch(Bundle& bundle, Moment now)
{
    auto const& release = bundle.order.release;
    bundle.since = now;
    if (may_borrow(bundle)) {
        bundle.has_borrowed = true;
        move(bundle, Step::borrowing);
        actions_.emplace_back(
            BorrowFiles{release.bundle, release.info_hash, *bundle.order.lender, bundle.torrent->torrent()});
        return;
    }
    bundle.stages_wanted = 0;
    bundle.peers = 0;
    move(bundle, bundle.torrent ? Step::fetching : Step::asking_swarm);
    actions_.emplace_back(BeginFetch{bundle.order.publisher, release.bundle, release.info_hash,
                                     bundle.torrent ? bundle.torrent->torrent() : Bytes{}});
    if (bundle.torrent) want_next_stage(bundle);
}

bool Fetcher::take_info(Bundle& bundle, ByteView info, Moment now)
{
    auto const& release = bundle.order.release;
    auto torrent = bundles::check_info(info, {.info_hash = release.info_hash});
    std::string_view fault;
    if (!torrent) {
        fault = bundles::word(torrent.error());
    } else if (torrent->total_bytes() != release.bytes || torrent->files().size() != release.files) {
        fault = word(Refusal::wrong_size);
    }
    if (fault.empty()) {
        bundle.torrent = std::move(*torrent);
        return may_take(bundle, now);
    }
    turn_down(bundle, fault, now);
    return false;
}

bool Fetcher::may_take(Bundle& bundle, Moment now)
{
    auto const reason = left_out(policy_.choice, bundle.order.release.bundle, *bundle.torrent);
    if (reason && is_in_swarm(bundle)) {
        bundle.why_left_out = reason;
        leave(bundle, AfterLeaving::leave_out);
        return false;
    }
    if (leave_out(bundle, reason)) return false;
    if (has_room_for(bundle)) return true;
    turn_down(bundle, word(Refusal::no_space), now);
    return false;
}

void Fetcher::turn_down(Bundle& bundle, std::string_view reason, Moment now)
{
    bool const in_swarm = is_in_swarm(bundle);
    refuse(bundle, reason, "", now);
    if (in_swarm) return leave(bundle, AfterLeaving::wait);
    // The web may still be looking for its torrent.
    actions_.emplace_back(EndFetch{bundle.order.release.info_hash});
}

void Fetcher::want_next_stage(Bundle& bundle)
{
    auto stages = fetch_stages(*bundle.torrent, tiers_of(bundle));
    NIGHTLETTER_INSIST(bundle.stages_wanted < stages.size());
    auto const of_text = fetch_stages(*bundle.torrent, bundles::TierSet::up_to(bundles::Tier::text)).size();
    if (bundle.stages_wanted >= of_text) bundle.is_past_text = true;
    actions_.emplace_back(WantFiles{bundle.order.release.info_hash, std::move(stages[bundle.stages_wanted])});
    ++bundle.stages_wanted;
}

void Fetcher::leave(Bundle& bundle, AfterLeaving after)
{
    move(bundle, Step::leaving);
    bundle.after = after;
    actions_.emplace_back(EndFetch{bundle.order.release.info_hash});
}

void Fetcher::pause(Bundle& bundle, Moment now)
{
    auto const growth = 1 << std::min(bundle.failures, 10U);
    bundle.not_before = now + std::min(longest_pause, first_pause * growth);
    ++bundle.failures;
}

void Fetcher::refuse(Bundle& bundle, std::string_view reason, std::string_view path, Moment now)
{
    auto const& order = bundle.order;
    actions_.emplace_back(ReportRefused{order.publisher, order.release.bundle, std::string{reason}, std::string{path}});
    bundle.copy_from.clear();
    bundle.not_before = now + pause_after_refusal;
    move(bundle, Step::waiting);
}

void Fetcher::judge(Bundle& bundle)
{
    move(bundle, Step::judging);
    auto order = bundle.order;
    order.torrent = bundle.torrent->torrent();
    JudgeAndSeal task{std::move(order), bundle.copy_from.empty() ? Origin::swarm : Origin::folder};
    if (task.origin == Origin::swarm) {
        for (auto const& stage : fetch_stages(*bundle.torrent, tiers_of(bundle)))
            task.paths.insert(stage.begin(), stage.end());
    }
    actions_.emplace_back(std::move(task));
}

}  // namespace nightletter::mirror
