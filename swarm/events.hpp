// swarm/events.hpp: everything the swarm can tell the rest of the program.
//
// An event owns its data, holds no address of a peer, has no reference into libtorrent. There are as few as
// somebody reacts to; consumers visit exhaustively, so that a new one is a compile error where it must be decided.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/moved.hpp"
#include "base/names.hpp"
#include "base/result.hpp"

namespace nightletter::swarm {

// One connection of one peer, for as long as it lasts. A number is never used again, says nothing, has no text form.
class PeerTag {
public:
    constexpr PeerTag() = default;
    constexpr explicit PeerTag(std::uint64_t number) : number_{number} {}
    constexpr auto operator<=>(PeerTag const&) const = default;

private:
    std::uint64_t number_ = 0;
};

// We accept connections on this port (the one the system chose when the settings said 0).
struct Listening {
    std::uint16_t port = 0;
};

// A peer gave the info dictionary of a bundle that was fetched by hash alone. Its hash is right and nothing is on
// disk; nothing happens until `admit` (after the check of docs/formats.md 6 E) or `drop`.
struct InfoArrived {
    InfoHash bundle;
    Bytes info;
};

enum class Stage {
    asking,    // no info dictionary yet
    checking,  // what is in the directory is being hashed
    fetching,  // wanted pieces are missing
    complete,  // everything wanted so far is in the directory
    serving,   // a sealed copy, offered to peers
};

// How a bundle stands: at every change of stage, and about once a second while bytes arrive.
struct Standing {
    InfoHash bundle;
    Stage stage = Stage::asking;
    std::uint64_t held_bytes = 0;  // of the wanted ones, hash held
    std::uint64_t wanted_bytes = 0;
    unsigned peers = 0;
};

// All that `want` has named until now is in the directory, and its hashes hold.
struct Arrived {
    InfoHash bundle;
};

// A peer sent a piece whose hash is wrong; it was thrown away and will be asked for again.
struct PieceRefused {
    InfoHash bundle;
};

// The answer to `ask_missing`: pieces that are wanted and not held, ascending. `begun`: peers were asked for some of
// it.
struct PiecesMissing {
    InfoHash bundle;
    std::vector<std::uint32_t> untouched;
    std::vector<std::uint32_t> begun;
};

// A sealed copy does not match its torrent. Serving has stopped; `Released` follows.
struct DamageFound {
    InfoHash bundle;
};

// The bundle was dropped: no thread of ours touches its directory any more. One for every `drop` and `DamageFound`.
struct Released {
    InfoHash bundle;
};

// The disk, the network or libtorrent did not cooperate. With a bundle, at most once a minute for each; a bundle
// that stands still is dropped and fetched again by its owner.
struct TroubleMet {
    std::optional<InfoHash> bundle;
    Trouble trouble;
};

// A peer of a rendezvous speaks our extension.
struct PeerJoined {
    InfoHash topic;
    PeerTag peer;
};

struct PeerLeft {
    InfoHash topic;
    PeerTag peer;
};

struct MessageArrived {
    InfoHash topic;
    PeerTag peer;
    Bytes payload;
};

using SlotKey = Octets<struct SlotKeyTag, 32>;  // Ed25519
using SlotSignature = Octets<struct SlotSignatureTag, 64>;

// A mutable item of the DHT (BEP 44), as whoever holds the key signed it.
struct SignedItem {
    SlotKey key;
    std::string salt;
    std::uint64_t seq = 0;
    Bytes value;  // bencoded
    SlotSignature signature;
};

// An answer to `read`, from nodes nobody knows: to be verified. There may be several, newer ones after older ones.
struct ItemFound {
    SignedItem item;
};

// About once a second: what went over the network since the start, bundles, messages and look-ups with what TCP/IP
// adds.
struct TrafficMoved {
    Moved moved;
};

// libtorrent's queue overflowed. The session asks for the state of every bundle by itself and repeats what was
// missed: InfoArrived, Standing, Arrived, DamageFound. PieceRefused and TroubleMet are not repeated.
struct EventsLost {};

using Event =
    std::variant<Listening, InfoArrived, Standing, Arrived, PieceRefused, PiecesMissing, DamageFound, Released,
                 TroubleMet, PeerJoined, PeerLeft, MessageArrived, ItemFound, TrafficMoved, EventsLost>;

}  // namespace nightletter::swarm
