// swarm/swarm.hpp: what the rest of the program may ask of the swarm.
//
// Four ports, small enough to fake. Nothing of libtorrent crosses them: bundles and topics are info-hashes, peers of a
// rendezvous are opaque tags, answers are events (swarm/events.hpp). The real thing is swarm/session.hpp.
// Loop thread only; no call blocks and every answer comes later, never from inside the call.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/names.hpp"
#include "swarm/endpoint.hpp"
#include "swarm/events.hpp"
#include "swarm/settings.hpp"

namespace nightletter::swarm {

// A bundle to bring into quarantine. Whatever is in the directory already is hashed first and only the rest is
// fetched: so a fetch resumes, and so a damaged copy heals. Nothing is fetched before `want` names it.
struct Fetch {
    InfoHash bundle;
    std::filesystem::path directory;  // files go to directory/<torrent name>/…
    // A torrent whose info dictionary has passed the check, with or without piece layers; the bundle is then admitted
    // from the start. Empty: peers are asked for the dictionary, InfoArrived brings it and nothing touches the disk.
    Bytes torrent;
    std::vector<Endpoint> peers;    // given by a person
    std::optional<InfoHash> topic;  // the peers of this rendezvous, present and future, are asked as well
};

// A sealed copy to offer. It is only ever read.
struct Seed {
    InfoHash bundle;
    std::filesystem::path directory;
    Bytes torrent;  // with piece layers
    // Paths below directory/<torrent name>/ that are held; empty: all of them. A whole copy starts at once and each
    // piece is hashed before it is first sent; a partial one is hashed entirely before it is offered.
    std::vector<std::string> held;
    std::vector<Endpoint> peers = {};  // given by a person: dialled, because they may not be able to dial us
};

class BundleSwarm {
public:
    virtual ~BundleSwarm() = default;
    // Neither `fetch` nor `seed` may name a bundle that is already fetched or seeded and was not dropped.
    virtual void fetch(Fetch order) = 0;
    // The dictionary of InfoArrived is sound: files may now be created. Refusing it is `drop`.
    virtual void admit(InfoHash const& bundle) = 0;
    // Adds files to those that are fetched; paths as in the torrent, without its name. Unknown paths are ignored.
    virtual void want(InfoHash const& bundle, std::vector<std::string> paths) = 0;
    // Which pieces could be put. Answered by PiecesMissing while the bundle is fetched, otherwise not at all.
    virtual void ask_missing(InfoHash const& bundle) = 0;
    // A piece that came by another way and whose hash was found right, as it stands in the file. It is hashed again;
    // where it cannot be used it is dropped.
    virtual void put_piece(InfoHash const& bundle, std::uint32_t piece, Bytes bytes) = 0;
    virtual void seed(Seed order) = 0;
    // Ends a fetch or a seed and leaves the files alone. Answered by Released, also when the bundle is not known.
    virtual void drop(InfoHash const& bundle) = 0;
    // Served bundles that clients who know nothing of a rendezvous shall find; replaces those named before. Does
    // nothing but in the role `public`.
    virtual void announce(std::vector<InfoHash> bundles) = 0;
};

constexpr std::size_t largest_message = 64 * 1024;  // docs/formats.md 6, limits

class Rendezvous {
public:
    virtual ~Rendezvous() = default;
    virtual void join(InfoHash const& topic) = 0;
    // Every peer of the topic leaves; no more events of it.
    virtual void leave(InfoHash const& topic) = 0;
    // Tried again, with growing pauses, for as long as the topic is joined.
    virtual void connect(InfoHash const& topic, Endpoint const& endpoint) = 0;
    // At most largest_message bytes; to a peer that has left it goes nowhere. A peer that does not read while more
    // than 1 MiB waits for it is disconnected.
    virtual void send(InfoHash const& topic, PeerTag peer, Bytes payload) = 0;
    // PeerLeft follows.
    virtual void disconnect(InfoHash const& topic, PeerTag peer) = 0;
};

// Where small signed items hang for everybody to read: slots of the mainline DHT.
class Noticeboard {
public:
    virtual ~Noticeboard() = default;
    // Answered by ItemFound, or by nothing.
    virtual void read(SlotKey const& key, std::string const& salt) = 0;
    // Hangs up an item that somebody else has signed, unless a newer one hangs there, which then stays longer. Only in
    // the role `public`; nothing says whether it worked: read it back.
    virtual void post(SignedItem item) = 0;
};

class Throttle {
public:
    virtual ~Throttle() = default;
    // From now on, instead of the limits before.
    virtual void limit(Rates const& rates) = 0;
};

// Called on the loop thread with one event at a time, in the order of things.
using Subscriber = std::function<void(Event const&)>;

}  // namespace nightletter::swarm
