#include "swarm/session.hpp"

#include <exception>
#include <utility>

#include "swarm/engine.hpp"

namespace nightletter::swarm {

Session::Session(std::unique_ptr<Engine> engine) : engine_{std::move(engine)} {}

Session::~Session() = default;

Expected<std::unique_ptr<Session>, Trouble> Session::open(Loop& loop, Settings const& settings, Subscriber subscriber)
{
    try {
        return std::unique_ptr<Session>{new Session{std::make_unique<Engine>(loop, settings, std::move(subscriber))}};
    } catch (std::exception const& reason) {
        return fail(Trouble{"start", "libtorrent", reason.what()});
    }
}

void Session::stop(std::function<void()> stopped)
{
    engine_->stop(std::move(stopped));
}

void Session::to_bundles(std::function<void(BundleTorrents&)> const& what)
{
    if (engine_->is_running()) what(engine_->bundles());
}

void Session::to_topics(std::function<void(Topics&)> const& what)
{
    if (engine_->is_running()) what(engine_->topics());
}

void Session::fetch(Fetch order)
{
    to_bundles([&](BundleTorrents& bundles) { bundles.fetch(std::move(order)); });
}

void Session::admit(InfoHash const& bundle)
{
    to_bundles([&](BundleTorrents& bundles) { bundles.admit(bundle); });
}

void Session::want(InfoHash const& bundle, std::vector<std::string> paths)
{
    to_bundles([&](BundleTorrents& bundles) { bundles.want(bundle, paths); });
}

void Session::ask_missing(InfoHash const& bundle)
{
    to_bundles([&](BundleTorrents& bundles) { bundles.ask_missing(bundle); });
}

void Session::put_piece(InfoHash const& bundle, std::uint32_t piece, Bytes bytes)
{
    to_bundles([&](BundleTorrents& bundles) { bundles.put_piece(bundle, piece, std::move(bytes)); });
}

void Session::seed(Seed order)
{
    to_bundles([&](BundleTorrents& bundles) { bundles.seed(std::move(order)); });
}

void Session::drop(InfoHash const& bundle)
{
    to_bundles([&](BundleTorrents& bundles) { bundles.drop(bundle); });
}

void Session::announce(std::vector<InfoHash> bundles)
{
    if (engine_->is_running()) engine_->reach().search().announce_also(bundles);
}

void Session::join(InfoHash const& topic)
{
    if (engine_->is_running()) engine_->reach().join(topic);
}

void Session::leave(InfoHash const& topic)
{
    if (engine_->is_running()) engine_->reach().leave(topic);
}

void Session::connect(InfoHash const& topic, Endpoint const& endpoint)
{
    to_topics([&](Topics& topics) { topics.connect(topic, endpoint); });
}

void Session::send(InfoHash const& topic, PeerTag peer, Bytes payload)
{
    to_topics([&](Topics& topics) { topics.send(topic, peer, std::move(payload)); });
}

void Session::disconnect(InfoHash const& topic, PeerTag peer)
{
    to_topics([&](Topics& topics) { topics.disconnect(topic, peer); });
}

void Session::read(SlotKey const& key, std::string const& salt)
{
    if (engine_->is_running()) engine_->reach().board().read(key, salt);
}

void Session::limit(Rates const& rates)
{
    if (engine_->is_running()) engine_->limit(rates);
}

void Session::post(SignedItem item)
{
    if (engine_->is_running()) engine_->reach().board().post(std::move(item));
}

}  // namespace nightletter::swarm
