// swarm/dht_board.hpp: signed items in the mainline DHT.
//
// Inside the wall only; loop thread. Items are signed by others, elsewhere: nothing here has a key, and what libtorrent
// calls verified is not. Writing says who keeps what, so only the role `public` writes; one item a second at most.
#pragma once

#include <libtorrent/session.hpp>

#include <deque>
#include <string>

#include "swarm/settings.hpp"
#include "swarm/swarm.hpp"

namespace nightletter::swarm {

class DhtBoard {
public:
    DhtBoard(lt::session& session, Role role) : session_{session}, role_{role} {}

    void read(SlotKey const& key, std::string const& salt);
    void post(SignedItem item);
    // Once a second.
    void tick();

private:
    lt::session& session_;
    Role role_;
    std::deque<SignedItem> waiting_;
};

}  // namespace nightletter::swarm
