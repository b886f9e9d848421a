// swarm/disguise.hpp: whether connections we make begin encrypted.
//
// Inside the wall only; loop thread. Connections from others may be encrypted at any time. Ours are not, because it
// costs two thirds of the throughput; while nobody is reached they are, in turns, because a filter may drop what can be
// read. It is no secrecy: the key is the info-hash.
#pragma once

#include <libtorrent/session.hpp>

#include <cstddef>

namespace nightletter::swarm {

class Disguise {
public:
    explicit Disguise(lt::session& session) : session_{session} {}
    // Once a second: how many peers all topics have together.
    void tick(std::size_t peers);

private:
    void change();

    lt::session& session_;
    unsigned lonely_seconds_ = 0;
    bool is_worn_ = false;
};

}  // namespace nightletter::swarm
