#include "swarm/info_guard.hpp"

#include <libtorrent/bdecode.hpp>
#include <libtorrent/error_code.hpp>
#include <libtorrent/operations.hpp>
#include <libtorrent/peer_connection_handle.hpp>

#include <utility>

#include "swarm/profile.hpp"

namespace nightletter::swarm {
namespace {

constexpr int part = 16 * 1024;
constexpr int largest_message_with_a_part = 2 * part;
constexpr int other_messages = 16;  // greetings and the like, or a few parts sent again

class PeerGuard final : public lt::peer_plugin {
public:
    explicit PeerGuard(lt::peer_connection_handle connection) : connection_{std::move(connection)} {}

    bool on_extension_handshake(lt::bdecode_node const& handshake) override
    {
        auto const size = handshake.dict_find_int_value("metadata_size", 0);
        if (size > largest_info) end();
        if (size > 0 && size <= largest_info) parts_ = static_cast<int>(size / part + 1);
        return true;
    }

    bool on_extended(int length, int, lt::span<char const> body) override
    {
        if (body.size() == length) ++received_;
        bool const too_much = length > largest_message_with_a_part || received_ > parts_ + other_messages;
        if (too_much) end();
        return too_much;
    }

private:
    void end() { connection_.disconnect(lt::errors::invalid_metadata_size, lt::operation_t::bittorrent); }

    lt::peer_connection_handle connection_;
    int parts_ = 0;     // of the dictionary that it says it has
    int received_ = 0;  // messages
};

class InfoGuard final : public lt::torrent_plugin {
public:
    std::shared_ptr<lt::peer_plugin> new_connection(lt::peer_connection_handle const& connection) override
    {
        return std::make_shared<PeerGuard>(connection);
    }
};

}  // namespace

std::shared_ptr<lt::torrent_plugin> guard_info(lt::torrent_handle const&, lt::client_data_t)
{
    return std::make_shared<InfoGuard>();
}

}  // namespace nightletter::swarm
