#include "tests/support/fake_swarm.hpp"

#include <algorithm>

#include "bundles/torrent_check.hpp"
#include "tests/support/temporary_directory.hpp"

namespace nightletter::test {

namespace fs = std::filesystem;

bool FakeNetwork::settle()
{
    for (int steps = 0; steps < 100'000; ++steps) {
        if (!step()) return true;
    }
    return false;
}

bool FakeNetwork::step()
{
    if (due_.empty()) return false;
    auto const what = std::move(due_.front());
    due_.pop_front();
    what();
    return true;
}

FakeSwarm* FakeNetwork::at(std::uint16_t port) const
{
    auto const found = swarms_.find(port);
    return found == swarms_.end() ? nullptr : found->second;
}

void FakeNetwork::look_again()
{
    post([this] {
        for (auto const& [port, swarm] : swarms_) swarm->look();
    });
}

FakeSwarm::FakeSwarm(FakeNetwork& network, std::uint16_t port) : network_{network}, port_{port}
{
    network_.swarms_[port_] = this;
}

FakeSwarm::~FakeSwarm()
{
    network_.swarms_.erase(port_);
    for (auto const& [peer, link] : links_) {
        if (link.other == nullptr) continue;
        link.other->links_.erase(link.back);
        link.other->tell(swarm::PeerLeft{link.topic, link.back});
    }
}

void FakeSwarm::tell(swarm::Event event)
{
    // A swarm that is gone by then hears nothing.
    network_.post([network = &network_, self = this, port = port_, event = std::move(event)] {
        if (network->at(port) == self && self->subscriber_) self->subscriber_(event);
    });
}

// Meets who can be met, fetches what can be fetched.
void FakeSwarm::look()
{
    for (auto const& [topic, endpoints] : topics_) {
        for (auto const& endpoint : endpoints) {
            auto* const other = network_.at(endpoint.port);
            if (other == nullptr || other == this || !other->topics_.contains(topic)) continue;
            bool const met = std::any_of(links_.begin(), links_.end(), [&](auto const& entry) {
                return entry.second.other == other && entry.second.topic == topic;
            });
            if (met) continue;
            swarm::PeerTag const theirs{++network_.peers_};
            swarm::PeerTag const ours{++network_.peers_};
            links_.emplace(theirs, Link{other, ours, topic});
            other->links_.emplace(ours, Link{this, theirs, topic});
            tell(swarm::PeerJoined{topic, theirs});
            other->tell(swarm::PeerJoined{topic, ours});
        }
    }
    for (auto& [bundle, arriving] : fetches_) {
        auto const source = source_of(arriving.order);
        if (!source) continue;
        if (arriving.order.torrent.empty()) {
            arriving.order.torrent = source->torrent;
            tell(swarm::InfoArrived{bundle, bundles::check_torrent(source->torrent, {}).value().info()});
        }
        if (arriving.is_admitted && !arriving.wanted.empty()) bring(arriving, *source);
    }
}

bool FakeSwarm::offers(InfoHash const& bundle, std::string const& path) const
{
    auto const seed = seeds_.find(bundle);
    if (seed == seeds_.end()) return false;
    auto const& held = seed->second.held;
    return held.empty() || std::ranges::find(held, path) != held.end();
}

std::optional<FakeSwarm::Source> FakeSwarm::source(InfoHash const& bundle) const
{
    if (auto const seed = seeds_.find(bundle); seed != seeds_.end())
        return Source{seed->second.directory, seed->second.torrent};
    auto const fetch = fetches_.find(bundle);
    if (fetch == fetches_.end() || fetch->second.order.torrent.empty()) return std::nullopt;
    return Source{fetch->second.order.directory, fetch->second.order.torrent};
}

std::optional<FakeSwarm::Source> FakeSwarm::source_of(swarm::Fetch const& order) const
{
    for (auto const& endpoint : order.peers) {
        auto const* const other = network_.at(endpoint.port);
        if (other == nullptr || other == this) continue;
        if (auto found = other->source(order.bundle)) return found;
    }
    for (auto const& [peer, link] : links_) {
        if (link.topic != order.topic || link.other == nullptr) continue;
        if (auto found = link.other->source(order.bundle)) return found;
    }
    return std::nullopt;
}

void FakeSwarm::bring(Arriving& arriving, Source const& source)
{
    auto const torrent = bundles::check_torrent(source.torrent, {}).value();
    auto const name = torrent.name().text();
    std::erase_if(arriving.wanted, [&](std::string const& path) {
        if (!fs::exists(source.directory / name / path)) return false;
        auto text = read_text(source.directory / name / path);
        if (spoiled_.erase(path) != 0) text.back() = static_cast<char>(text.back() ^ 1);
        auto const to = arriving.order.directory / name / path;
        fs::create_directories(to.parent_path());
        write_text(to, text);
        return true;
    });
    if (!arriving.wanted.empty()) return;
    tell(swarm::Standing{arriving.order.bundle, swarm::Stage::complete, 1, 1, 1});
    tell(swarm::Arrived{arriving.order.bundle});
}

void FakeSwarm::find_damage(InfoHash const& bundle)
{
    seeds_.erase(bundle);
    tell(swarm::DamageFound{bundle});
    tell(swarm::Released{bundle});
}

swarm::PeerTag FakeSwarm::stranger_says(InfoHash const& topic, Bytes payload)
{
    swarm::PeerTag const stranger{++network_.peers_};
    links_.emplace(stranger, Link{nullptr, {}, topic});
    tell(swarm::PeerJoined{topic, stranger});
    tell(swarm::MessageArrived{topic, stranger, std::move(payload)});
    return stranger;
}

void FakeSwarm::fetch(swarm::Fetch order)
{
    NIGHTLETTER_INSIST(!fetches_.contains(order.bundle) && !seeds_.contains(order.bundle));
    auto const bundle = order.bundle;
    bool const is_admitted = !order.torrent.empty();
    fetches_[bundle] = {std::move(order), is_admitted, {}};
    network_.look_again();
}

void FakeSwarm::admit(InfoHash const& bundle)
{
    fetches_.at(bundle).is_admitted = true;
    network_.look_again();
}

void FakeSwarm::want(InfoHash const& bundle, std::vector<std::string> paths)
{
    auto const found = fetches_.find(bundle);
    if (found == fetches_.end()) return;
    found->second.wanted.insert(found->second.wanted.end(), paths.begin(), paths.end());
    network_.look_again();
}

void FakeSwarm::seed(swarm::Seed order)
{
    NIGHTLETTER_INSIST(!fetches_.contains(order.bundle) && !seeds_.contains(order.bundle));
    auto const bundle = order.bundle;
    seeds_[bundle] = std::move(order);
    network_.look_again();
}

void FakeSwarm::drop(InfoHash const& bundle)
{
    fetches_.erase(bundle);
    seeds_.erase(bundle);
    tell(swarm::Released{bundle});
}

void FakeSwarm::join(InfoHash const& topic)
{
    topics_[topic];
    network_.look_again();
}

void FakeSwarm::leave(InfoHash const& topic)
{
    topics_.erase(topic);
    std::vector<swarm::PeerTag> gone;
    for (auto const& [peer, link] : links_) {
        if (link.topic == topic) gone.push_back(peer);
    }
    for (auto const peer : gone) cut(peer);
}

void FakeSwarm::connect(InfoHash const& topic, swarm::Endpoint const& endpoint)
{
    topics_.at(topic).push_back(endpoint);
    network_.look_again();
}

void FakeSwarm::send(InfoHash const& topic, swarm::PeerTag peer, Bytes payload)
{
    NIGHTLETTER_INSIST(payload.size() <= swarm::largest_message);
    auto const link = links_.find(peer);
    if (link == links_.end()) return;
    if (link->second.other == nullptr) {
        heard_by_strangers_[peer].push_back(std::move(payload));
        return;
    }
    link->second.other->tell(swarm::MessageArrived{topic, link->second.back, std::move(payload)});
}

bool FakeNetwork::is_on_board(std::string const& salt) const
{
    return std::ranges::any_of(board_, [&](auto const& item) { return item.first.second == salt; });
}

void FakeNetwork::spoil_board()
{
    for (auto& [slot, item] : board_) ++item.seq;
}

void FakeSwarm::read(swarm::SlotKey const& key, std::string const& salt)
{
    auto const there = network_.board_.find({key, salt});
    if (there != network_.board_.end()) tell(swarm::ItemFound{there->second});
}

void FakeSwarm::post(swarm::SignedItem item)
{
    auto& there = network_.board_[{item.key, item.salt}];
    if (there.seq <= item.seq) there = std::move(item);
}

void FakeSwarm::disconnect(InfoHash const&, swarm::PeerTag peer)
{
    disconnected_.insert(peer);
    cut(peer);
}

void FakeSwarm::cut(swarm::PeerTag peer)
{
    auto const found = links_.find(peer);
    if (found == links_.end()) return;
    auto const link = found->second;
    links_.erase(found);
    tell(swarm::PeerLeft{link.topic, peer});
    if (link.other == nullptr) return;
    link.other->links_.erase(link.back);
    link.other->tell(swarm::PeerLeft{link.topic, link.back});
}

namespace {

class FakeAppointment final : public Appointment {
public:
    explicit FakeAppointment(std::shared_ptr<std::function<void()>> what) : what_{std::move(what)} {}

private:
    std::shared_ptr<std::function<void()>> what_;
};

}  // namespace

std::unique_ptr<Appointment> FakeTimers::after(std::chrono::milliseconds delay, std::function<void()> what)
{
    auto shared = std::make_shared<std::function<void()>>(std::move(what));
    due_.push_back({now_ + delay, shared});
    return std::make_unique<FakeAppointment>(std::move(shared));
}

void FakeTimers::pass(std::chrono::milliseconds time)
{
    auto const until = now_ + time;
    while (true) {
        auto const next =
            std::min_element(due_.begin(), due_.end(), [](auto const& a, auto const& b) { return a.at < b.at; });
        if (next == due_.end() || next->at > until) break;
        now_ = std::max(now_, next->at);
        auto const what = next->what.lock();
        due_.erase(next);
        if (what) (*what)();
    }
    now_ = until;
}

}  // namespace nightletter::test
