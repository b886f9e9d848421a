// mirror/ports.hpp: what a mirror needs of the world around it.
//
// Everything outside the mirror that acts, tells the time or works for it. Tests hand in fakes; mirror/node.hpp hands
// in the real things. All of them outlive the mirror.
#pragma once

#include <functional>

#include "base/clock.hpp"
#include "base/loop.hpp"
#include "mirror/document.hpp"
#include "store/store.hpp"
#include "swarm/swarm.hpp"
#include "web/web.hpp"

namespace nightletter::mirror {

// Runs a job on another thread, then `done` on the loop's.
class Workers {
public:
    virtual ~Workers() = default;
    // False when too much waits already; nothing was queued.
    [[nodiscard]] virtual bool work(std::function<void()> job, std::function<void()> done) = 0;
};

struct Ports {
    store::Store& store;
    swarm::BundleSwarm& bundles;
    swarm::Rendezvous& rendezvous;
    swarm::Noticeboard& board;
    Workers& workers;
    Timers& timers;
    Clock const& clock;
    std::function<Moment()> moment;
    web::Web* web = nullptr;  // null: no web server is asked
};

}  // namespace nightletter::mirror
