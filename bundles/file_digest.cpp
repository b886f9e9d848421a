#include "bundles/file_digest.hpp"

#include <algorithm>
#include <atomic>
#include <optional>
#include <system_error>
#include <thread>

#include "bundles/block_ring.hpp"

namespace nightletter::bundles {
namespace {

using Answer = Expected<FileDigest, FileFault>;

// From here on a file is worth two threads of its own.
constexpr std::uint64_t large_file = 2U << 20U;  // bytes
// Below this number of files a second thread costs more than it saves.
constexpr std::size_t few_files = 16;

FileFault changed()
{
    return Refusal::changed_while_reading;
}

// Hands `consume` all bytes of the file, a multiple of a block at a time but for the last.
template <class Consume>
Expected<void, FileFault> read_through(OpenFile const& file, BundlePath const& path, std::span<std::uint8_t> buffer,
                                       Consume consume)
{
    std::uint64_t total = 0;
    for (;;) {
        auto const got = read_some(file, path, buffer);
        if (!got) return fail(got.error());
        total += *got;
        if (total > file.size) return fail(changed());
        if (*got > 0) consume(ByteView{buffer}.first(*got));
        if (*got < buffer.size()) break;
    }
    if (total != file.size) return fail(changed());
    return {};
}

// What one thread needs to hash files by itself, one after another.
class SoloHasher {
public:
    explicit SoloHasher(DigestOrder order) : order_{order}, tree_{order.piece_length} {}

    Answer digest(OpenFile const& file, BundlePath const& path)
    {
        auto const wants_flat = order_.hashes != Hashes::pieces;
        auto const wants_pieces = order_.hashes != Hashes::flat;
        auto const read = read_through(file, path, buffer_, [&](ByteView bytes) {
            if (wants_flat) flat_.feed(bytes);
            if (wants_pieces) tree_.feed(bytes);
        });
        if (!read) {
            flat_ = Sha256Stream{};
            tree_ = PieceTree{order_.piece_length};
            return fail(read.error());
        }
        FileDigest digest;
        digest.size = file.size;
        if (wants_flat) digest.flat = flat_.finish();
        if (wants_pieces) {
            auto tree = tree_.finish();
            digest.pieces_root = tree.root;
            digest.layer = std::move(tree.layer);
        }
        return digest;
    }

private:
    DigestOrder order_;
    Sha256Stream flat_;
    PieceTree tree_;
    Bytes buffer_ = Bytes(256U << 10U);
};

// The thread beside the caller's. Where the system gives no second thread the caller does all the work.
class Partner {
public:
    template <class Work>
    explicit Partner(Work work)
    {
        try {
            thread_ = std::thread{std::move(work)};
        } catch (std::system_error const&) {
        }
    }
    ~Partner() { join(); }
    Partner(Partner const&) = delete;
    Partner& operator=(Partner const&) = delete;

    [[nodiscard]] bool exists() const { return thread_.joinable(); }
    void join()
    {
        if (thread_.joinable()) thread_.join();
    }

private:
    std::thread thread_;
};

// One call of digest_files: which files are still to do, and what became of the others.
class Digesting {
public:
    Digesting(BagDirectory const& directory, std::span<BundlePath const> paths, DigestOrder order)
        : directory_{directory}, paths_{paths}, order_{order}
    {
        answers_.resize(paths.size(), fail(changed()));
        sizes_.resize(paths.size(), 0);
    }

    std::vector<Answer> run()
    {
        share([this](SoloHasher& hasher, std::size_t index) { digest_if_small(hasher, index); }, all());
        auto const large = large_files();
        if (order_.hashes == Hashes::both) {
            for (auto const index : large) digest_in_two(index);
        } else {
            share([this](SoloHasher& hasher, std::size_t index) { digest(hasher, index); }, large);
        }
        return std::move(answers_);
    }

private:
    [[nodiscard]] std::vector<std::size_t> all() const
    {
        std::vector<std::size_t> indices(paths_.size());
        for (std::size_t i = 0; i < indices.size(); ++i) indices[i] = i;
        return indices;
    }

    // Largest first, so that two threads end at nearly the same time.
    [[nodiscard]] std::vector<std::size_t> large_files() const
    {
        std::vector<std::size_t> indices;
        for (std::size_t i = 0; i < sizes_.size(); ++i) {
            if (sizes_[i] >= large_file) indices.push_back(i);
        }
        std::sort(indices.begin(), indices.end(), [this](auto a, auto b) { return sizes_[a] > sizes_[b]; });
        return indices;
    }

    // Each index is worked on once, by whichever thread is free.
    template <class Work>
    void share(Work work, std::vector<std::size_t> const& indices)
    {
        std::atomic<std::size_t> next = 0;
        auto const take_all = [this, &work, &indices, &next] {
            SoloHasher hasher{order_};
            for (auto i = next.fetch_add(1); i < indices.size(); i = next.fetch_add(1)) work(hasher, indices[i]);
        };
        auto const is_worth_two = indices.size() >= few_files || (indices.size() > 1 && sizes_[indices.front()] > 0);
        std::optional<Partner> partner;
        if (is_worth_two) partner.emplace(take_all);
        take_all();
    }

    void digest_if_small(SoloHasher& hasher, std::size_t index)
    {
        auto const file = directory_.open_file(paths_[index]);
        if (!file) {
            answers_[index] = fail(file.error());
        } else if (file->size >= large_file) {
            sizes_[index] = file->size;
        } else {
            answers_[index] = hasher.digest(*file, paths_[index]);
        }
    }

    void digest(SoloHasher& hasher, std::size_t index)
    {
        auto const file = directory_.open_file(paths_[index]);
        answers_[index] = file ? hasher.digest(*file, paths_[index]) : fail(file.error());
    }

    // Reads and hashes flat here, in pieces on the partner's thread.
    void digest_in_two(std::size_t index)
    {
        auto const file = directory_.open_file(paths_[index]);
        if (!file) {
            answers_[index] = fail(file.error());
            return;
        }
        PieceTree tree{order_.piece_length};
        BlockRing ring;
        Partner partner{[&tree, &ring] {
            for (auto bytes = ring.filled_buffer(); !bytes.empty(); bytes = ring.filled_buffer()) {
                tree.feed(bytes);
                ring.give_back();
            }
        }};
        if (!partner.exists()) {
            answers_[index] = SoloHasher{order_}.digest(*file, paths_[index]);
            return;
        }
        answers_[index] = read_into(ring, *file, paths_[index]);
        partner.join();
        if (!answers_[index]) return;
        auto result = tree.finish();
        answers_[index]->pieces_root = result.root;
        answers_[index]->layer = std::move(result.layer);
    }

    // The flat half of the digest; whatever happens, the ring is told that the file has ended.
    static Answer read_into(BlockRing& ring, OpenFile const& file, BundlePath const& path)
    {
        Sha256Stream flat;
        std::uint64_t total = 0;
        for (bool at_end = false; !at_end && total <= file.size;) {
            auto const buffer = ring.free_buffer();
            auto const got = read_some(file, path, buffer);
            if (!got) {
                ring.hand_over(0);
                return fail(got.error());
            }
            ring.hand_over(*got);
            flat.feed(ByteView{buffer}.first(*got));
            total += *got;
            at_end = *got < buffer.size();
            if (*got == 0) return finished(file, total, flat);
        }
        (void)ring.free_buffer();
        ring.hand_over(0);
        return finished(file, total, flat);
    }

    static Answer finished(OpenFile const& file, std::uint64_t total, Sha256Stream& flat)
    {
        if (total != file.size) return fail(changed());
        FileDigest digest;
        digest.size = total;
        digest.flat = flat.finish();
        return digest;
    }

    BagDirectory const& directory_;
    std::span<BundlePath const> paths_;
    DigestOrder order_;
    std::vector<Answer> answers_;
    std::vector<std::uint64_t> sizes_;  // of the large files, else 0
};

}  // namespace

std::vector<Expected<FileDigest, FileFault>> digest_files(BagDirectory const& directory,
                                                          std::span<BundlePath const> paths, DigestOrder order)
{
    return Digesting{directory, paths, order}.run();
}

FileDigest digest_bytes(ByteView contents, DigestOrder order)
{
    NIGHTLETTER_INSIST(!contents.empty());
    FileDigest digest;
    digest.size = contents.size();
    if (order.hashes != Hashes::pieces) digest.flat = sha256(contents);
    if (order.hashes != Hashes::flat) {
        PieceTree tree{order.piece_length};
        tree.feed(contents);
        auto result = tree.finish();
        digest.pieces_root = result.root;
        digest.layer = std::move(result.layer);
    }
    return digest;
}

}  // namespace nightletter::bundles
