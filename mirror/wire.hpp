// mirror/wire.hpp: the bytes two mirrors exchange about one publisher's documents.
//
// docs/formats.md section 7. One message is one payload of the BEP 10 extension `nl_doc1` in the publisher's rendezvous
// swarm: a type byte, then a body of big-endian integers and 32-byte hashes. This file knows shapes and ranges, not
// whether an answer was asked for (mirror/conversation.hpp) nor what a document says (trust/).
//
//   1 have   root u32 | epoch u64 | seq u64 | feed 32                                             53 bytes in all
//   2 want   document 32 | offset u32                                                             37
//   3 part   document 32 | total u32 | offset u32 | bytes                                         41 + bytes
//   4 index  what u8 | first u32 | total u32 | entries of document 32, signature set 32           10 + 64 an entry
//   5 ask    what u8 | first u32                                                                  6
//   6 sealed mark 8 | feed 32 | lines u32 | half a byte for each line                             45 + half a line each
//   7 ask-sealed                                                                                  1
//
// have: newest root version held (0: none yet), epoch < 2^21 and seq < 2^40 of the newest feed, its hash; seq is 0
//   exactly when no feed is held, then epoch is 0 and the hash zeros.
// want: offset is a multiple of 32 768 below 4 MiB. part: the answer; bytes are the document from offset on, 32 768 of
//   them or what is left of it. A part of total 0 and offset 0 without bytes means: not held.
// ask, index: what = 1 roots (first: the lowest version wanted, from 1; total: the newest version held), 2 feed, 3
//   withdrawals (bytewise by document; first: how many to skip; total: how many there are), 4 heads. first is 0 for
//   feed and heads and total at most 1. An index holds at most 512 entries, in order; a signature set that does not
//   exist (heads) is 32 zero bytes.
// sealed: which release lines of that feed the neighbour claims to hold sealed, in the feed's order, the first line in
//   the upper half of the first byte; bits from the lowest: all of text, still, audio, video; 0: not sealed. An odd
//   number of lines ends with a half byte of 0. Nothing proves it. ask-sealed: it is wanted now and whenever it
//   changes.
//
// An unknown type, or an unknown `what`, is ignored. A known type with another length than the table's, or a value out
// of range, disconnects. An info dictionary is asked for by its info-hash: that is its SHA-256.
#pragma once

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "base/result.hpp"
#include "base/sha256.hpp"
#include "bundles/tier.hpp"
#include "mirror/refusal.hpp"

namespace nightletter::mirror {

inline constexpr std::size_t largest_message = 64 * 1024;           // bytes
inline constexpr std::size_t part_bytes = 32 * 1024;                // bytes of a document in one part
inline constexpr std::uint32_t largest_document = 4 * 1024 * 1024;  // bytes: an info dictionary (section 6)
inline constexpr std::size_t index_entries = 512;
inline constexpr std::size_t claim_lines = 8192;  // the releases a feed may list (section 6)

struct Have {
    std::uint32_t root_version = 0;
    std::uint64_t epoch = 0;
    std::uint64_t seq = 0;
    Sha256 feed;
    auto operator<=>(Have const&) const = default;
};

struct Want {
    Sha256 document;
    std::uint32_t offset = 0;
    auto operator<=>(Want const&) const = default;
};

struct Part {
    Sha256 document;
    std::uint32_t total = 0;
    std::uint32_t offset = 0;
    Bytes bytes;
    bool operator==(Part const&) const = default;
};

enum class Shelf : std::uint8_t { roots = 1, feed = 2, withdrawals = 3, heads = 4 };

struct IndexEntry {
    Sha256 document;
    Sha256 signatures;  // zeros: the document has no signature set
    auto operator<=>(IndexEntry const&) const = default;
};

struct Index {
    Shelf what = Shelf::feed;
    std::uint32_t first = 0;
    std::uint32_t total = 0;
    std::vector<IndexEntry> entries;
    bool operator==(Index const&) const = default;
};

struct Ask {
    Shelf what = Shelf::feed;
    std::uint32_t first = 0;
    auto operator<=>(Ask const&) const = default;
};

// Chosen at random by each program at each start for each publisher: whoever is met twice is counted once.
using ClaimMark = Octets<struct ClaimMarkTag, 8>;

// What the sender says it has sealed of the bundles that a feed lists. A claim, never a proof.
struct SealedClaim {
    ClaimMark mark;
    Sha256 feed;
    std::vector<bundles::TierSet> lines;  // as the feed's release lines; empty: not sealed
    bool operator==(SealedClaim const&) const = default;
};

struct AskSealed {
    auto operator<=>(AskSealed const&) const = default;
};

// A message of a type, or about a shelf, that this version does not know.
struct Unknown {
    bool operator==(Unknown const&) const = default;
};

using Message = std::variant<Unknown, Have, Want, Part, Index, Ask, SealedClaim, AskSealed>;

// `too_large`, `wrong_length` or `wrong_value`; nothing is allocated before the length was checked.
[[nodiscard]] Expected<Message, Refusal> decode(ByteView payload);

// The message must be one that decode would return; Unknown has no bytes.
[[nodiscard]] Bytes encode(Message const& message);

}  // namespace nightletter::mirror
