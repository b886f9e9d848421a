// bundles/piece_tree.hpp: the hash tree that BEP 52 puts over one file.
//
// Leaves are the SHA-256 of blocks of 16 KiB; what is missing at the end counts as 32 zero bytes. Memory is one hash
// per piece. It knows bytes only: no file, no torrent. One thread at a time.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/bytes.hpp"
#include "base/sha256.hpp"

namespace nightletter::bundles {

inline constexpr std::uint64_t block_size = 16U << 10U;  // bytes under one leaf

// One hash per piece of a file that is larger than a piece; empty for every other file.
struct PieceLayer {
    std::uint64_t piece_length = block_size;
    std::vector<Sha256> hashes;
};

class PieceTree {
public:
    struct Result {
        Sha256 root;
        PieceLayer layer;
    };

    // `piece_length`: a power of two from 16 KiB on.
    explicit PieceTree(std::uint64_t piece_length);

    // The file's bytes in order. Every call but the last brings a multiple of 16 KiB.
    void feed(ByteView bytes);
    // The tree of all that was fed, which was not nothing; the next file starts empty.
    [[nodiscard]] Result finish();

private:
    void add(Sha256 hash);

    Sha256Stream stream_;
    std::uint64_t piece_length_;
    unsigned piece_level_;  // a piece is 2^level blocks
    std::uint64_t blocks_ = 0;
    std::vector<Sha256> left_;  // of the piece being read: the left halves that wait for their right ones, by level
    std::vector<Sha256> pieces_;
};

// The root over a layer whose hashes stand for `piece_length` bytes each.
[[nodiscard]] Sha256 root_of(std::span<Sha256 const> hashes, std::uint64_t piece_length);
// The same file's layer at a piece length that is no smaller; empty when one piece holds the file.
[[nodiscard]] PieceLayer raised(PieceLayer const& layer, std::uint64_t piece_length);

}  // namespace nightletter::bundles
