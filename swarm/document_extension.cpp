#include "swarm/document_extension.hpp"

#include <libtorrent/bdecode.hpp>
#include <libtorrent/entry.hpp>
#include <libtorrent/error_code.hpp>
#include <libtorrent/operations.hpp>
#include <libtorrent/peer_info.hpp>

#include <utility>

#include "swarm/extended_message.hpp"
#include "swarm/swarm.hpp"

namespace nightletter::swarm {
namespace {

constexpr auto name = "nl_doc1";
constexpr int our_id = 21;             // libtorrent uses the low ones for itself
constexpr int most_waiting = 1 << 20;  // bytes for a peer that does not read
constexpr int seconds_to_greet = 10;

}  // namespace

// One connection. libtorrent owns it for as long as the connection lasts.
class DocumentPeer final : public lt::peer_plugin, public std::enable_shared_from_this<DocumentPeer> {
public:
    DocumentPeer(PeerTag tag, lt::peer_connection_handle connection, std::weak_ptr<DocumentExtension> room)
        : tag_{tag}, connection_{std::move(connection)}, room_{std::move(room)}
    {
    }

    lt::string_view type() const override { return name; }

    void add_handshake(lt::entry& handshake) override { handshake["m"][name] = our_id; }

    bool on_extension_handshake(lt::bdecode_node const& handshake) override
    {
        auto const offered = handshake.dict_find_dict("m");
        auto const id = offered ? offered.dict_find_int_value(name, 0) : 0;
        if (id < 1 || id > 255) {
            end();
            return true;
        }
        bool const first = std::exchange(remote_id_, static_cast<int>(id)) == 0;
        auto const room = room_.lock();
        if (first && room) room->joined(tag_, shared_from_this(), listens_at(connection_, handshake));
        return true;
    }

    bool on_extended(int length, int id, lt::span<char const> body) override
    {
        if (id != our_id) return false;
        auto const room = room_.lock();
        if (remote_id_ == 0 || length > static_cast<int>(largest_message) || !room) {
            end();
        } else if (body.size() == length) {
            ByteView const payload{reinterpret_cast<std::uint8_t const*>(body.data()),
                                   static_cast<std::size_t>(length)};
            if (!room->said(tag_, payload)) end();
        }
        return true;
    }

    void on_disconnect(lt::error_code const&) override
    {
        auto const room = room_.lock();
        if (std::exchange(remote_id_, 0) != 0 && room) room->left(tag_);
    }

    void tick() override
    {
        if (remote_id_ == 0 && ++seconds_ > seconds_to_greet) end();
    }

    void send(ByteView payload)
    {
        if (remote_id_ == 0) return;
        lt::peer_info info;
        connection_.get_peer_info(info);
        if (info.used_send_buffer > most_waiting) return end();
        send_extended(connection_, remote_id_, payload);
    }

    void end() { connection_.disconnect(lt::errors::invalid_extended, lt::operation_t::bittorrent); }

private:
    PeerTag tag_;
    lt::peer_connection_handle connection_;
    std::weak_ptr<DocumentExtension> room_;
    int remote_id_ = 0;  // 0 before the peer has greeted, and after it has left
    int seconds_ = 0;
};

DocumentExtension::DocumentExtension(std::uint32_t room, Audience& audience, std::shared_ptr<Inbox> inbox)
    : room_{room}, audience_{audience}, inbox_{std::move(inbox)}
{
}

std::shared_ptr<lt::peer_plugin> DocumentExtension::new_connection(lt::peer_connection_handle const& connection)
{
    if (connection.type() != lt::connection_type::bittorrent) return nullptr;
    PeerTag const tag{(std::uint64_t{room_} << 32) | ++last_peer_};
    return std::make_shared<DocumentPeer>(tag, connection, weak_from_this());
}

void DocumentExtension::joined(PeerTag tag, std::shared_ptr<DocumentPeer> const& peer,
                               std::optional<lt::tcp::endpoint> listens_at)
{
    peers_[tag] = peer;
    inbox_->post([audience = &audience_, room = room_, tag, listens_at] { audience->joined(room, tag, listens_at); });
}

void DocumentExtension::left(PeerTag tag)
{
    peers_.erase(tag);
    inbox_->post([audience = &audience_, room = room_, tag] { audience->left(room, tag); });
}

bool DocumentExtension::said(PeerTag tag, ByteView payload)
{
    return inbox_->post_payload(payload.size(),
                                [audience = &audience_, room = room_, tag, copy = copy_of(payload)]() mutable {
                                    audience->said(room, tag, std::move(copy));
                                });
}

void DocumentExtension::send(PeerTag tag, ByteView payload)
{
    auto const peer = peers_.find(tag);
    if (peer == peers_.end()) return;
    if (auto const there = peer->second.lock()) there->send(payload);
}

void DocumentExtension::disconnect(PeerTag tag)
{
    auto const peer = peers_.find(tag);
    if (peer == peers_.end()) return;
    if (auto const there = peer->second.lock()) there->end();
}

}  // namespace nightletter::swarm
