#include "mirror/collection.hpp"

#include <algorithm>

#include "base/durable_file.hpp"
#include "bundles/torrent_check.hpp"

namespace nightletter::mirror {
namespace {

constexpr std::size_t most_lent_infos = 8;

}  // namespace

Collection::Collection(Ports const& ports, CollectionPlan plan, Observer observer, Correspondents& correspondents)
    : ports_{ports},
      peers_{std::move(plan.peers)},
      offering_{plan.offering},
      observer_{std::move(observer)},
      correspondents_{&correspondents},
      crew_{ports.workers},
      fetcher_{plan.fetch},
      keeper_{plan.reading},
      boarding_{[this](BundleId const& bundle) { return begin_serving(bundle); }}
{
}

Expected<void, Trouble> Collection::start()
{
    auto const rows = ports_.store.bundles().rows();
    if (!rows) return fail(rows.error());
    for (auto const& row : *rows) {
        room_.kept += row.bytes;
        room_.kept_of[row.publisher] += row.bytes;
    }
    measure_room();
    return {};
}

bool Collection::set_releases(PublisherId const& publisher, std::vector<trust::Release> const& served)
{
    std::set<InfoHash> now;
    for (auto const& release : served) now.insert(release.info_hash);
    std::vector<Named> gone;
    for (auto const& [info_hash, named] : named_) {
        if (named.publisher == publisher && !now.contains(info_hash)) gone.push_back(named);
    }
    for (auto const& named : gone) unname(named);
    auto const rows = ports_.store.bundles().rows_of(publisher);
    if (!rows) {
        trouble(rows.error());
        return false;
    }
    bool is_done = true;
    std::map<BundleId, store::BundleRow const*> held;
    for (auto const& row : *rows) {
        held[row.id] = &row;
        if (correspondents_->is_dark(publisher, row.id) && !darken(row)) is_done = false;
    }
    for (auto const& release : served) {
        auto const row = held.find(release.bundle);
        name(publisher, release, row == held.end() ? nullptr : row->second);
    }
    return is_done;
}

void Collection::name(PublisherId const& publisher, trust::Release const& release, store::BundleRow const* row)
{
    // An info-hash or a bundle id that two publishers name belongs to the one who was heard first, as long as he names
    // it.
    if (auto const known = by_bundle_.find(release.bundle);
        known != by_bundle_.end() && known->second != release.info_hash)
        return;
    auto const [at, added] = named_.try_emplace(release.info_hash, Named{publisher, release});
    if (!added) return;
    by_bundle_.emplace(release.bundle, release.info_hash);
    if (row != nullptr && row->info_hash == release.info_hash) {
        at->second.is_sealed = row->state == store::BundleState::sealed;
        at->second.tiers = row->tiers;
        at->second.counted = row->bytes;
        if (at->second.is_sealed) {
            tell_keeper(SealedCopyHeld{row->id, row->info_hash, row->bytes, row->read_at});
            return complete(at->second);
        }
        return tell_keeper(CopySuspected{row->id, row->info_hash, row->bytes, row->read_at, row->state});
    }
    // A copy that was on its way when we stopped is taken up again.
    auto torrent = ports_.store.quarantine().torrent(release.info_hash);
    if (!torrent) trouble(torrent.error());
    tell_fetcher(ReleaseNamed{{publisher, release, torrent ? std::move(*torrent).value_or(Bytes{}) : Bytes{}}});
}

void Collection::complete(Named const& named)
{
    if (!named.is_sealed || is_whole(named)) return;
    auto const sealed = ports_.store.bundles().find(named.release.bundle);
    if (!sealed || !*sealed) return;
    auto torrent = read_file((*sealed)->torrent_file(), bundles::largest_torrent);
    if (!torrent) return trouble(torrent.error());
    tell_fetcher(
        ReleaseNamed{{named.publisher, named.release, std::move(*torrent), named.release.bundle, named.tiers}});
}

void Collection::make_way(InfoHash const& info_hash)
{
    auto const found = named_.find(info_hash);
    if (found == named_.end() || found->second.makes_way || !keeper_.is_serving(info_hash)) return;
    found->second.makes_way = true;
    boarding_.cancel(found->second.release.bundle);
    ports_.bundles.drop(info_hash);
}

void Collection::serve_again(InfoHash const& info_hash)
{
    auto const found = named_.find(info_hash);
    if (found == named_.end() || !found->second.makes_way || fetcher_.is_in_swarm(info_hash)) return;
    found->second.makes_way = false;
    if (keeper_.is_serving(info_hash)) board(found->second.release.bundle);
}

void Collection::unname(Named const& named)
{
    auto const bundle = named.release.bundle;
    auto const info_hash = named.release.info_hash;
    named_.erase(info_hash);
    by_bundle_.erase(bundle);
    lent_infos_.erase(info_hash);
    tell_fetcher(ReleaseGone{bundle});
    tell_keeper(CopyWithdrawn{bundle});
}

bool Collection::darken(store::BundleRow const& row)
{
    if (row.state == store::BundleState::dark) return true;
    auto const taken = ports_.store.bundles().take_out_of_service(row.id, store::BundleState::dark);
    if (!taken) trouble(taken.error());
    return taken.has_value();
}

void Collection::handle(swarm::Event const& event)
{
    if (auto const* const info = std::get_if<swarm::InfoArrived>(&event)) return tell_fetcher(*info);
    if (auto const* const standing = std::get_if<swarm::Standing>(&event)) {
        boarding_.heard(standing->bundle);
        if (web_ != nullptr) web_->stirred(standing->bundle);
        return tell_fetcher(*standing);
    }
    if (auto const* const missing = std::get_if<swarm::PiecesMissing>(&event)) {
        if (web_ != nullptr) web_->handle(*missing);
        return;
    }
    if (auto const* const arrived = std::get_if<swarm::Arrived>(&event)) return tell_fetcher(*arrived);
    if (auto const* const damage = std::get_if<swarm::DamageFound>(&event)) return tell_keeper(*damage);
    if (auto const* const released = std::get_if<swarm::Released>(&event)) {
        tell_keeper(*released);
        tell_fetcher(*released);
        return serve_again(released->bundle);
    }
    if (auto const* const met = std::get_if<swarm::TroubleMet>(&event)) {
        // Of a fetch, the fetcher reports it itself.
        if (!met->bundle || keeper_.is_serving(*met->bundle)) observer_(MirrorTroubled{met->trouble});
        tell_fetcher(*met);
    }
}

void Collection::info_brought(InfoHash const& info_hash, Bytes info)
{
    tell_fetcher(InfoFound{info_hash, std::move(info)});
}

void Collection::info_nowhere(InfoHash const& info_hash)
{
    tell_fetcher(InfoNotHeld{info_hash});
}

void Collection::torrent_brought(InfoHash const& info_hash, Bytes torrent)
{
    tell_fetcher(TorrentFound{info_hash, std::move(torrent)});
}

void Collection::offer(FoundCopy const& copy)
{
    tell_fetcher(CopyFound{copy.info_hash, copy.bag.string(), copy.torrent});
}

void Collection::tick()
{
    measure_room();
    boarding_.tick();
    perform(fetcher_.tick(ports_.moment()));
    perform(keeper_.tick(ports_.clock.now(), ports_.moment()));
    auto const now = ports_.moment();
    if (now < announce_at_) return;
    announce_at_ = now + between_announcements;
    announce_newest();
}

void Collection::allow(Spending spending)
{
    if (std::exchange(spending_, spending) == spending) return;
    tell_fetcher(SpendingChanged{spending});
    for (auto const& [info_hash, named] : named_) {
        if (!keeper_.is_serving(info_hash) || named.makes_way) continue;
        boarding_.cancel(named.release.bundle);
        ports_.bundles.drop(info_hash);
        board(named.release.bundle);
    }
}

void Collection::board(BundleId const& bundle)
{
    if (spending_ != Spending::spent) boarding_.add(bundle);
}

void Collection::sweep_quarantine()
{
    auto const rooms = ports_.store.quarantine().arrivals();
    if (!rooms) return trouble(rooms.error());
    for (auto const& room : *rooms) {
        if (!named_.contains(room)) act(DiscardQuarantine{room});
    }
}

bool Collection::erase(std::set<WithdrawnBundle> const& withdrawn)
{
    std::vector<store::BundleRow> rows;
    for (auto const& [publisher, bundle] : withdrawn) {
        auto row = ports_.store.bundles().row(bundle);
        if (!row) {
            trouble(row.error());
            return false;
        }
        if (*row && (*row)->publisher == publisher) rows.push_back(std::move(**row));
    }
    auto const erased = ports_.store.erase(rows, ports_.clock.now());
    if (!erased) trouble(erased.error());
    for (auto const& row : rows) {
        auto const left = ports_.store.bundles().row(row.id);
        if (!left || *left) continue;
        for (auto* const kept : {&room_.kept, &room_.kept_of[row.publisher]}) *kept -= std::min(*kept, row.bytes);
    }
    return erased.has_value();
}

Collection::Named* Collection::find(BundleId const& bundle)
{
    auto const known = by_bundle_.find(bundle);
    return known == by_bundle_.end() ? nullptr : &named_.at(known->second);
}

std::set<InfoHash> Collection::unsealed() const
{
    std::set<InfoHash> hashes;
    for (auto const& [info_hash, named] : named_) {
        if (!is_whole(named)) hashes.insert(info_hash);
    }
    return hashes;
}

std::shared_ptr<Bytes const> Collection::info(PublisherId const& publisher, InfoHash const& info_hash)
{
    auto const named = named_.find(info_hash);
    if (named == named_.end() || named->second.publisher != publisher) return nullptr;
    if (auto const lent = lent_infos_.find(info_hash); lent != lent_infos_.end()) return lent->second;
    auto torrent = ports_.store.quarantine().torrent(info_hash);
    if (named->second.is_sealed) {
        auto const sealed = ports_.store.bundles().find(named->second.release.bundle);
        if (!sealed || !*sealed) return nullptr;
        auto bytes = read_file((*sealed)->torrent_file(), bundles::largest_torrent);
        if (!bytes) return nullptr;
        torrent = std::move(*bytes);
    }
    if (!torrent || !*torrent) return nullptr;
    auto const checked = bundles::check_torrent(**torrent, {.info_hash = info_hash});
    if (!checked) return nullptr;
    if (lent_infos_.size() >= most_lent_infos) lent_infos_.clear();
    return lent_infos_[info_hash] = std::make_shared<Bytes const>(checked->info());
}

bundles::TierSet Collection::sealed(PublisherId const& publisher, InfoHash const& info_hash) const
{
    auto const named = named_.find(info_hash);
    bool const is_sealed = named != named_.end() && named->second.publisher == publisher && named->second.is_sealed;
    return is_sealed ? named->second.tiers : bundles::TierSet{};
}

void Collection::tell_fetcher(FetchEvent const& event)
{
    perform(fetcher_.handle(event, ports_.moment()));
}

void Collection::tell_keeper(KeepEvent const& event)
{
    perform(keeper_.handle(event));
}

void Collection::perform(FetchActions const& actions)
{
    for (auto const& action : actions) std::visit([this](auto const& one) { act(one); }, action);
}

void Collection::perform(KeepActions const& actions)
{
    for (auto const& action : actions) std::visit([this](auto const& one) { act(one); }, action);
}

void Collection::measure_room()
{
    auto const free = ports_.store.free_space();
    if (!free) return trouble(free.error());
    room_.free = *free;
    tell_fetcher(RoomMeasured{room_});
}

void Collection::announce_newest()
{
    std::vector<std::pair<UtcDay, InfoHash>> sealed;
    for (auto const& [info_hash, named] : named_) {
        if (named.is_sealed) sealed.emplace_back(named.release.day, info_hash);
    }
    std::ranges::sort(sealed, std::greater{});
    if (sealed.size() > newest_announced) sealed.resize(newest_announced);
    std::vector<InfoHash> newest;
    for (auto const& [day, info_hash] : sealed) newest.push_back(info_hash);
    if (newest == announced_) return;
    announced_ = newest;
    ports_.bundles.announce(std::move(newest));
}

void Collection::trouble(Trouble const& trouble)
{
    observer_(MirrorTroubled{trouble});
}

}  // namespace nightletter::mirror
