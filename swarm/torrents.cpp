#include "swarm/torrents.hpp"

#include <libtorrent/extensions.hpp>
#include <libtorrent/torrent_info.hpp>

#include <set>
#include <utility>

#include "base/result.hpp"
#include "swarm/translate.hpp"

namespace nightletter::swarm {
namespace {

// Lives as long as the torrent does in libtorrent, so its end is the end of the last disk job.
class Attendant final : public lt::torrent_plugin {
public:
    Attendant(std::shared_ptr<Inbox> inbox, std::function<void()> departed)
        : inbox_{std::move(inbox)}, departed_{std::move(departed)}
    {
    }
    ~Attendant() override { inbox_->post(std::move(departed_)); }

private:
    std::shared_ptr<Inbox> inbox_;
    std::function<void()> departed_;
};

// In the network thread.
Snapshot snapshot_of(lt::torrent_handle const& handle, Look at)
{
    auto const status = handle.status({});
    Snapshot snapshot;
    snapshot.state = status.state;
    snapshot.held_bytes = static_cast<std::uint64_t>(status.total_wanted_done);
    snapshot.wanted_bytes = static_cast<std::uint64_t>(status.total_wanted);
    snapshot.peers = static_cast<unsigned>(status.num_peers);
    snapshot.failed = static_cast<bool>(status.errc);
    snapshot.priorities = handle.get_file_priorities();
    if (at == Look::at_info && status.has_metadata) {
        auto const section = handle.torrent_file()->info_section();
        snapshot.info.assign(section.begin(), section.end());
    }
    return snapshot;
}

// The torrent may have ended meanwhile, or libtorrent as a whole; then there is nothing to act on.
void act_on(lt::torrent_handle const& handle, Torrents::Act const& act)
{
    try {
        if (handle.is_valid()) act(handle);
    } catch (lt::system_error const&) {
    }
}

}  // namespace

Ticket Torrents::add(lt::add_torrent_params params)
{
    auto const ticket = static_cast<Ticket>(++last_ticket_);
    entries_[ticket];
    params.userdata = to_user_data(ticket);
    params.extensions.emplace_back([this, inbox = inbox_, ticket](lt::torrent_handle const& handle, lt::client_data_t) {
        inbox->post([this, ticket, handle] { added(ticket, handle); });
        return std::make_shared<Attendant>(inbox, [this, ticket] { departed(ticket); });
    });
    session_.async_add_torrent(std::move(params));
    return ticket;
}

void Torrents::added(Ticket ticket, lt::torrent_handle const& handle)
{
    auto& entry = entries_.at(ticket);
    entry.handle = handle;
    for (auto const& act : std::exchange(entry.waiting, {})) act_on(handle, act);
    if (entry.removed) session_.remove_torrent(handle);
}

void Torrents::add_failed(Ticket ticket)
{
    auto const entry = entries_.find(ticket);
    if (entry != entries_.end() && !entry->second.handle.is_valid()) departed(ticket);
}

void Torrents::departed(Ticket ticket)
{
    auto const entry = entries_.find(ticket);
    if (entry == entries_.end()) return;
    auto const gone = std::move(entry->second.gone);
    entries_.erase(entry);
    if (gone) gone();
}

void Torrents::with(Ticket ticket, Act act)
{
    auto const entry = entries_.find(ticket);
    if (entry == entries_.end() || entry->second.removed) return;
    if (entry->second.handle.is_valid()) return act_on(entry->second.handle, act);
    entry->second.waiting.push_back(std::move(act));
}

void Torrents::in_network_thread(Ticket ticket, Act act)
{
    with(ticket, [act = std::move(act)](lt::torrent_handle handle) {
        // An extension that attaches nothing: libtorrent calls the function in its own thread, in order.
        handle.add_extension([act](lt::torrent_handle const& there, lt::client_data_t) {
            act_on(there, act);
            return std::shared_ptr<lt::torrent_plugin>{};
        });
    });
}

void Torrents::look(Ticket ticket, Look at, Seen const& report)
{
    auto const entry = entries_.find(ticket);
    if (entry == entries_.end() || entry->second.removed) return;
    if (std::exchange(entry->second.looking, true)) {
        entry->second.look_again = true;
        return;
    }
    in_network_thread(ticket, [this, inbox = inbox_, ticket, at, report](lt::torrent_handle const& handle) {
        inbox->post(
            [this, ticket, at, report, snapshot = snapshot_of(handle, at)] { seen(ticket, at, report, snapshot); });
    });
}

void Torrents::seen(Ticket ticket, Look at, Seen const& report, Snapshot const& snapshot)
{
    auto const entry = entries_.find(ticket);
    if (entry == entries_.end() || entry->second.removed) return;
    entry->second.looking = false;
    // What stirred after the snapshot was taken is seen by the next one.
    if (std::exchange(entry->second.look_again, false)) look(ticket, at, report);
    report(ticket, snapshot);
}

void Torrents::remove(Ticket ticket, std::function<void()> gone)
{
    auto const entry = entries_.find(ticket);
    if (entry == entries_.end()) return gone();
    NIGHTLETTER_INSIST(!entry->second.removed);
    entry->second.removed = true;
    entry->second.gone = std::move(gone);
    if (entry->second.handle.is_valid()) session_.remove_torrent(entry->second.handle);
}

std::vector<Ticket> Torrents::unheard_failures()
{
    // The answer comes after everything asked of libtorrent before, so an add it does not know of has failed.
    std::set<Ticket> known;
    for (auto const& handle : session_.get_torrents()) known.insert(ticket_of(handle));
    std::vector<Ticket> failures;
    for (auto const& [ticket, entry] : entries_) {
        if (!entry.handle.is_valid() && !known.contains(ticket)) failures.push_back(ticket);
    }
    return failures;
}

}  // namespace nightletter::swarm
