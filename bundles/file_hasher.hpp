// bundles/file_hasher.hpp: the digest of one file that is open already, from one read.
//
// A file whose size is not the one it was opened with is refused: somebody writes while we read.
#pragma once

#include "bundles/bag_directory.hpp"
#include "bundles/file_digest.hpp"
#include "bundles/piece_tree.hpp"

namespace nightletter::bundles {

// On the caller's thread, one file after another; its buffer is kept between them.
class FileHasher {
public:
    explicit FileHasher(DigestOrder order) : order_{order}, tree_{order.piece_length} {}

    [[nodiscard]] Expected<FileDigest, FileFault> digest(OpenFile const& file, BundlePath const& path);

private:
    Expected<void, FileFault> read_through(OpenFile const& file, BundlePath const& path);

    DigestOrder order_;
    Sha256Stream flat_;
    PieceTree tree_;
    Bytes buffer_ = Bytes(256U << 10U);
};

// Both hashes: flat on the caller's thread, in pieces on a second one; each reads half.
[[nodiscard]] Expected<FileDigest, FileFault> digest_on_two_threads(OpenFile const& file, BundlePath const& path,
                                                                    std::uint64_t piece_length);

}  // namespace nightletter::bundles
