// swarm/topics.hpp: the rendezvous swarms that are joined.
//
// Inside the wall only; loop thread. A topic is a torrent that never gets an info dictionary: nobody becomes a seed of
// it, so connections last and carry messages (docs/formats.md section 7). Where its peers can be dialled stays here.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "swarm/bundle_torrents.hpp"
#include "swarm/document_extension.hpp"
#include "swarm/settings.hpp"
#include "swarm/torrents.hpp"

namespace nightletter::swarm {

class Topics final : public Audience {
public:
    using CanBeDialled = std::function<void(InfoHash const& topic, lt::tcp::endpoint const& peer)>;

    Topics(Torrents& torrents, std::shared_ptr<Inbox> inbox, Settings const& settings, CanBeDialled can_be_dialled,
           Emit emit);

    void join(InfoHash const& topic);
    void leave(InfoHash const& topic);
    void connect(InfoHash const& topic, Endpoint const& endpoint);
    // A stranger says that somebody of the topic can be reached there.
    void try_out(InfoHash const& topic, std::vector<lt::tcp::endpoint> const& peers);
    void send(InfoHash const& topic, PeerTag peer, Bytes payload);
    void disconnect(InfoHash const& topic, PeerTag peer);
    [[nodiscard]] std::size_t count(InfoHash const& topic) const;
    [[nodiscard]] std::size_t count_all() const;
    [[nodiscard]] std::vector<lt::tcp::endpoint> peers_of(InfoHash const& topic) const;

    void joined(std::uint32_t room, PeerTag peer, std::optional<lt::tcp::endpoint> const& listens_at) override;
    void left(std::uint32_t room, PeerTag peer) override;
    void said(std::uint32_t room, PeerTag peer, Bytes payload) override;

private:
    struct Topic {
        Ticket ticket = Ticket::none;
        std::uint32_t room = 0;
        std::shared_ptr<DocumentExtension> extension;
        std::map<PeerTag, std::optional<lt::tcp::endpoint>> peers;
    };
    using Entry = std::map<InfoHash, Topic>::value_type;

    [[nodiscard]] Entry* find(std::uint32_t room, PeerTag peer);

    Torrents& torrents_;
    std::shared_ptr<Inbox> inbox_;
    Settings settings_;
    CanBeDialled can_be_dialled_;
    Emit emit_;
    std::map<InfoHash, Topic> topics_;
    std::map<std::uint32_t, InfoHash> rooms_;
    std::uint32_t last_room_ = 0;
};

}  // namespace nightletter::swarm
