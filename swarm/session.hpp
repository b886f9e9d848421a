// swarm/session.hpp: the wall around libtorrent.
//
// The one implementation of the ports in swarm/swarm.hpp. It keeps the map from info-hashes to libtorrent's handles,
// so that neither handles nor alerts are seen outside. Trusts nothing libtorrent says about signatures.
// Loop thread only. libtorrent has threads of its own; they speak to us by posting to the loop.
#pragma once

#include <functional>
#include <memory>

#include "base/loop.hpp"
#include "base/result.hpp"
#include "swarm/settings.hpp"
#include "swarm/swarm.hpp"

namespace nightletter::swarm {

class BundleTorrents;
class Engine;
class Topics;

class Session final : public BundleSwarm, public Rendezvous, public Noticeboard, public Throttle {
public:
    // Sockets open in the background: `Listening` or `TroubleMet` tells how that went.
    [[nodiscard]] static Expected<std::unique_ptr<Session>, Trouble> open(Loop& loop, Settings const& settings,
                                                                          Subscriber subscriber);
    // Waits for libtorrent's threads; after `stop` has answered there is nothing to wait for.
    ~Session() override;

    // Closes every connection and file without waiting; `stopped` runs on the loop when all of libtorrent's threads
    // have ended (under 5 seconds). No event comes any more, and the calls below do nothing.
    void stop(std::function<void()> stopped);

    void fetch(Fetch order) override;
    void admit(InfoHash const& bundle) override;
    void want(InfoHash const& bundle, std::vector<std::string> paths) override;
    void ask_missing(InfoHash const& bundle) override;
    void put_piece(InfoHash const& bundle, std::uint32_t piece, Bytes bytes) override;
    void seed(Seed order) override;
    void drop(InfoHash const& bundle) override;
    void announce(std::vector<InfoHash> bundles) override;

    void join(InfoHash const& topic) override;
    void leave(InfoHash const& topic) override;
    void connect(InfoHash const& topic, Endpoint const& endpoint) override;
    void send(InfoHash const& topic, PeerTag peer, Bytes payload) override;
    void disconnect(InfoHash const& topic, PeerTag peer) override;

    void read(SlotKey const& key, std::string const& salt) override;
    void post(SignedItem item) override;

    void limit(Rates const& rates) override;

private:
    explicit Session(std::unique_ptr<Engine> engine);
    void to_bundles(std::function<void(BundleTorrents&)> const& what);
    void to_topics(std::function<void(Topics&)> const& what);

    std::unique_ptr<Engine> engine_;
};

}  // namespace nightletter::swarm
