#include "swarm/dht_search.hpp"

#include <algorithm>

#include "swarm/profile.hpp"

namespace nightletter::swarm {
namespace {

constexpr unsigned most_patience = 300;          // seconds between looks while nobody is there
constexpr unsigned between_looks = 15 * 60;      // while somebody is
constexpr unsigned between_announcements = 900;  // nodes forget an address after half an hour
constexpr std::size_t most_nodes = 64;

// The DHT knows 20 bytes of a v2 info-hash (BEP 52).
lt::sha1_hash key_of(InfoHash const& hash)
{
    return lt::sha1_hash{reinterpret_cast<char const*>(hash.data())};
}

// Up to an eighth of that time, so that what began together does not stay together.
unsigned scattered(InfoHash const& hash, unsigned seconds)
{
    return hash.data()[31] * (seconds / 8) / 256;
}

}  // namespace

DhtSearch::DhtSearch(lt::session& session, Settings const& settings, PeersOf peers_of)
    : session_{session}, role_{settings.role}, peers_of_{std::move(peers_of)}
{
    for (auto const& node : settings.dht_nodes) {
        auto const endpoint = to_libtorrent(node);
        nodes_.emplace_back(endpoint.address(), endpoint.port());
    }
}

void DhtSearch::begin_with(std::vector<lt::udp::endpoint> const& nodes)
{
    for (auto const& node : nodes) {
        if (nodes_.size() < most_nodes) nodes_.push_back(node);
    }
}

void DhtSearch::add(InfoHash const& topic)
{
    if (role_ == Role::hidden) return;
    greet_nodes();  // so that they have answered when the first look comes
    topics_.try_emplace(topic);
    keys_.emplace(key_of(topic), topic);
}

void DhtSearch::remove(InfoHash const& topic)
{
    topics_.erase(topic);
    keys_.erase(key_of(topic));
}

void DhtSearch::announce_also(std::vector<InfoHash> const& bundles)
{
    std::map<InfoHash, std::uint64_t> announced;
    for (auto const& bundle : bundles) {
        auto const known = announced_.find(bundle);
        announced[bundle] = known == announced_.end() ? second_ : known->second;
    }
    announced_ = std::move(announced);
}

void DhtSearch::tick()
{
    ++second_;
    for (auto& [topic, search] : topics_) {
        bool const is_alone = peers_of_(topic) == 0;
        // Whoever was lost is looked for at once.
        if (is_alone) search.next = std::min(search.next, second_ + search.patience);
        if (second_ >= search.next || (announces() && second_ >= search.announce)) look(topic, search);
        if (!is_alone) search.patience = first_patience;
    }
    if (!announces()) return;
    for (auto& [bundle, next] : announced_) {
        if (second_ < next) continue;
        next = second_ + between_announcements + scattered(bundle, between_announcements);
        session_.dht_announce(key_of(bundle), port_);
        return;  // one a second, so that no node takes us for a flood
    }
}

// A table that is empty is asked in vain, and the node to begin with may only now be there.
void DhtSearch::greet_nodes()
{
    for (auto const& node : nodes_) session_.add_dht_node({node.address().to_string(), node.port()});
}

void DhtSearch::look(InfoHash const& topic, Search& search)
{
    bool const is_alone = peers_of_(topic) == 0;
    greet_nodes();
    if (announces()) {
        session_.dht_announce(key_of(topic), port_);  // looks up on its way
        // The first ones may come before there is anybody to tell, and nothing says so.
        search.announce = second_ + search.announce_patience + scattered(topic, search.announce_patience);
        search.announce_patience = std::min(2 * search.announce_patience, between_announcements);
    } else {
        session_.dht_get_peers(key_of(topic));
    }
    search.next = second_ + (is_alone ? search.patience : between_looks + scattered(topic, between_looks));
    search.patience = std::min(2 * search.patience, most_patience);
}

InfoHash const* DhtSearch::topic_of(DhtPeersFound const& report) const
{
    auto const found = keys_.find(report.key);
    return found == keys_.end() ? nullptr : &found->second;
}

bool can_be_dialled(lt::tcp::endpoint const& peer)
{
    auto const address = peer.address();
    return peer.port() != 0 && !address.is_unspecified() && !address.is_multicast() && !address.is_loopback();
}

}  // namespace nightletter::swarm
