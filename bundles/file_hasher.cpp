#include "bundles/file_hasher.hpp"

#include <algorithm>

#include "bundles/block_ring.hpp"
#include "bundles/partner.hpp"

namespace nightletter::bundles {
namespace {

// One file from front to back. Each time one byte more than is left is asked for, where there is room, so that a file
// that has grown shows itself without another question to the system.
class Reading {
public:
    Reading(OpenFile const& file, BundlePath const& path) : file_{file}, path_{path}, left_{file.size} {}

    // The next bytes, in `buffer`: all of it but at the end. None when the file has been read.
    Expected<ByteView, FileFault> next(std::span<std::uint8_t> buffer)
    {
        if (saw_end_) return ByteView{};
        auto const wanted = static_cast<std::size_t>(std::min<std::uint64_t>(left_, buffer.size()));
        auto const room = std::min(wanted + 1, buffer.size());
        auto const got = read_some(file_, path_, buffer.first(room), std::max<std::size_t>(wanted, 1));
        if (!got) return fail(got.error());
        if (*got != wanted) return fail(FileFault{Refusal::changed_while_reading});
        left_ -= wanted;
        saw_end_ = left_ == 0 && room > wanted;
        return ByteView{buffer}.first(wanted);
    }

private:
    OpenFile const& file_;
    BundlePath const& path_;
    std::uint64_t left_;
    bool saw_end_ = false;
};

// The flat half of the digest; whatever happens, the ring is told that the file has ended.
Expected<FileDigest, FileFault> read_into(BlockRing& ring, OpenFile const& file, BundlePath const& path)
{
    Sha256Stream flat;
    Reading reading{file, path};
    for (;;) {
        auto const bytes = reading.next(ring.free_buffer());
        ring.hand_over(bytes ? bytes->size() : 0);
        if (!bytes) return fail(bytes.error());
        if (bytes->empty()) break;
        flat.feed(*bytes);
    }
    FileDigest digest;
    digest.size = file.size;
    digest.flat = flat.finish();
    return digest;
}

void add_tree(FileDigest& digest, PieceTree& tree)
{
    auto result = tree.finish();
    digest.pieces_root = result.root;
    digest.layer = std::move(result.layer);
}

}  // namespace

Expected<void, FileFault> FileHasher::read_through(OpenFile const& file, BundlePath const& path)
{
    Reading reading{file, path};
    for (;;) {
        auto const bytes = reading.next(buffer_);
        if (!bytes) return fail(bytes.error());
        if (bytes->empty()) return {};
        if (order_.hashes != Hashes::pieces) flat_.feed(*bytes);
        if (order_.hashes != Hashes::flat) tree_.feed(*bytes);
    }
}

Expected<FileDigest, FileFault> FileHasher::digest(OpenFile const& file, BundlePath const& path)
{
    if (auto const read = read_through(file, path); !read) {
        // What was fed so far must not run into the next file.
        flat_ = Sha256Stream{};
        tree_ = PieceTree{order_.piece_length};
        return fail(read.error());
    }
    FileDigest digest;
    digest.size = file.size;
    if (order_.hashes != Hashes::pieces) digest.flat = flat_.finish();
    if (order_.hashes != Hashes::flat) add_tree(digest, tree_);
    return digest;
}

Expected<FileDigest, FileFault> digest_on_two_threads(OpenFile const& file, BundlePath const& path,
                                                      std::uint64_t piece_length)
{
    PieceTree tree{piece_length};
    BlockRing ring;
    Partner partner{[&tree, &ring] {
        for (auto bytes = ring.filled_buffer(); !bytes.empty(); bytes = ring.filled_buffer()) {
            tree.feed(bytes);
            ring.give_back();
        }
    }};
    if (!partner.exists()) return FileHasher{{Hashes::both, piece_length}}.digest(file, path);
    auto digest = read_into(ring, file, path);
    partner.join();
    if (digest) add_tree(*digest, tree);
    return digest;
}

}  // namespace nightletter::bundles
