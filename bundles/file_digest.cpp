#include "bundles/file_digest.hpp"

#include <algorithm>
#include <atomic>
#include <numeric>
#include <optional>

#include "bundles/file_hasher.hpp"
#include "bundles/partner.hpp"

namespace nightletter::bundles {
namespace {

using Answer = Expected<FileDigest, FileFault>;

// From here on a file is worth two threads of its own.
constexpr std::uint64_t large_file = 2U << 20U;  // bytes
// Below this number of files a second thread costs more than it saves.
constexpr std::size_t few_files = 16;

// One call of digest_files: which files are still to do, and what became of the others.
class Digesting {
public:
    Digesting(BagDirectory const& directory, std::span<BundlePath const> paths, DigestOrder order)
        : directory_{directory}, paths_{paths}, order_{order}
    {
        answers_.resize(paths.size(), fail(FileFault{Refusal::changed_while_reading}));
        sizes_.resize(paths.size(), 0);
    }

    std::vector<Answer> run()
    {
        share([this](Worker& worker, std::size_t index) { digest_if_small(worker, index); }, all());
        auto const large = large_files();
        if (order_.hashes == Hashes::both) {
            for (auto const index : large) digest_on_both(index);
        } else {
            share([this](Worker& worker, std::size_t index) { digest(worker, index); }, large);
        }
        return std::move(answers_);
    }

private:
    // What one thread needs for file after file.
    struct Worker {
        FileOpener opener;
        FileHasher hasher;
    };

    [[nodiscard]] std::vector<std::size_t> all() const
    {
        std::vector<std::size_t> indices(paths_.size());
        std::iota(indices.begin(), indices.end(), std::size_t{0});
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
            Worker worker{FileOpener{directory_}, FileHasher{order_}};
            for (auto i = next.fetch_add(1); i < indices.size(); i = next.fetch_add(1)) work(worker, indices[i]);
        };
        auto const is_worth_two = indices.size() >= few_files || (indices.size() > 1 && sizes_[indices.front()] > 0);
        std::optional<Partner> partner;
        if (is_worth_two) partner.emplace(take_all);
        take_all();
    }

    void digest_if_small(Worker& worker, std::size_t index)
    {
        auto const file = worker.opener.open(paths_[index]);
        if (!file) {
            answers_[index] = fail(file.error());
        } else if (file->size >= large_file) {
            sizes_[index] = file->size;
        } else {
            answers_[index] = worker.hasher.digest(*file, paths_[index]);
        }
    }

    void digest(Worker& worker, std::size_t index)
    {
        auto const file = worker.opener.open(paths_[index]);
        answers_[index] = file ? worker.hasher.digest(*file, paths_[index]) : fail(file.error());
    }

    void digest_on_both(std::size_t index)
    {
        auto const file = directory_.open_file(paths_[index]);
        answers_[index] = file ? digest_on_two_threads(*file, paths_[index], order_.piece_length) : fail(file.error());
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
