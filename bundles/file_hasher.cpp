#include "bundles/file_hasher.hpp"

#include <algorithm>
#include <array>
#include <optional>

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
        auto const got =
            read_some(file_, path_, file_.size - left_, buffer.first(room), std::max<std::size_t>(wanted, 1));
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

// One of two threads that go through a file together, chunk by chunk. Each reads every second chunk and hands it to
// the other: writing a buffer that lies in the other core's cache costs several times what reading it does, so both
// pay the half of that.
class HalfReading {
public:
    HalfReading(OpenFile const& file, BundlePath const& path, BlockRing& outgoing, BlockRing& incoming)
        : file_{file}, path_{path}, outgoing_{outgoing}, incoming_{incoming}
    {
    }

    // `first`: the chunk this thread reads first, 0 or 1. `consume` sees every chunk in order.
    template <class Consume>
    void run(std::uint64_t first, Consume consume)
    {
        auto const chunks = (file_.size + BlockRing::buffer_size - 1) / BlockRing::buffer_size;
        if (first == 0 && !read(0)) return;
        for (std::uint64_t chunk = 0; chunk < chunks; ++chunk) {
            auto const is_mine = chunk % 2 == first;
            // The next chunk is read before this one is hashed, so that the other finds it when it comes there.
            if (!is_mine && chunk + 1 < chunks && !read(chunk + 1)) return;
            auto const bytes = is_mine ? mine_ : incoming_.filled_buffer();
            if (bytes.empty()) return;  // the other has stopped, and says why
            consume(bytes);
            if (!is_mine) incoming_.give_back();
        }
    }

    [[nodiscard]] std::optional<FileFault> const& fault() const { return fault_; }

private:
    bool read(std::uint64_t chunk)
    {
        auto const buffer = outgoing_.free_buffer();
        auto const offset = chunk * BlockRing::buffer_size;
        auto const wanted = static_cast<std::size_t>(std::min<std::uint64_t>(file_.size - offset, buffer.size()));
        auto const got = read_some(file_, path_, offset, buffer.first(wanted), wanted);
        if (!got) fault_ = got.error();
        if (got && *got != wanted) fault_ = Refusal::changed_while_reading;
        outgoing_.hand_over(fault_ ? 0 : wanted);
        mine_ = ByteView{buffer}.first(wanted);
        return !fault_;
    }

    OpenFile const& file_;
    BundlePath const& path_;
    BlockRing& outgoing_;
    BlockRing& incoming_;
    ByteView mine_;
    std::optional<FileFault> fault_;
};

// Nothing lies beyond the size that the file had when it was opened.
Expected<void, FileFault> see_the_end(OpenFile const& file, BundlePath const& path)
{
    std::array<std::uint8_t, 1> beyond{};
    auto const got = read_some(file, path, file.size, beyond, 1);
    if (!got) return fail(got.error());
    if (*got != 0) return fail(FileFault{Refusal::changed_while_reading});
    return {};
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
    Sha256Stream flat;
    PieceTree tree{piece_length};
    BlockRing from_here;
    BlockRing from_there;
    HalfReading here{file, path, from_here, from_there};
    HalfReading there{file, path, from_there, from_here};
    Partner partner{[&] { there.run(1, [&](ByteView bytes) { tree.feed(bytes); }); }};
    if (!partner.exists()) return FileHasher{{Hashes::both, piece_length}}.digest(file, path);
    here.run(0, [&](ByteView bytes) { flat.feed(bytes); });
    partner.join();
    for (auto const* const half : {&here, &there}) {
        if (half->fault()) return fail(*half->fault());
    }
    if (auto const ended = see_the_end(file, path); !ended) return fail(ended.error());
    FileDigest digest;
    digest.size = file.size;
    digest.flat = flat.finish();
    add_tree(digest, tree);
    return digest;
}

}  // namespace nightletter::bundles
