// mirror/piece_map.hpp: which bytes of which file each piece of a bundle is.
//
// BEP 52: every file begins with a piece of its own, a piece has bytes of one file. From a checked torrent with all its
// layers, so that each piece can be held against its hash by itself. Pure, any thread.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "bundles/torrent_check.hpp"

namespace nightletter::mirror {

// Consecutive pieces of one file.
struct PieceRun {
    std::string path;  // in the bag
    std::uint64_t offset = 0;
    std::uint64_t size = 0;  // bytes
    std::uint32_t first = 0;
    std::uint32_t count = 0;
    bool operator==(PieceRun const&) const = default;
};

class PieceMap {
public:
    // nullopt when a layer is lacking.
    [[nodiscard]] static std::optional<PieceMap> of(bundles::CheckedTorrent const& torrent);

    [[nodiscard]] std::string const& name() const { return name_; }
    // The run that `pieces` (ascending, not empty) begins with, at most `most` bytes, but one piece at least; nullopt
    // for a number that no piece has.
    [[nodiscard]] std::optional<PieceRun> run(std::span<std::uint32_t const> pieces, std::uint64_t most) const;
    // Of its file in the bag; nullptr for a number that no piece has.
    [[nodiscard]] std::string const* path_of(std::uint32_t piece) const;
    // The bytes of one piece of the run, out of those of all of it.
    [[nodiscard]] ByteView piece_of(PieceRun const& run, ByteView bytes, std::uint32_t piece) const;
    // `bytes` are those of that piece.
    [[nodiscard]] bool holds(std::uint32_t piece, ByteView bytes) const;

private:
    struct File {
        std::string path;
        std::uint64_t size;
        std::uint32_t first;  // its first piece
        Sha256 root;
        std::vector<Sha256> layer;  // empty: one piece holds the file
    };

    [[nodiscard]] File const* file_of(std::uint32_t piece) const;

    std::string name_;
    std::uint64_t piece_length_ = 0;
    std::uint32_t pieces_ = 0;
    std::vector<File> files_;  // ascending by first piece
};

}  // namespace nightletter::mirror
