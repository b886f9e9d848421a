#include "swarm/bundle_torrents.hpp"

#include <libtorrent/torrent_status.hpp>

#include <algorithm>
#include <utility>

#include "swarm/pieces.hpp"
#include "swarm/profile.hpp"

namespace nightletter::swarm {
namespace {

using lt::torrent_status;

constexpr unsigned most_patience = 60;  // seconds
constexpr auto between_troubles = std::chrono::minutes{1};

bool has_all_it_wants(Snapshot const& snapshot)
{
    return snapshot.state == torrent_status::finished || snapshot.state == torrent_status::seeding;
}

bool is_checking(Snapshot const& snapshot)
{
    return snapshot.state == torrent_status::checking_files || snapshot.state == torrent_status::checking_resume_data;
}

// Something is missing and nobody is connected who could have it.
bool is_alone(Holding const& holding)
{
    auto const& last = holding.told.standing;
    return last && last->peers == 0 && (last->stage == Stage::asking || last->stage == Stage::fetching);
}

bool same(Standing const& a, Standing const& b)
{
    return a.stage == b.stage && a.held_bytes == b.held_bytes && a.wanted_bytes == b.wanted_bytes && a.peers == b.peers;
}

}  // namespace

void BundleTorrents::fetch(Fetch order)
{
    if (waits_for_release(order.bundle, [this, order] { fetch(order); })) return;
    auto const [entry, fresh] = holdings_.try_emplace(order.bundle);
    NIGHTLETTER_INSIST(fresh);
    auto& holding = entry->second;
    holding.directory = std::move(order.directory);
    holding.sources.topic = order.topic;
    for (auto const& peer : order.peers) holding.sources.add(to_libtorrent(peer));
    if (order.topic) {
        for (auto const& peer : peers_of_(*order.topic)) holding.sources.add(peer);
    }
    if (order.torrent.empty()) return start(*entry, params_to_ask(order.bundle));
    start_fetch(*entry, read_torrent(order.torrent, order.bundle));
}

void BundleTorrents::admit(InfoHash const& bundle)
{
    auto const entry = holdings_.find(bundle);
    if (entry == holdings_.end() || entry->second.purpose != Purpose::await) return;
    start_fetch(*entry, read_info(std::exchange(entry->second.asked_info, {}), bundle));
}

void BundleTorrents::start_fetch(Entry& entry, Expected<TorrentInfo, Trouble> info)
{
    if (!info) return tell_trouble(entry, std::move(info.error()));
    entry.second.purpose = Purpose::fetch;
    entry.second.info = std::move(*info);
    start(entry, params_to_fetch(entry.second));
}

void BundleTorrents::seed(Seed order)
{
    if (waits_for_release(order.bundle, [this, order] { seed(order); })) return;
    auto const [entry, fresh] = holdings_.try_emplace(order.bundle);
    NIGHTLETTER_INSIST(fresh);
    auto& holding = entry->second;
    holding.purpose = Purpose::serve;
    holding.directory = std::move(order.directory);
    holding.wanted.insert(order.held.begin(), order.held.end());
    auto info = read_torrent(order.torrent, order.bundle);
    if (!info) return tell_trouble(*entry, std::move(info.error()));
    holding.info = std::move(*info);
    start(*entry, params_to_serve(holding));
    // libtorrent goes on trying, as long as one of them does not know the bundle yet.
    if (order.peers.empty()) return;
    torrents_.with(holding.ticket, [peers = std::move(order.peers)](lt::torrent_handle const& handle) {
        for (auto const& peer : peers) handle.connect_peer(to_libtorrent(peer));
    });
}

void BundleTorrents::start(Entry& entry, lt::add_torrent_params params)
{
    entry.second.ticket = torrents_.add(std::move(params));
    by_ticket_.emplace(entry.second.ticket, entry.first);
    entry.second.sources.dialled = false;
}

void BundleTorrents::want(InfoHash const& bundle, std::vector<std::string> const& paths)
{
    if (auto const waiting = releasing_.find(bundle); waiting != releasing_.end() && waiting->second) {
        waiting->second = [this, bundle, paths, order = std::move(waiting->second)] {
            order();
            want(bundle, paths);
        };
        return;
    }
    auto const entry = holdings_.find(bundle);
    if (entry == holdings_.end() || entry->second.purpose == Purpose::serve) return;
    auto& holding = entry->second;
    holding.wanted.insert(paths.begin(), paths.end());
    holding.told.arrived = false;
    if (holding.purpose != Purpose::fetch) return;  // applied when it is admitted
    torrents_.with(holding.ticket, [priorities = holding.priorities()](lt::torrent_handle const& handle) {
        handle.prioritize_files(priorities);
    });
    look(holding);
}

void BundleTorrents::ask_missing(InfoHash const& bundle)
{
    auto const entry = holdings_.find(bundle);
    if (entry == holdings_.end() || entry->second.purpose != Purpose::fetch) return;
    torrents_.ask<PiecesMissing>(
        entry->second.ticket, [bundle](lt::torrent_handle const& handle) { return missing_pieces(handle, bundle); },
        [this](PiecesMissing missing) {
            // It may have been dropped meanwhile.
            if (holdings_.contains(missing.bundle)) emit_(std::move(missing));
        });
}

void BundleTorrents::put_piece(InfoHash const& bundle, std::uint32_t piece, Bytes bytes)
{
    auto const entry = holdings_.find(bundle);
    if (entry == holdings_.end() || entry->second.purpose != Purpose::fetch) return;
    torrents_.in_network_thread(entry->second.ticket,
                                [piece, bytes = std::move(bytes)](lt::torrent_handle const& handle) {
                                    swarm::put_piece(handle, piece, bytes);
                                });
}

void BundleTorrents::drop(InfoHash const& bundle)
{
    if (auto const entry = holdings_.find(bundle); entry != holdings_.end()) return release(entry);
    if (auto const releasing = releasing_.find(bundle); releasing != releasing_.end()) {
        releasing->second = {};  // an order that waited is taken back; Released is on its way
        return;
    }
    emit_(Released{bundle});
}

void BundleTorrents::release(std::map<InfoHash, Holding>::iterator entry)
{
    auto const bundle = entry->first;
    auto const ticket = entry->second.ticket;
    by_ticket_.erase(ticket);
    holdings_.erase(entry);
    releasing_[bundle];
    torrents_.remove(ticket, [this, bundle] { released(bundle); });
}

void BundleTorrents::released(InfoHash const& bundle)
{
    auto const next = std::exchange(releasing_[bundle], {});
    releasing_.erase(bundle);
    emit_(Released{bundle});
    if (next) next();
}

bool BundleTorrents::waits_for_release(InfoHash const& bundle, std::function<void()> order)
{
    auto const releasing = releasing_.find(bundle);
    if (releasing == releasing_.end()) return false;
    NIGHTLETTER_INSIST(!releasing->second);
    releasing->second = std::move(order);
    return true;
}

void BundleTorrents::peer_of_topic(InfoHash const& topic, lt::tcp::endpoint const& peer)
{
    for (auto& [bundle, holding] : holdings_) {
        if (holding.sources.topic != topic) continue;
        bool const is_new = holding.sources.add(peer);
        if (is_alone(holding)) {
            dial(holding);  // one known before may have come back
        } else if (is_new) {
            torrents_.with(holding.ticket, [peer](lt::torrent_handle const& handle) { handle.connect_peer(peer); });
        }
    }
}

// Dials every peer at once, whatever became of it before. Only where nobody is connected.
void BundleTorrents::dial(Holding& holding)
{
    if (holding.sources.peers.empty()) return;
    holding.sources.dialled = true;
    holding.sources.lonely_seconds = 0;
    torrents_.with(holding.ticket, [peers = holding.sources.peers](lt::torrent_handle handle) {
        // libtorrent dials once a second, but a torrent that resumes dials immediately.
        handle.pause();
        handle.clear_peers();  // with them the count of failures, and the pause that follows from it
        for (auto const& peer : peers) handle.connect_peer(peer);
        handle.resume();
    });
}

void BundleTorrents::tick()
{
    for (auto& [bundle, holding] : holdings_) {
        if (holding.purpose != Purpose::ask && holding.purpose != Purpose::fetch) continue;
        look(holding);
        if (!is_alone(holding)) {
            holding.sources.lonely_seconds = 0;
        } else if (++holding.sources.lonely_seconds >= holding.sources.patience) {
            holding.sources.patience = std::min(2 * holding.sources.patience, most_patience);
            dial(holding);
        }
    }
}

void BundleTorrents::look_at_all()
{
    for (auto const& [bundle, holding] : holdings_) look(holding);
}

void BundleTorrents::look(Holding const& holding)
{
    torrents_.look(holding.ticket, holding.purpose == Purpose::ask ? Look::at_info : Look::at_state,
                   [this](Ticket ticket, Snapshot const& snapshot) { seen(ticket, snapshot); });
}

BundleTorrents::Entry* BundleTorrents::find(Ticket ticket)
{
    auto const bundle = by_ticket_.find(ticket);
    return bundle == by_ticket_.end() ? nullptr : &*holdings_.find(bundle->second);
}

void BundleTorrents::seen(Ticket ticket, Snapshot const& snapshot)
{
    auto* const entry = find(ticket);
    if (entry == nullptr) return;
    switch (entry->second.purpose) {
        case Purpose::ask:
            return saw_asking(*entry, snapshot);
        case Purpose::fetch:
            return saw_fetching(*entry, snapshot);
        case Purpose::serve:
            return saw_serving(*entry, snapshot);
        case Purpose::await:
            return;
    }
}

void BundleTorrents::saw_asking(Entry& entry, Snapshot const& snapshot)
{
    if (snapshot.info.empty()) return tell_standing(entry, Stage::asking, snapshot);
    auto& holding = entry.second;
    by_ticket_.erase(holding.ticket);
    torrents_.remove(std::exchange(holding.ticket, Ticket::none), [] {});
    holding.purpose = Purpose::await;
    holding.asked_info = snapshot.info;
    emit_(InfoArrived{entry.first, snapshot.info});
}

void BundleTorrents::saw_fetching(Entry& entry, Snapshot const& snapshot)
{
    auto& holding = entry.second;
    if (is_checking(snapshot)) return tell_standing(entry, Stage::checking, snapshot);
    // Until libtorrent has taken over the newest wishes, what it calls finished is not.
    bool const complete = has_all_it_wants(snapshot) && snapshot.priorities == holding.priorities();
    tell_standing(entry, complete ? Stage::complete : Stage::fetching, snapshot);
    if (!complete || holding.wanted.empty() || std::exchange(holding.told.arrived, true)) return;
    emit_(Arrived{entry.first});
}

void BundleTorrents::saw_serving(Entry& entry, Snapshot const& snapshot)
{
    bool const partial = !entry.second.wanted.empty();
    if (snapshot.state == torrent_status::checking_resume_data || (partial && is_checking(snapshot))) {
        return tell_standing(entry, Stage::checking, snapshot);
    }
    if (has_all_it_wants(snapshot)) return tell_standing(entry, Stage::serving, snapshot);
    // It left seed mode, or a file that should be held lacks a piece.
    damaged(entry);
}

void BundleTorrents::damaged(Entry& entry)
{
    emit_(DamageFound{entry.first});
    release(holdings_.find(entry.first));
}

void BundleTorrents::hear(AddFailed const& report)
{
    if (auto* const entry = find(report.ticket)) tell_trouble(*entry, report.trouble);
}

void BundleTorrents::hear(Stirred const& report)
{
    if (auto const* const entry = find(report.ticket)) look(entry->second);
}

void BundleTorrents::hear(HashFailed const& report)
{
    if (auto const* const entry = find(report.ticket)) emit_(PieceRefused{entry->first});
}

void BundleTorrents::hear(TorrentTrouble const& report)
{
    auto* const entry = find(report.ticket);
    if (entry == nullptr) return;
    auto const purpose = entry->second.purpose;
    // While only asking, libtorrent cannot make the files it would like to make: that is the intention.
    if (purpose == Purpose::ask && report.cause != Cause::info) return;
    if (purpose == Purpose::serve && report.cause == Cause::content_gone) return damaged(*entry);
    tell_trouble(*entry, report.trouble);
}

void BundleTorrents::tell_standing(Entry& entry, Stage stage, Snapshot const& snapshot)
{
    Standing const standing{entry.first, stage, snapshot.held_bytes, snapshot.wanted_bytes, snapshot.peers};
    bool const known = entry.second.told.standing && same(*entry.second.told.standing, standing);
    entry.second.told.standing = standing;
    if (is_alone(entry.second) && !entry.second.sources.dialled) dial(entry.second);
    if (!known) emit_(standing);
}

void BundleTorrents::tell_trouble(Entry& entry, Trouble trouble)
{
    auto const now = std::chrono::steady_clock::now();
    auto& last = entry.second.told.trouble;
    if (last && now - *last < between_troubles) return;
    last = now;
    emit_(TroubleMet{entry.first, std::move(trouble)});
}

}  // namespace nightletter::swarm
