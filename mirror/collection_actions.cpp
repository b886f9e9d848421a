// What the collection does for the fetcher and the keeper; collection.cpp says what it is told.
#include "base/durable_file.hpp"
#include "bundles/torrent_check.hpp"
#include "mirror/collection.hpp"
#include "mirror/topic.hpp"
#include "store/borrow.hpp"

namespace nightletter::mirror {

void Collection::act(AskNeighbours const& action)
{
    if (auto const named = named_.find(action.info_hash); web_ != nullptr && named != named_.end()) {
        web_->seek(named->second.release);
    }
    correspondents_->ask_for_info(action.publisher, action.info_hash);
}

void Collection::act(BeginFetch const& action)
{
    make_way(action.info_hash);
    auto const& quarantine = ports_.store.quarantine();
    auto const room = quarantine.make_room(action.info_hash);
    if (!room) return tell_fetcher(swarm::TroubleMet{action.info_hash, room.error()});
    // A copy whose judgement was cut short is read-only.
    if (auto ready = quarantine.let_go(action.info_hash); !ready) trouble(ready.error());
    if (!action.torrent.empty()) {
        if (auto kept = quarantine.keep_torrent(action.info_hash, action.torrent); !kept) trouble(kept.error());
    }
    ports_.bundles.fetch({action.info_hash, *room, action.torrent, peers_, topic_of(action.publisher)});
    if (auto const named = named_.find(action.info_hash); web_ != nullptr && named != named_.end()) {
        web_->fill(named->second.release, action.torrent);
    }
}

void Collection::act(AdmitFetch const& action)
{
    auto const kept = ports_.store.quarantine().keep_torrent(action.info_hash, action.torrent);
    if (!kept) trouble(kept.error());
    ports_.bundles.admit(action.info_hash);
}

void Collection::act(WantFiles const& action)
{
    ports_.bundles.want(action.info_hash, action.paths);
    if (web_ != nullptr) web_->stirred(action.info_hash);
}

void Collection::act(EndFetch const& action)
{
    if (web_ != nullptr) web_->end(action.info_hash);
    ports_.bundles.drop(action.info_hash);
}

void Collection::act(BorrowFiles const& action)
{
    auto const sealed = ports_.store.bundles().find(action.from);
    auto arriving = bundles::check_torrent(action.torrent, {.info_hash = action.info_hash});
    if (!sealed || !*sealed || !arriving) return tell_fetcher(FilesBorrowed{action.bundle, {}});
    auto const outcome = std::make_shared<Bytes>();
    crew_.work(
        [outcome, quarantine = ports_.store.quarantine(),
         loan = store::Loan{(*sealed)->bag(), (*sealed)->torrent_file(), std::move(*arriving)}] {
            if (auto borrowed = store::borrow(quarantine, loan)) *outcome = std::move(borrowed->torrent);
        },
        [this, outcome, action] {
            // It was withdrawn meanwhile.
            if (!named_.contains(action.info_hash)) return act(DiscardQuarantine{action.info_hash});
            tell_fetcher(FilesBorrowed{action.bundle, *outcome});
        });
}

void Collection::act(CopyIn const& action)
{
    if (web_ != nullptr) web_->end(action.info_hash);
    auto const outcome = std::make_shared<std::optional<Trouble>>();
    crew_.work(
        [outcome, action, quarantine = ports_.store.quarantine()] {
            auto taken = quarantine.discard(action.info_hash);
            if (taken) taken = quarantine.take_in(action.info_hash, action.directory);
            if (!taken) *outcome = taken.error();
        },
        [this, outcome, action] {
            if (!named_.contains(action.info_hash)) return act(DiscardQuarantine{action.info_hash});
            tell_fetcher(CopiedIn{action.bundle, *outcome});
        });
}

void Collection::act(JudgeAndSeal const& action)
{
    auto const* const held = correspondents_->acceptance_of(action.order.publisher);
    NIGHTLETTER_INSIST(held != nullptr);  // the release was named by somebody we follow
    auto const outcome = std::make_shared<std::optional<Judged>>();
    crew_.work([outcome, action, acceptance = *held,
                quarantine = ports_.store.quarantine()] { *outcome = judge_copy(quarantine, action, acceptance); },
               [this, outcome, order = action.order] { judged(order, **outcome); });
}

void Collection::judged(Order const& order, Judged const& judged)
{
    // It was withdrawn while it was being judged.
    if (!named_.contains(order.release.info_hash)) return act(DiscardQuarantine{order.release.info_hash});
    if (auto const* const sound = std::get_if<Sound>(&judged)) return seal(order, *sound);
    if (auto const* const unsound = std::get_if<Unsound>(&judged)) {
        return tell_fetcher(JudgedUnsound{order.release.bundle, unsound->word, unsound->path});
    }
    seal_failed(order, std::get<store::SealFailure>(judged));
}

void Collection::seal(Order const& order, Sound const& sound)
{
    auto const sealed = ports_.store.bundles().seal(sound.copy, sound.titles, ports_.clock.now());
    if (!sealed) return seal_failed(order, sealed.error());
    auto const& row = sealed->row();
    auto& named = named_.at(order.release.info_hash);
    named.is_sealed = true;
    named.tiers = row.tiers;
    auto const before = std::exchange(named.counted, row.bytes);
    for (auto* const kept : {&room_.kept, &room_.kept_of[row.publisher]})
        *kept = *kept - std::min(*kept, before) + row.bytes;
    observer_(BundleSealed{row.publisher, row.id, row.slug, row.bytes});
    // The copy that this one replaces was still in service.
    if (keeper_.is_serving(row.info_hash)) {
        boarding_.cancel(row.id);
        ports_.bundles.drop(row.info_hash);
    }
    tell_fetcher(JudgedSound{row.id});
    tell_keeper(SealedCopyHeld{row.id, row.info_hash, row.bytes, row.read_at});
    complete(named);
}

void Collection::seal_failed(Order const& order, store::SealFailure const& failure)
{
    if (failure.copy == store::CopyFate::kept) {
        return tell_fetcher(JudgementTroubled{order.release.bundle, failure.trouble});
    }
    // The kernel may have dropped what it could not write: these bytes are never tried again.
    act(DiscardQuarantine{order.release.info_hash});
    observer_(StorageFailed{failure.trouble});
}

void Collection::act(DiscardQuarantine const& action)
{
    if (web_ != nullptr) web_->end(action.info_hash);
    auto const discarded = ports_.store.quarantine().discard(action.info_hash);
    if (!discarded) trouble(discarded.error());
}

void Collection::act(ReportProgress const& action)
{
    observer_(BundleProgress{action.bundle, action.total_bytes, action.standing});
}

void Collection::act(ReportRefused const& action)
{
    observer_(BundleRefused{action.publisher, action.bundle, action.word, action.path});
}

void Collection::act(ReportLeftOut const& action)
{
    observer_(BundleLeftOut{action.publisher, action.bundle, action.reason});
}

void Collection::act(ReportTrouble const& action)
{
    observer_(MirrorTroubled{action.trouble});
}

void Collection::act(Serve const& action)
{
    board(action.bundle);
}

std::optional<InfoHash> Collection::begin_serving(BundleId const& id)
{
    auto const sealed = ports_.store.bundles().find(id);
    if (!sealed || !*sealed) return std::nullopt;
    auto const& bundle = **sealed;
    auto torrent = read_file(bundle.torrent_file(), bundles::largest_torrent);
    if (!torrent) {
        trouble(torrent.error());
        return std::nullopt;
    }
    swarm::Seed seed{bundle.row().info_hash, bundle.directory(), std::move(*torrent), {}, {}};
    auto const given =
        spending_ == Spending::text_only ? bundles::TierSet::up_to(bundles::Tier::text) : bundle.row().tiers;
    if (given != bundles::TierSet::all()) {
        auto const task = ports_.store.bundles().scrub_task(id);
        if (!task || !*task) return std::nullopt;
        for (auto const& file : (*task)->files) {
            auto const path = bundles::BundlePath::parse(file.path);
            if (path && given.has(bundles::tier_of(*path).value_or(bundles::Tier::video)))
                seed.held.push_back(file.path);
        }
        // One whose text is all there is need not be hashed before it is offered.
        bool const is_whole =
            bundle.row().tiers == bundles::TierSet::all() && seed.held.size() == (*task)->files.size();
        if (is_whole) seed.held.clear();
    }
    if (offering_ == Offering::to_given_peers) seed.peers = peers_;
    ports_.bundles.seed(std::move(seed));
    return bundle.row().info_hash;
}

void Collection::act(EndServing const& action)
{
    boarding_.cancel(action.bundle);
    ports_.bundles.drop(action.info_hash);
}

void Collection::act(ReadAgain const& action)
{
    auto const* const named = find(action.bundle);
    bool const is_replaced_soon = named != nullptr && named->makes_way;
    auto task = ports_.store.bundles().scrub_task(action.bundle);
    if (is_replaced_soon || !task || !*task) return tell_keeper(ReadingTroubled{action.bundle, ports_.clock.now()});
    auto const outcome = std::make_shared<std::optional<store::ScrubReport>>();
    crew_.work(
        [outcome, task = std::move(**task)] {
            if (auto report = store::scrub(task)) *outcome = std::move(*report);
        },
        [this, outcome, bundle = action.bundle] {
            if (!*outcome) return tell_keeper(ReadingTroubled{bundle, ports_.clock.now()});
            read(**outcome);
        });
}

void Collection::read(store::ScrubReport const& scrubbed)
{
    // Damage that the swarm found meanwhile stands, whatever this reading saw before; a copy that makes way for a
    // fuller one is replaced soon.
    auto const* const known = find(scrubbed.bundle);
    if ((known != nullptr && known->makes_way) || !keeper_.awaits_reading_of(scrubbed.bundle))
        return tell_keeper(ReadingTroubled{scrubbed.bundle, ports_.clock.now()});
    auto const state = ports_.store.bundles().conclude(scrubbed, ports_.clock.now());
    if (!state) {
        trouble(state.error());
        return tell_keeper(ReadingTroubled{scrubbed.bundle, ports_.clock.now()});
    }
    if (*state == store::BundleState::sealed) {
        if (auto* const named = find(scrubbed.bundle)) {
            named->is_sealed = true;
            complete(*named);
        }
    } else {
        auto files = scrubbed.changed;
        files.insert(files.end(), scrubbed.missing.begin(), scrubbed.missing.end());
        files.insert(files.end(), scrubbed.unexpected.begin(), scrubbed.unexpected.end());
        if (auto* const named = find(scrubbed.bundle)) named->is_sealed = false;
        observer_(BundleDamaged{scrubbed.bundle, std::move(files)});
    }
    tell_keeper(CopyRead{scrubbed.bundle, *state});
}

void Collection::act(TakeOutOfService const& action)
{
    auto const taken = ports_.store.bundles().take_out_of_service(action.bundle, store::BundleState::damaged);
    if (!taken) trouble(taken.error());
    if (auto* const named = find(action.bundle)) named->is_sealed = false;
    observer_(BundleDamaged{action.bundle, {}});
}

void Collection::act(CopyForHealing const& action)
{
    auto const done = [this, bundle = action.bundle] { tell_keeper(HealingCopied{bundle}); };
    auto task = ports_.store.bundles().healing_task(action.bundle);
    // What a fuller copy brings heals it, and that one's quarantine is in use.
    if (!task || !*task || fetcher_.knows(action.bundle)) return done();
    // What cannot be copied is fetched.
    crew_.work([task = std::move(**task)] { (void)store::copy_for_healing(task); }, done);
}

void Collection::act(FetchAgain const& action)
{
    auto* const named = find(action.bundle);
    if (named == nullptr) return;
    named->is_sealed = false;
    auto torrent = ports_.store.quarantine().torrent(named->release.info_hash);
    auto bytes = torrent && *torrent ? std::move(**torrent) : Bytes{};
    tell_fetcher(ReleaseNamed{{named->publisher, named->release, std::move(bytes), std::nullopt, named->tiers}});
}

}  // namespace nightletter::mirror
