// swarm/reach.hpp: all ways of reaching others than a given address, together.
//
// Inside the wall only; loop thread. Which of them are used is the role's (swarm/settings.hpp); this only passes on.
#pragma once

#include "base/loop.hpp"
#include "swarm/contacts.hpp"
#include "swarm/dht_board.hpp"
#include "swarm/dht_search.hpp"
#include "swarm/disguise.hpp"
#include "swarm/topics.hpp"

namespace nightletter::swarm {

class Reach {
public:
    // `topics` outlives it.
    Reach(Loop& loop, lt::session& session, Settings const& settings, Topics& topics);

    void join(InfoHash const& topic);
    void leave(InfoHash const& topic);
    void hear(DhtPeersFound const& found);
    void worked(InfoHash const& topic, lt::tcp::endpoint const& peer);
    void tick();
    // Writes down what is to be known at the next start. Blocks for as long as a small file takes to reach the disk.
    void remember();

    [[nodiscard]] DhtSearch& search() { return search_; }
    [[nodiscard]] DhtBoard& board() { return board_; }

private:
    // With the nodes of the DHT that answer now; blocks for a moment.
    void look_at_nodes();

    Loop& loop_;
    lt::session& session_;
    std::filesystem::path file_;  // empty: nothing is remembered
    Topics& topics_;
    Contacts contacts_;
    DhtSearch search_;
    DhtBoard board_;
    Disguise disguise_;
    unsigned seconds_ = 0;
};

}  // namespace nightletter::swarm
