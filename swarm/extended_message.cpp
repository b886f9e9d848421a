#include "swarm/extended_message.hpp"

#include <array>
#include <string>

namespace nightletter::swarm {
namespace {

constexpr char extended = 20;  // BEP 10

std::array<char, 6> header(std::size_t payload, int remote_id)
{
    auto const length = static_cast<std::uint32_t>(payload + 2);
    return {static_cast<char>(length >> 24),
            static_cast<char>(length >> 16),
            static_cast<char>(length >> 8),
            static_cast<char>(length),
            extended,
            static_cast<char>(remote_id)};
}

}  // namespace

void send_extended(lt::peer_connection_handle& connection, int remote_id, ByteView payload)
{
    auto const head = header(payload.size(), remote_id);
    std::string frame(head.begin(), head.end());
    frame.append(as_text(payload));
    connection.send_buffer(frame.data(), static_cast<int>(frame.size()));
}

std::optional<lt::tcp::endpoint> listens_at(lt::peer_connection_handle const& connection,
                                            lt::bdecode_node const& handshake)
{
    auto const& remote = connection.remote();
    if (connection.is_outgoing()) return remote;
    auto const port = handshake.dict_find_int_value("p", 0);
    if (port < 1 || port > 65535) return std::nullopt;
    return lt::tcp::endpoint{remote.address(), static_cast<std::uint16_t>(port)};
}

}  // namespace nightletter::swarm
