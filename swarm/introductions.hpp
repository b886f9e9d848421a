// swarm/introductions.hpp: neighbours of one rendezvous who are public name one another.
//
// docs/formats.md 7.16. Peer exchange as BitTorrent has it names whoever is connected; here nobody is named who has not
// said that he may be, and only a public mirror says so, or names anybody. Every role takes addresses. Lives in
// libtorrent's network thread but for the constructor.
#pragma once

#include <libtorrent/extensions.hpp>
#include <libtorrent/torrent_handle.hpp>

#include <memory>
#include <vector>

#include "swarm/settings.hpp"

namespace nightletter::swarm {

class IntroducedPeer;

class Introductions final : public lt::torrent_plugin, public std::enable_shared_from_this<Introductions> {
public:
    Introductions(lt::torrent_handle topic, Role role) : topic_{std::move(topic)}, role_{role} {}

    std::shared_ptr<lt::peer_plugin> new_connection(lt::peer_connection_handle const& connection) override;
    // Once a second.
    void tick() override;

private:
    friend class IntroducedPeer;
    void try_out(lt::tcp::endpoint const& peer) const;

    lt::torrent_handle topic_;
    Role const role_;
    std::vector<std::weak_ptr<IntroducedPeer>> peers_;
};

}  // namespace nightletter::swarm
