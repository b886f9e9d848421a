// swarm/torrents.hpp: torrents added to libtorrent, known by ticket.
//
// Inside the wall only; loop thread. Adding and removing do not block: what is asked of a torrent before libtorrent has
// it waits, and `gone` runs when its last disk job has ended. What it is for is known to the owners.
#pragma once

#include <libtorrent/add_torrent_params.hpp>
#include <libtorrent/download_priority.hpp>
#include <libtorrent/session.hpp>
#include <libtorrent/torrent_handle.hpp>
#include <libtorrent/torrent_status.hpp>

#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "base/bytes.hpp"
#include "swarm/inbox.hpp"
#include "swarm/report.hpp"

namespace nightletter::swarm {

// The state of a torrent at one moment in libtorrent's own thread.
struct Snapshot {
    lt::torrent_status::state_t state = lt::torrent_status::checking_resume_data;
    std::uint64_t held_bytes = 0;
    std::uint64_t wanted_bytes = 0;
    unsigned peers = 0;
    bool failed = false;
    Bytes info;  // the info dictionary, when it was asked for and is known
    std::vector<lt::download_priority_t> priorities;
};

enum class Look { at_state, at_info };

class Torrents {
public:
    using Seen = std::function<void(Ticket, Snapshot const&)>;
    using Act = std::function<void(lt::torrent_handle)>;

    Torrents(lt::session& session, std::shared_ptr<Inbox> inbox) : session_{session}, inbox_{std::move(inbox)} {}

    [[nodiscard]] Ticket add(lt::add_torrent_params params);
    // Now, or as soon as libtorrent has the torrent. `act` may only use calls that do not block.
    void with(Ticket ticket, Act act);
    // The same, but in libtorrent's network thread, where calls to the handle do not block.
    void in_network_thread(Ticket ticket, Act act);
    // `seen` comes later with a snapshot taken after this call; several calls may be answered by one.
    void look(Ticket ticket, Look at, Seen const& seen);
    // `answered` comes later with what `question` found out in the network thread, unless the torrent is gone by then.
    template <class Answer>
    void ask(Ticket ticket, std::function<Answer(lt::torrent_handle const&)> question,
             std::function<void(Answer)> answered)
    {
        in_network_thread(ticket, [inbox = inbox_, question, answered](lt::torrent_handle const& handle) {
            inbox->post([answered, answer = question(handle)] { answered(answer); });
        });
    }
    void remove(Ticket ticket, std::function<void()> gone);

    void add_failed(Ticket ticket);
    // After reports were lost: adds that failed without our hearing of it. Blocks for a moment.
    [[nodiscard]] std::vector<Ticket> unheard_failures();

private:
    struct Entry {
        lt::torrent_handle handle;
        std::vector<Act> waiting;
        std::function<void()> gone;
        bool removed = false;
        bool looking = false;
        bool look_again = false;
    };

    void added(Ticket ticket, lt::torrent_handle const& handle);
    void departed(Ticket ticket);
    void seen(Ticket ticket, Look at, Seen const& seen, Snapshot const& snapshot);

    lt::session& session_;
    std::shared_ptr<Inbox> inbox_;
    std::map<Ticket, Entry> entries_;
    std::uint64_t last_ticket_ = 0;
};

}  // namespace nightletter::swarm
