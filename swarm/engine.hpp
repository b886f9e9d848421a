// swarm/engine.hpp: libtorrent's session in its box.
//
// Inside the wall only; loop thread. Owns the session, pumps its alerts through `translate`, routes the reports to the
// bundles or to nobody. Everything that reaches the subscriber is posted, so no call is answered from inside itself.
#pragma once

#include <libtorrent/session.hpp>

#include <functional>
#include <memory>
#include <thread>

#include "swarm/bundle_torrents.hpp"
#include "swarm/inbox.hpp"
#include "swarm/reach.hpp"
#include "swarm/settings.hpp"
#include "swarm/swarm.hpp"
#include "swarm/topics.hpp"
#include "swarm/torrents.hpp"

namespace nightletter::swarm {

class Engine {
public:
    // Throws what libtorrent throws when it cannot start.
    Engine(Loop& loop, Settings const& settings, Subscriber subscriber);
    // Waits for libtorrent's threads.
    ~Engine();
    Engine(Engine const&) = delete;
    Engine& operator=(Engine const&) = delete;

    void stop(std::function<void()> stopped);

    void limit(Rates const& rates);
    [[nodiscard]] bool is_running() const { return session_ != nullptr; }
    [[nodiscard]] BundleTorrents& bundles() { return bundles_; }
    [[nodiscard]] Topics& topics() { return topics_; }
    [[nodiscard]] Reach& reach() { return reach_; }

private:
    void emit(Event event);
    void pump();
    void route(Report const& report);
    void reconcile();
    void tick();

    Loop& loop_;
    Subscriber subscriber_;
    std::shared_ptr<Inbox> inbox_;
    std::unique_ptr<lt::session> session_;
    Torrents torrents_;
    BundleTorrents bundles_;
    Topics topics_;
    Reach reach_;
    std::unique_ptr<Appointment> next_tick_;
    std::thread closing_;
};

}  // namespace nightletter::swarm
