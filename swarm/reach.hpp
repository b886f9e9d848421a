// swarm/reach.hpp: all ways of reaching others than a given address, together.
//
// Inside the wall only; loop thread. Which of them are used is the role's (swarm/settings.hpp); this only passes on.
#pragma once

#include "swarm/dht_board.hpp"
#include "swarm/dht_search.hpp"
#include "swarm/disguise.hpp"
#include "swarm/topics.hpp"

namespace nightletter::swarm {

class Reach {
public:
    // `topics` outlives it.
    Reach(lt::session& session, Settings const& settings, Topics& topics);

    void join(InfoHash const& topic);
    void leave(InfoHash const& topic);
    void hear(DhtPeersFound const& found);
    void tick();

    [[nodiscard]] DhtSearch& search() { return search_; }
    [[nodiscard]] DhtBoard& board() { return board_; }

private:
    Topics& topics_;
    DhtSearch search_;
    DhtBoard board_;
    Disguise disguise_;
};

}  // namespace nightletter::swarm
