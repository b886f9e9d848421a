#include "mirror/fetcher.hpp"

#include <algorithm>

#include "mirror/fetch_stages.hpp"

namespace nightletter::mirror {

FetchActions Fetcher::handle(FetchEvent const& event, Moment now)
{
    std::visit([&](auto const& one) { on(one, now); }, event);
    begin_some(now);
    return std::exchange(actions_, {});
}

FetchActions Fetcher::tick(Moment now)
{
    bool const others_wait = turns_.next(now).has_value();
    for (auto const& id : busy_) {
        auto& bundle = bundles_.at(id);
        bool const impatient = now - bundle.since >= neighbours_patience;
        if (bundle.step == Step::asking_neighbours && impatient) begin_fetch(bundle, now);
        bool const in_swarm = bundle.step == Step::asking_swarm || bundle.step == Step::fetching;
        auto const patience = bundle.peers == 0 ? lonely_patience : stall_patience;
        if (in_swarm && others_wait && now - bundle.since >= patience) {
            pause(bundle, now);
            leave(bundle, AfterLeaving::wait);
        }
    }
    begin_some(now);
    return std::exchange(actions_, {});
}

bool Fetcher::is_enough(bundles::TierSet held) const
{
    return std::ranges::all_of(bundles::all_tiers,
                               [&](auto tier) { return held.has(tier) || !policy_.tiers.has(tier); });
}

bool Fetcher::is_in_swarm(InfoHash const& info_hash) const
{
    auto const known = by_info_hash_.find(info_hash);
    if (known == by_info_hash_.end()) return false;
    auto const& bundle = bundles_.at(known->second);
    return is_in_swarm(bundle) || bundle.step == Step::leaving;
}

std::size_t Fetcher::unfinished(Moment now) const
{
    return static_cast<std::size_t>(std::count_if(bundles_.begin(), bundles_.end(), [&](auto const& entry) {
        return entry.second.not_before < now + pause_after_refusal / 2;
    }));
}

void Fetcher::on(ReleaseNamed const& event, Moment now)
{
    // One publisher cannot give two bundles one info-hash; a line that tries is never fetched.
    auto const known = by_info_hash_.find(event.order.release.info_hash);
    if (known != by_info_hash_.end()) return;
    auto const [at, added] = bundles_.try_emplace(event.order.release.bundle);
    if (!added) return;
    auto& bundle = at->second;
    bundle.order = event.order;
    if (!bundle.order.lender) bundle.order.lender = event.order.release.replaces;
    bundle.since = now;
    by_info_hash_[event.order.release.info_hash] = at->first;
    if (leave_out(bundle, left_out(policy_.choice, event.order.publisher, event.order.release))) return;
    move(bundle, Step::waiting);
    if (event.order.torrent.empty()) return;
    auto torrent = bundles::check_torrent(event.order.torrent, {.info_hash = event.order.release.info_hash});
    if (!torrent) return;
    bundle.torrent = std::move(*torrent);
    (void)leave_out(bundle, left_out(policy_.choice, at->first, *bundle.torrent));
}

void Fetcher::on(ReleaseGone const& event, Moment)
{
    auto const found = bundles_.find(event.bundle);
    if (found == bundles_.end()) return;
    auto& bundle = found->second;
    if (bundle.step == Step::asking_swarm || bundle.step == Step::fetching) return leave(bundle, AfterLeaving::forget);
    if (bundle.step == Step::leaving) {
        bundle.after = AfterLeaving::forget;
        return;
    }
    // What is being copied or judged ends by itself; its answer finds nobody.
    actions_.emplace_back(DiscardQuarantine{bundle.order.release.info_hash});
    forget(bundle);
}

void Fetcher::on(InfoFound const& event, Moment now)
{
    auto* const bundle = find(event.info_hash, Step::asking_neighbours);
    if (bundle == nullptr) return;
    if (take_info(*bundle, event.info, now)) begin_fetch(*bundle, now);
}

void Fetcher::on(TorrentFound const& event, Moment now)
{
    auto const known = by_info_hash_.find(event.info_hash);
    if (known == by_info_hash_.end()) return;
    auto& bundle = bundles_.at(known->second);
    bool const in_swarm = bundle.step == Step::asking_swarm || bundle.step == Step::fetching;
    if (!in_swarm && bundle.step != Step::asking_neighbours) return;
    if (bundle.torrent && bundle.torrent->has_all_layers()) return;
    auto torrent = bundles::check_torrent(event.torrent, {.info_hash = event.info_hash});
    if (!torrent) return;
    bundle.torrent = std::move(*torrent);
    if (!may_take(bundle, now)) return;
    // The swarm takes no layers for a torrent it has already; what is on disk is kept.
    if (in_swarm) return leave(bundle, AfterLeaving::fetch);
    begin_fetch(bundle, now);
}

void Fetcher::on(InfoNotHeld const& event, Moment now)
{
    if (auto* const bundle = find(event.info_hash, Step::asking_neighbours)) begin_fetch(*bundle, now);
}

void Fetcher::on(swarm::InfoArrived const& event, Moment now)
{
    auto* const bundle = find(event.bundle, Step::asking_swarm);
    if (bundle == nullptr || !take_info(*bundle, event.info, now)) return;
    // Nothing is on disk yet; the swarm begins again with what can be borrowed.
    if (may_borrow(*bundle)) return leave(*bundle, AfterLeaving::fetch);
    actions_.emplace_back(AdmitFetch{event.bundle, bundle->torrent->torrent()});
    move(*bundle, Step::fetching);
    bundle->since = now;
    want_next_stage(*bundle);
}

void Fetcher::on(swarm::Standing const& event, Moment now)
{
    auto const known = by_info_hash_.find(event.bundle);
    if (known == by_info_hash_.end()) return;
    auto& bundle = bundles_.at(known->second);
    if (bundle.step != Step::fetching && bundle.step != Step::asking_swarm) return;
    if (event.held_bytes > bundle.held_bytes) bundle.since = now;
    bundle.held_bytes = event.held_bytes;
    bundle.peers = event.peers;
    actions_.emplace_back(ReportProgress{known->second, bundle.order.release.bytes, event});
}

void Fetcher::on(swarm::Arrived const& event, Moment now)
{
    auto* const bundle = find(event.bundle, Step::fetching);
    if (bundle == nullptr) return;
    bundle->since = now;
    if (bundle->stages_wanted < fetch_stages(*bundle->torrent, tiers_of(*bundle)).size())
        return want_next_stage(*bundle);
    // Nobody writes into a directory that is being judged.
    leave(*bundle, AfterLeaving::judge);
}

void Fetcher::on(swarm::Released const& event, Moment now)
{
    auto* const bundle = find(event.bundle, Step::leaving);
    if (bundle == nullptr) return;
    switch (bundle->after) {
        case AfterLeaving::judge:
            return judge(*bundle);
        case AfterLeaving::copy:
            return begin(*bundle, now);
        case AfterLeaving::leave_out:
            (void)leave_out(*bundle, bundle->why_left_out);
            return;
        case AfterLeaving::fetch:
            return begin_fetch(*bundle, now);
        case AfterLeaving::wait:
            return move(*bundle, Step::waiting);
        case AfterLeaving::forget:
            break;
    }
    actions_.emplace_back(DiscardQuarantine{event.bundle});
    forget(*bundle);
}

void Fetcher::on(swarm::TroubleMet const& event, Moment now)
{
    if (!event.bundle) return;
    auto const known = by_info_hash_.find(*event.bundle);
    if (known == by_info_hash_.end()) return;
    auto& bundle = bundles_.at(known->second);
    if (bundle.step != Step::fetching && bundle.step != Step::asking_swarm) return;
    actions_.emplace_back(ReportTrouble{known->second, event.trouble});
    pause(bundle, now);
    leave(bundle, AfterLeaving::wait);
}

void Fetcher::on(CopyFound const& event, Moment now)
{
    auto const known = by_info_hash_.find(event.info_hash);
    if (known == by_info_hash_.end()) return;
    auto& bundle = bundles_.at(known->second);
    bool const in_swarm = bundle.step == Step::asking_swarm || bundle.step == Step::fetching;
    if (!in_swarm && bundle.step != Step::waiting && bundle.step != Step::asking_neighbours) return;
    auto torrent = bundles::check_torrent(event.torrent, {.info_hash = event.info_hash});
    if (!torrent) return refuse(bundle, bundles::word(torrent.error()), "", now);
    bundle.torrent = std::move(*torrent);
    if (auto const reason = left_out(policy_.choice, known->second, *bundle.torrent); reason && !in_swarm)
        return void(leave_out(bundle, reason));
    bundle.copy_from = event.directory;
    if (in_swarm) return leave(bundle, AfterLeaving::copy);
    bundle.not_before = now;
    move(bundle, Step::waiting);
}

void Fetcher::on(FilesBorrowed const& event, Moment now)
{
    auto* const bundle = find(event.bundle, Step::borrowing);
    if (bundle == nullptr) return;
    auto torrent = bundles::check_torrent(event.torrent, {.info_hash = bundle->order.release.info_hash});
    if (torrent) bundle->torrent = std::move(*torrent);
    begin_fetch(*bundle, now);
}

void Fetcher::on(CopiedIn const& event, Moment now)
{
    auto* const bundle = find(event.bundle, Step::copying);
    if (bundle == nullptr) return;
    if (!event.trouble) return judge(*bundle);
    actions_.emplace_back(ReportTrouble{event.bundle, *event.trouble});
    bundle->copy_from.clear();
    pause(*bundle, now);
    move(*bundle, Step::waiting);
}

void Fetcher::on(JudgedSound const& event, Moment)
{
    auto* const bundle = find(event.bundle, Step::judging);
    if (bundle == nullptr) return;
    forget(*bundle);
}

void Fetcher::on(JudgedUnsound const& event, Moment now)
{
    auto* const bundle = find(event.bundle, Step::judging);
    if (bundle == nullptr) return;
    discard(*bundle);
    bool const was_copy = !bundle->copy_from.empty();
    refuse(*bundle, event.word, event.path, now);
    // A bad copy in a folder says nothing about the one the swarm has.
    if (!was_copy) return;
    bundle->not_before = now;
    move(*bundle, Step::waiting);
}

void Fetcher::on(JudgementTroubled const& event, Moment now)
{
    auto* const bundle = find(event.bundle, Step::judging);
    if (bundle == nullptr) return;
    actions_.emplace_back(ReportTrouble{event.bundle, event.trouble});
    pause(*bundle, now);
    move(*bundle, Step::waiting);
}

void Fetcher::on(SpendingChanged const& event, Moment now)
{
    spending_ = event.spending;
    auto const busy = busy_;
    for (auto const& id : busy) {
        auto& bundle = bundles_.at(id);
        if (may_spend_on(bundle)) continue;
        bundle.not_before = now;
        if (is_in_swarm(bundle)) leave(bundle, AfterLeaving::wait);
        if (bundle.step == Step::leaving && bundle.after == AfterLeaving::fetch) bundle.after = AfterLeaving::wait;
        if (bundle.step != Step::asking_neighbours) continue;
        // The web may be looking for its torrent.
        actions_.emplace_back(EndFetch{bundle.order.release.info_hash});
        move(bundle, Step::waiting);
    }
}

void Fetcher::on(RoomMeasured const& event, Moment)
{
    room_ = event.room;
    room_is_known_ = true;
}

}  // namespace nightletter::mirror
