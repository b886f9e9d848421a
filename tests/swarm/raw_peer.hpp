// tests/swarm/raw_peer.hpp: a peer that says exactly the bytes a test wants, on a blocking socket.
//
// For use off the loop's thread; every call gives up after some seconds by throwing.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/names.hpp"
#include "swarm/endpoint.hpp"

namespace nightletter::test {

class RawPeer {
public:
    enum class Speaks { no_fast_extension, fast_extension };

    explicit RawPeer(swarm::Endpoint const& endpoint);
    ~RawPeer();
    RawPeer(RawPeer const&) = delete;
    RawPeer& operator=(RawPeer const&) = delete;

    void write(std::string_view bytes);
    // Connected, with BitTorrent's handshakes exchanged; tries for some seconds, as the torrent may only just begin.
    [[nodiscard]] static std::unique_ptr<RawPeer> greeted(swarm::Endpoint const& endpoint, InfoHash const& torrent,
                                                          Speaks speaks = Speaks::fast_extension);
    // The next message: its kind, then its content. Those that keep the connection alive are skipped.
    [[nodiscard]] std::string read_message();
    // An extended message (BEP 10); id 0 is the extension handshake.
    void write_extended(int id, std::string_view payload);
    // The id under which the other side wants messages of this name; reads up to its extension handshake.
    [[nodiscard]] int id_of(std::string const& name);
    // The next extended message with this id, others are skipped.
    [[nodiscard]] std::string read_extended(int id);
    // Answers each request of ut_metadata from these bytes until the other side closes, asks no more for two seconds
    // or has asked for five; returns how often it asked.
    [[nodiscard]] int serve_info(std::string_view info, int our_id, int their_id);
    // True when the other side closes within the time, whatever it still says.
    [[nodiscard]] bool is_closed_within(int seconds);

private:
    // With the bits for extensions and version 2; reads the answer.
    void greet(InfoHash const& torrent, Speaks speaks);
    [[nodiscard]] std::string read(std::size_t bytes);

    int socket_ = -1;
};

}  // namespace nightletter::test
