#include "tests/swarm/raw_peer.hpp"

#include <libtorrent/bdecode.hpp>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <chrono>
#include <stdexcept>

namespace nightletter::test {
namespace {

std::string big_endian(std::size_t number)
{
    return {static_cast<char>(number >> 24), static_cast<char>(number >> 16), static_cast<char>(number >> 8),
            static_cast<char>(number)};
}

lt::bdecode_node decode(std::string const& text)
{
    lt::error_code ignored;
    int position = 0;
    return lt::bdecode({text.data(), static_cast<std::ptrdiff_t>(text.size())}, ignored, &position);
}

}  // namespace

RawPeer::RawPeer(swarm::Endpoint const& endpoint) : socket_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)}
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(endpoint.port);
    ::inet_pton(AF_INET, endpoint.address.c_str(), &address.sin_addr);
    timeval const patience{10, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    if (::connect(socket_, reinterpret_cast<sockaddr const*>(&address), sizeof address) != 0) {
        throw std::runtime_error{"could not connect"};
    }
}

RawPeer::~RawPeer()
{
    ::close(socket_);
}

void RawPeer::write(std::string_view bytes)
{
    while (!bytes.empty()) {
        auto const sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) throw std::runtime_error{"the other side does not take our bytes"};
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

std::string RawPeer::read(std::size_t bytes)
{
    std::string text(bytes, '\0');
    for (std::size_t have = 0; have < bytes;) {
        auto const got = ::recv(socket_, text.data() + have, bytes - have, 0);
        if (got <= 0) throw std::runtime_error{"the other side says no more"};
        have += static_cast<std::size_t>(got);
    }
    return text;
}

std::unique_ptr<RawPeer> RawPeer::greeted(swarm::Endpoint const& endpoint, InfoHash const& torrent, Speaks speaks)
{
    for (int tries = 100;; --tries) {
        auto peer = std::make_unique<RawPeer>(endpoint);
        try {
            peer->greet(torrent, speaks);
            return peer;
        } catch (std::runtime_error const&) {
            if (tries == 0) throw;
            ::poll(nullptr, 0, 50);
        }
    }
}

void RawPeer::greet(InfoHash const& torrent, Speaks speaks)
{
    std::string hello =
        "\x13"
        "BitTorrent protocol";
    hello += std::string{"\0\0\0\0\0\x10\0", 7} + (speaks == Speaks::fast_extension ? '\x14' : '\x10');
    hello += std::string{as_text(torrent.bytes()).substr(0, 20)};
    hello += "-XX0001-aaaaaaaaaaaa";
    write(hello);
    (void)read(68);
}

void RawPeer::write_extended(int id, std::string_view payload)
{
    write(big_endian(payload.size() + 2) + '\x14' + static_cast<char>(id) + std::string{payload});
}

std::string RawPeer::read_message()
{
    for (;;) {
        auto const length = read(4);
        auto const size = (std::size_t{static_cast<unsigned char>(length[0])} << 24) |
                          (std::size_t{static_cast<unsigned char>(length[1])} << 16) |
                          (std::size_t{static_cast<unsigned char>(length[2])} << 8) |
                          std::size_t{static_cast<unsigned char>(length[3])};
        if (size > 0) return read(size);
    }
}

std::string RawPeer::read_extended(int id)
{
    for (;;) {
        auto const message = read_message();
        if (message.size() >= 2 && message[0] == '\x14' && message[1] == static_cast<char>(id))
            return message.substr(2);
    }
}

int RawPeer::id_of(std::string const& name)
{
    auto const handshake = read_extended(0);
    auto const node = decode(handshake);
    return static_cast<int>(node.dict_find_dict("m").dict_find_int_value(name, 0));
}

int RawPeer::serve_info(std::string_view info, int our_id, int their_id)
{
    timeval const patience{2, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    auto const end = std::chrono::steady_clock::now() + std::chrono::seconds{5};
    int answered = 0;
    try {
        for (; std::chrono::steady_clock::now() < end; ++answered) {
            auto const request = read_extended(our_id);
            auto const piece = static_cast<std::size_t>(decode(request).dict_find_int_value("piece", 0));
            write_extended(their_id, "d8:msg_typei1e5:piecei" + std::to_string(piece) + "e10:total_sizei" +
                                         std::to_string(info.size()) + "ee" +
                                         std::string{info.substr(piece * 16384, 16384)});
        }
    } catch (std::runtime_error const&) {
        // Closed, or nothing more is asked.
    }
    return answered;
}

bool RawPeer::is_closed_within(int seconds)
{
    for (;;) {
        pollfd waiting{socket_, POLLIN, 0};
        if (::poll(&waiting, 1, seconds * 1000) <= 0) return false;
        char ignored[4096];
        if (::recv(socket_, ignored, sizeof ignored, 0) <= 0) return true;
    }
}

}  // namespace nightletter::test
