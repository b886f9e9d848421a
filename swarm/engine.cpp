#include "swarm/engine.hpp"

#include <chrono>
#include <utility>

#include "swarm/profile.hpp"
#include "swarm/translate.hpp"

namespace nightletter::swarm {
namespace {

template <class... Functions>
struct Overloaded : Functions... {
    using Functions::operator()...;
};
template <class... Functions>
Overloaded(Functions...) -> Overloaded<Functions...>;

}  // namespace

Engine::Engine(Loop& loop, Settings const& settings, Subscriber subscriber)
    : loop_{loop},
      subscriber_{std::move(subscriber)},
      inbox_{std::make_shared<Inbox>(loop)},
      session_{std::make_unique<lt::session>(profile(settings))},
      torrents_{*session_, inbox_},
      bundles_{torrents_, [this](InfoHash const& topic) { return topics_.peers_of(topic); },
               [this](Event event) { emit(std::move(event)); }},
      topics_{torrents_, inbox_, settings,
              [this](InfoHash const& topic, lt::tcp::endpoint const& peer) {
                  bundles_.peer_of_topic(topic, peer);
                  reach_.worked(topic, peer);
              },
              [this](Event event) { emit(std::move(event)); }},
      reach_{loop, *session_, settings, topics_}
{
    session_->set_peer_class_filter(everybody_counts());
    // Called with libtorrent's alert mutex held, once each time its queue stops being empty: it may only post.
    session_->set_alert_notify([this, inbox = inbox_] { inbox->post([this] { pump(); }); });
    tick();
}

Engine::~Engine()
{
    if (session_) stop([] {});
    if (closing_.joinable()) closing_.join();
}

void Engine::stop(std::function<void()> stopped)
{
    NIGHTLETTER_INSIST(session_);
    inbox_->close();
    next_tick_.reset();
    reach_.remember();
    // The proxy's end is where one waits for libtorrent's threads; they may still call our extensions until then.
    auto proxy = std::make_unique<lt::session_proxy>(session_->abort());
    session_.reset();
    closing_ = std::thread{[proxy = std::move(proxy), loop = &loop_, stopped = std::move(stopped)]() mutable {
        proxy.reset();
        loop->post(std::move(stopped));
    }};
}

void Engine::limit(Rates const& rates)
{
    lt::settings_pack pack;
    set_rates(pack, rates);
    session_->apply_settings(std::move(pack));
}

void Engine::emit(Event event)
{
    inbox_->post([this, event = std::move(event)] { subscriber_(event); });
}

void Engine::pump()
{
    std::vector<lt::alert*> alerts;
    session_->pop_alerts(&alerts);
    for (auto const* alert : alerts) {
        if (auto const report = translate(*alert)) route(*report);
    }
}

void Engine::route(Report const& report)
{
    std::visit(Overloaded{[this](AddFailed const& failed) {
                              bundles_.hear(failed);
                              torrents_.add_failed(failed.ticket);
                          },
                          [this](Stirred const& stirred) { bundles_.hear(stirred); },
                          [this](HashFailed const& failed) { bundles_.hear(failed); },
                          [this](TorrentTrouble const& trouble) { bundles_.hear(trouble); },
                          [this](ListenSucceeded const& listens) {
                              reach_.search().listens_on(listens.port);
                              emit(Listening{listens.port});
                          },
                          [this](ListenFailed const& failed) {
                              emit(TroubleMet{std::nullopt, failed.trouble});
                          },
                          [this](DhtPeersFound const& found) { reach_.hear(found); },
                          [this](DhtItemFound const& found) { emit(ItemFound{found.item}); },
                          [this](ProxyFailed const& failed) {
                              emit(TroubleMet{std::nullopt, failed.trouble});
                          },
                          [this](TrafficCounted const& counted) { emit(TrafficMoved{counted.moved}); },
                          [this](ReportsLost) { reconcile(); }},
               report);
}

void Engine::reconcile()
{
    emit(EventsLost{});
    for (auto const ticket : torrents_.unheard_failures()) {
        route(AddFailed{ticket, {"take in", "the torrent", "libtorrent did not say why", Retry::may_help}});
    }
    bundles_.look_at_all();
}

void Engine::tick()
{
    bundles_.tick();
    reach_.tick();
    session_->post_session_stats();
    next_tick_ = loop_.after(std::chrono::seconds{1}, [this] { tick(); });
}

}  // namespace nightletter::swarm
