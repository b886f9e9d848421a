// bundles/file_digest.hpp: the SHA-256 of files with their BEP 52 trees, from one read of each.
//
// Memory is bounded whatever the size of a file. Two threads work while a call lasts: a large file is hashed flat on
// one and in pieces on the other, small files are shared out. Files are opened below the bag's directory without
// following a link. docs/formats.md section 2, "Torrent"; section 6 F.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/sha256.hpp"
#include "bundles/bag_directory.hpp"
#include "bundles/path.hpp"
#include "bundles/piece_tree.hpp"

namespace nightletter::bundles {

enum class Hashes { flat, pieces, both };

struct FileDigest {
    std::uint64_t size = 0;  // bytes; never 0 for a file that was accepted
    Sha256 flat;             // zeros when only pieces were asked for
    Sha256 pieces_root;      // zeros when only the flat hash was asked for
    PieceLayer layer;        // at the piece length asked for; `raised` gives the coarser ones
};

// What of a digest is wanted. `piece_length` is a power of two from 16 KiB on: the finest layer that will be needed.
struct DigestOrder {
    Hashes hashes = Hashes::both;
    std::uint64_t piece_length = block_size;
};

// One answer per path, in the order of the paths.
[[nodiscard]] std::vector<Expected<FileDigest, FileFault>> digest_files(BagDirectory const& directory,
                                                                        std::span<BundlePath const> paths,
                                                                        DigestOrder order);
// Of a file that is in memory already; not empty.
[[nodiscard]] FileDigest digest_bytes(ByteView contents, DigestOrder order = {});

}  // namespace nightletter::bundles
