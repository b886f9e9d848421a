#include "swarm/topics.hpp"

#include <libtorrent/peer_info.hpp>

#include <utility>

#include "swarm/dht_search.hpp"
#include "swarm/introductions.hpp"
#include "swarm/profile.hpp"
#include "swarm/swarm.hpp"

namespace nightletter::swarm {
namespace {

constexpr int most_peers = 100;  // of one topic

lt::add_torrent_params params_to_meet(InfoHash const& topic, std::shared_ptr<DocumentExtension> const& extension,
                                      Settings const& settings)
{
    lt::add_torrent_params params;
    params.info_hashes.v2 = lt::sha256_hash{reinterpret_cast<char const*>(topic.data())};
    // Never used: nobody has an info dictionary with this hash, nor an extension here to ask for one.
    params.save_path = "/dev/null/rendezvous";
    params.flags = common_flags | lt::torrent_flags::default_dont_download | lt::torrent_flags::paused;
    params.max_connections = most_peers;
    params.extensions.emplace_back([extension](lt::torrent_handle const&, lt::client_data_t) { return extension; });
    if (settings.role == Role::public_) params.trackers = settings.trackers;
    if (settings.local_discovery == LocalDiscovery::on) params.flags &= ~lt::torrent_flags::disable_lsd;
    params.extensions.emplace_back([role = settings.role](lt::torrent_handle const& handle, lt::client_data_t) {
        return std::make_shared<Introductions>(handle, role);
    });
    return params;
}

}  // namespace

Topics::Topics(Torrents& torrents, std::shared_ptr<Inbox> inbox, Settings const& settings, CanBeDialled can_be_dialled,
               Emit emit)
    : torrents_{torrents},
      inbox_{std::move(inbox)},
      settings_{settings},
      can_be_dialled_{std::move(can_be_dialled)},
      emit_{std::move(emit)}
{
}

void Topics::join(InfoHash const& topic)
{
    auto const [entry, fresh] = topics_.try_emplace(topic);
    if (!fresh) return;
    auto& joined = entry->second;
    joined.room = ++last_room_;
    joined.extension = std::make_shared<DocumentExtension>(joined.room, *this, inbox_);
    joined.ticket = torrents_.add(params_to_meet(topic, joined.extension, settings_));
    rooms_.emplace(joined.room, topic);
    // Whoever is named before the loop turns is dialled when the torrent resumes, without waiting for the next second.
    inbox_->post([this, ticket = joined.ticket] {
        torrents_.with(ticket, [](lt::torrent_handle const& handle) { handle.resume(); });
    });
}

void Topics::leave(InfoHash const& topic)
{
    auto const entry = topics_.find(topic);
    if (entry == topics_.end()) return;
    for (auto const& [peer, listens_at] : entry->second.peers) emit_(PeerLeft{topic, peer});
    rooms_.erase(entry->second.room);
    torrents_.remove(entry->second.ticket, [] {});
    topics_.erase(entry);
}

void Topics::connect(InfoHash const& topic, Endpoint const& endpoint)
{
    auto const entry = topics_.find(topic);
    if (entry == topics_.end()) return;
    torrents_.with(entry->second.ticket,
                   [peer = to_libtorrent(endpoint)](lt::torrent_handle const& handle) { handle.connect_peer(peer); });
}

void Topics::try_out(InfoHash const& topic, std::vector<lt::tcp::endpoint> const& peers)
{
    auto const entry = topics_.find(topic);
    if (entry == topics_.end()) return;
    torrents_.with(entry->second.ticket, [peers](lt::torrent_handle const& handle) {
        for (auto const& peer : peers) {
            if (can_be_dialled(peer)) handle.connect_peer(peer, lt::peer_info::dht);
        }
    });
}

std::size_t Topics::count(InfoHash const& topic) const
{
    auto const entry = topics_.find(topic);
    return entry == topics_.end() ? 0 : entry->second.peers.size();
}

std::size_t Topics::count_all() const
{
    std::size_t all = 0;
    for (auto const& [topic, joined] : topics_) all += joined.peers.size();
    return all;
}

void Topics::send(InfoHash const& topic, PeerTag peer, Bytes payload)
{
    NIGHTLETTER_INSIST(payload.size() <= largest_message);
    auto const entry = topics_.find(topic);
    if (entry == topics_.end() || !entry->second.peers.contains(peer)) return;
    torrents_.in_network_thread(entry->second.ticket,
                                [extension = entry->second.extension, peer, payload = std::move(payload)](
                                    lt::torrent_handle const&) { extension->send(peer, payload); });
}

void Topics::disconnect(InfoHash const& topic, PeerTag peer)
{
    auto const entry = topics_.find(topic);
    if (entry == topics_.end() || !entry->second.peers.contains(peer)) return;
    torrents_.in_network_thread(entry->second.ticket, [extension = entry->second.extension, peer](
                                                          lt::torrent_handle const&) { extension->disconnect(peer); });
}

std::vector<lt::tcp::endpoint> Topics::peers_of(InfoHash const& topic) const
{
    std::vector<lt::tcp::endpoint> endpoints;
    auto const entry = topics_.find(topic);
    if (entry == topics_.end()) return endpoints;
    for (auto const& [peer, listens_at] : entry->second.peers) {
        if (listens_at) endpoints.push_back(*listens_at);
    }
    return endpoints;
}

Topics::Entry* Topics::find(std::uint32_t room, PeerTag peer)
{
    auto const topic = rooms_.find(room);
    if (topic == rooms_.end()) return nullptr;
    auto const entry = topics_.find(topic->second);
    return entry->second.peers.contains(peer) ? &*entry : nullptr;
}

void Topics::joined(std::uint32_t room, PeerTag peer, std::optional<lt::tcp::endpoint> const& listens_at)
{
    auto const topic = rooms_.find(room);
    if (topic == rooms_.end()) return;
    topics_.at(topic->second).peers.emplace(peer, listens_at);
    emit_(PeerJoined{topic->second, peer});
    if (listens_at) can_be_dialled_(topic->second, *listens_at);
}

void Topics::left(std::uint32_t room, PeerTag peer)
{
    auto* const entry = find(room, peer);
    if (entry == nullptr) return;
    entry->second.peers.erase(peer);
    emit_(PeerLeft{entry->first, peer});
}

void Topics::said(std::uint32_t room, PeerTag peer, Bytes payload)
{
    auto const* const entry = find(room, peer);
    if (entry != nullptr) emit_(MessageArrived{entry->first, peer, std::move(payload)});
}

}  // namespace nightletter::swarm
