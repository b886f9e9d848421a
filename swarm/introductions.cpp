#include "swarm/introductions.hpp"

#include <libtorrent/bdecode.hpp>
#include <libtorrent/entry.hpp>
#include <libtorrent/error_code.hpp>
#include <libtorrent/operations.hpp>
#include <libtorrent/peer_connection_handle.hpp>
#include <libtorrent/peer_info.hpp>

#include <algorithm>
#include <optional>
#include <set>

#include "swarm/dht_search.hpp"
#include "swarm/extended_message.hpp"
#include "swarm/introduction.hpp"

namespace nightletter::swarm {
namespace {

constexpr auto name = "nl_peers1";
constexpr auto may_be_named = "nl_named";
constexpr int our_id = 22;
constexpr std::size_t most_from_one = 200;  // addresses in one connection
constexpr int longest = 1024;               // bytes of a message: fifty of the longer addresses

}  // namespace

// One connection. libtorrent owns it for as long as the connection lasts.
class IntroducedPeer final : public lt::peer_plugin {
public:
    IntroducedPeer(lt::peer_connection_handle connection, std::weak_ptr<Introductions> room, Role role)
        : connection_{std::move(connection)}, room_{std::move(room)}, role_{role}
    {
    }

    lt::string_view type() const override { return name; }

    void add_handshake(lt::entry& handshake) override
    {
        handshake["m"][name] = our_id;
        if (role_ == Role::public_) handshake[may_be_named] = 1;
    }

    bool on_extension_handshake(lt::bdecode_node const& handshake) override
    {
        auto const offered = handshake.dict_find_dict("m");
        auto const id = offered ? offered.dict_find_int_value(name, 0) : 0;
        if (id < 1 || id > 255) return false;
        remote_id_ = static_cast<int>(id);
        if (handshake.dict_find_int_value(may_be_named, 0) == 1) named_ = listens_at(connection_, handshake);
        return true;
    }

    bool on_extended(int length, int id, lt::span<char const> body) override
    {
        if (id != our_id) return false;
        if (length > longest) return end();
        if (body.size() != length) return true;
        auto const peers = parse_introduction(
            {reinterpret_cast<std::uint8_t const*>(body.data()), static_cast<std::size_t>(body.size())});
        if (!peers || (taken_ += peers->size()) > most_from_one) return end();
        if (auto const room = room_.lock()) {
            for (auto const& peer : *peers) room->try_out(peer);
        }
        return true;
    }

    // Tells of those it was not told of before.
    void introduce(std::vector<lt::tcp::endpoint> const& others)
    {
        if (remote_id_ == 0) return;
        std::vector<lt::tcp::endpoint> fresh;
        for (auto const& other : others) {
            bool const is_itself = other.address() == connection_.remote().address() && other == named_;
            bool const may_tell = fresh.size() < most_introduced && told_.size() < most_from_one;
            if (!is_itself && may_tell && told_.insert(other).second) fresh.push_back(other);
        }
        if (!fresh.empty()) send_extended(connection_, remote_id_, introduction(fresh));
    }

    [[nodiscard]] std::optional<lt::tcp::endpoint> const& named() const { return named_; }

private:
    bool end()
    {
        connection_.disconnect(lt::errors::invalid_extended, lt::operation_t::bittorrent);
        return true;
    }

    lt::peer_connection_handle connection_;
    std::weak_ptr<Introductions> room_;
    Role role_;
    int remote_id_ = 0;
    std::optional<lt::tcp::endpoint> named_;  // where others may be told to dial it
    std::set<lt::tcp::endpoint> told_;
    std::size_t taken_ = 0;
};

std::shared_ptr<lt::peer_plugin> Introductions::new_connection(lt::peer_connection_handle const& connection)
{
    if (connection.type() != lt::connection_type::bittorrent) return nullptr;
    auto const peer = std::make_shared<IntroducedPeer>(connection, weak_from_this(), role_);
    peers_.push_back(peer);
    return peer;
}

void Introductions::tick()
{
    std::erase_if(peers_, [](auto const& peer) { return peer.expired(); });
    if (role_ != Role::public_) return;
    std::vector<lt::tcp::endpoint> named;
    for (auto const& peer : peers_) {
        auto const there = peer.lock();
        if (there && there->named()) named.push_back(*there->named());
    }
    for (auto const& peer : peers_) {
        if (auto const there = peer.lock()) there->introduce(named);
    }
}

void Introductions::try_out(lt::tcp::endpoint const& peer) const
{
    if (can_be_dialled(peer)) topic_.connect_peer(peer, lt::peer_info::pex);
}

}  // namespace nightletter::swarm
