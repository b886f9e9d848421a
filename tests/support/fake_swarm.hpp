// tests/support/fake_swarm.hpp: several mirrors' swarms in one process, without a socket, a thread or a wait.
//
// It behaves: peers meet in a topic, messages arrive in order, a bundle is fetched from whoever offers or holds it,
// files appear on disk. What happens next happens when the test says so. It checks no hash, as a peer that lies would
// not.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <set>

#include "base/loop.hpp"
#include "swarm/swarm.hpp"

namespace nightletter::test {

class FakeSwarm;

// Where fake swarms find each other, by the port of an endpoint.
class FakeNetwork {
public:
    // Runs everything that is due, and what follows from it; false when it does not come to rest.
    [[nodiscard]] bool settle();
    // One thing that is due; false when there is none.
    bool step();
    void post(std::function<void()> what) { due_.push_back(std::move(what)); }

    // The slots of the DHT.
    void forget_board() { board_.clear(); }
    void spoil_board();
    [[nodiscard]] std::size_t on_board() const { return board_.size(); }
    [[nodiscard]] bool is_on_board(std::string const& salt) const;

private:
    friend class FakeSwarm;
    [[nodiscard]] FakeSwarm* at(std::uint16_t port) const;
    void look_again();

    std::deque<std::function<void()>> due_;
    std::map<std::uint16_t, FakeSwarm*> swarms_;
    std::map<std::pair<swarm::SlotKey, std::string>, swarm::SignedItem> board_;
    std::uint64_t peers_ = 0;
};

class FakeSwarm final : public swarm::BundleSwarm, public swarm::Rendezvous, public swarm::Noticeboard {
public:
    FakeSwarm(FakeNetwork& network, std::uint16_t port);
    ~FakeSwarm() override;

    void subscribe(swarm::Subscriber subscriber) { subscriber_ = std::move(subscriber); }
    [[nodiscard]] swarm::Endpoint endpoint() const { return {"127.0.0.1", port_}; }
    [[nodiscard]] bool seeds(InfoHash const& bundle) const { return seeds_.contains(bundle); }
    // Seeds it with that file.
    [[nodiscard]] bool offers(InfoHash const& bundle, std::string const& path) const;
    [[nodiscard]] std::vector<InfoHash> const& announced() const { return announced_; }
    [[nodiscard]] bool fetches(InfoHash const& bundle) const { return fetches_.contains(bundle); }
    // The next bytes of that file arrive changed, as if a hash function had been broken.
    void spoil(std::string path) { spoiled_.insert(std::move(path)); }
    void find_damage(InfoHash const& bundle);
    // Somebody without a swarm of his own comes into the topic, says something, hears the answers.
    swarm::PeerTag stranger_says(InfoHash const& topic, Bytes payload);
    [[nodiscard]] std::vector<Bytes> const& heard_by(swarm::PeerTag stranger) { return heard_by_strangers_[stranger]; }
    [[nodiscard]] std::set<swarm::PeerTag> const& disconnected() const { return disconnected_; }

    void fetch(swarm::Fetch order) override;
    void admit(InfoHash const& bundle) override;
    void want(InfoHash const& bundle, std::vector<std::string> paths) override;
    // Nothing can be put into a fetch here: it takes whole files.
    void ask_missing(InfoHash const&) override {}
    void put_piece(InfoHash const&, std::uint32_t, Bytes) override {}
    void seed(swarm::Seed order) override;
    void drop(InfoHash const& bundle) override;
    void announce(std::vector<InfoHash> bundles) override { announced_ = std::move(bundles); }
    void join(InfoHash const& topic) override;
    void leave(InfoHash const& topic) override;
    void connect(InfoHash const& topic, swarm::Endpoint const& endpoint) override;
    void send(InfoHash const& topic, swarm::PeerTag peer, Bytes payload) override;
    void disconnect(InfoHash const& topic, swarm::PeerTag peer) override;
    void read(swarm::SlotKey const& key, std::string const& salt) override;
    void post(swarm::SignedItem item) override;

private:
    friend class FakeNetwork;
    struct Link {
        FakeSwarm* other;
        swarm::PeerTag back;  // what the other calls us
        InfoHash topic;
    };
    struct Arriving {
        swarm::Fetch order;
        bool is_admitted = false;
        std::vector<std::string> wanted;
    };

    struct Source {
        std::filesystem::path directory;
        Bytes torrent;
    };

    void tell(swarm::Event event);
    void look();
    // Somebody offers the bundle, or fetches it and has some of it.
    [[nodiscard]] std::optional<Source> source_of(swarm::Fetch const& order) const;
    [[nodiscard]] std::optional<Source> source(InfoHash const& bundle) const;
    void bring(Arriving& arriving, Source const& source);
    void cut(swarm::PeerTag peer);

    FakeNetwork& network_;
    std::uint16_t port_;
    swarm::Subscriber subscriber_;
    std::map<InfoHash, std::vector<swarm::Endpoint>> topics_;  // with whom we try to reach there
    std::map<swarm::PeerTag, Link> links_;
    std::map<InfoHash, Arriving> fetches_;
    std::map<InfoHash, swarm::Seed> seeds_;
    std::vector<InfoHash> announced_;
    std::set<std::string> spoiled_;
    std::set<swarm::PeerTag> disconnected_;
    std::map<swarm::PeerTag, std::vector<Bytes>> heard_by_strangers_;
};

// Time that passes when the test says so.
class FakeTimers final : public Timers {
public:
    [[nodiscard]] std::unique_ptr<Appointment> after(std::chrono::milliseconds delay,
                                                     std::function<void()> what) override;
    // Runs what falls due until then, in order.
    void pass(std::chrono::milliseconds time);
    [[nodiscard]] std::chrono::milliseconds now() const { return now_; }

private:
    struct Due {
        std::chrono::milliseconds at;
        std::weak_ptr<std::function<void()>> what;
    };
    std::chrono::milliseconds now_{0};
    std::deque<Due> due_;
};

}  // namespace nightletter::test
