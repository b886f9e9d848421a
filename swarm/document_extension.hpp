// swarm/document_extension.hpp: the messages of `nl_doc1` in one rendezvous swarm, on libtorrent's side.
//
// docs/formats.md section 7, only the envelope: a BEP 10 extension whose payload is passed on unread. Who does not
// speak it, or sends more than fits, is disconnected. Lives in libtorrent's network thread but for the constructor;
// what it hears goes to an Audience on the loop.
#pragma once

#include <libtorrent/extensions.hpp>
#include <libtorrent/peer_connection_handle.hpp>
#include <libtorrent/socket.hpp>

#include <map>
#include <memory>
#include <optional>

#include "base/bytes.hpp"
#include "swarm/events.hpp"
#include "swarm/inbox.hpp"
#include "swarm/report.hpp"

namespace nightletter::swarm {

// Called on the loop thread. `room` is the number given to the extension.
class Audience {
public:
    virtual ~Audience() = default;
    // `listens_at`: where others can dial the peer, when it told us.
    virtual void joined(std::uint32_t room, PeerTag peer, std::optional<lt::tcp::endpoint> const& listens_at) = 0;
    virtual void left(std::uint32_t room, PeerTag peer) = 0;
    virtual void said(std::uint32_t room, PeerTag peer, Bytes payload) = 0;
};

class DocumentPeer;

class DocumentExtension final : public lt::torrent_plugin, public std::enable_shared_from_this<DocumentExtension> {
public:
    // `audience` is called for as long as the inbox is open. Room numbers are never used again.
    DocumentExtension(std::uint32_t room, Audience& audience, std::shared_ptr<Inbox> inbox);

    std::shared_ptr<lt::peer_plugin> new_connection(lt::peer_connection_handle const& connection) override;

    void send(PeerTag peer, ByteView payload);
    void disconnect(PeerTag peer);

private:
    friend class DocumentPeer;
    void joined(PeerTag tag, std::shared_ptr<DocumentPeer> const& peer, std::optional<lt::tcp::endpoint> listens_at);
    void left(PeerTag tag);
    [[nodiscard]] bool said(PeerTag tag, ByteView payload);

    std::uint32_t const room_;
    Audience& audience_;
    std::shared_ptr<Inbox> inbox_;
    std::uint32_t last_peer_ = 0;
    std::map<PeerTag, std::weak_ptr<DocumentPeer>> peers_;
};

}  // namespace nightletter::swarm
