#include "bundles/piece_tree.hpp"

#include <algorithm>
#include <array>
#include <bit>

#include "base/result.hpp"

namespace nightletter::bundles {
namespace {

Sha256 parent_of(Sha256Stream& stream, Sha256 const& left, Sha256 const& right)
{
    // One call: a hash of 64 bytes costs mostly the calls around it.
    std::array<std::uint8_t, 2 * Sha256::size> both;
    std::copy_n(left.data(), Sha256::size, both.begin());
    std::copy_n(right.data(), Sha256::size, both.begin() + Sha256::size);
    stream.feed(both);
    return stream.finish();
}

unsigned level_of(std::uint64_t piece_length)
{
    NIGHTLETTER_INSIST(std::has_single_bit(piece_length) && piece_length >= block_size);
    return static_cast<unsigned>(std::countr_zero(piece_length / block_size));
}

// The hash of a subtree of 2^level blocks that are all beyond the file's end.
Sha256 padding(Sha256Stream& stream, unsigned level)
{
    Sha256 pad;
    for (unsigned i = 0; i < level; ++i) pad = parent_of(stream, pad, pad);
    return pad;
}

// One level up; an odd last hash is paired with `pad`.
std::vector<Sha256> level_above(Sha256Stream& stream, std::span<Sha256 const> hashes, Sha256 const& pad)
{
    std::vector<Sha256> above;
    above.reserve((hashes.size() + 1) / 2);
    for (std::size_t i = 0; i < hashes.size(); i += 2) {
        above.push_back(parent_of(stream, hashes[i], i + 1 < hashes.size() ? hashes[i + 1] : pad));
    }
    return above;
}

}  // namespace

PieceTree::PieceTree(std::uint64_t piece_length) : piece_length_{piece_length}, piece_level_{level_of(piece_length)}
{
    left_.resize(piece_level_ + 1);
}

void PieceTree::feed(ByteView bytes)
{
    while (!bytes.empty()) {
        auto const block = bytes.first(std::min<std::size_t>(bytes.size(), block_size));
        stream_.feed(block);
        add(stream_.finish());
        bytes = bytes.subspan(block.size());
    }
}

void PieceTree::add(Sha256 hash)
{
    // As in counting: every trailing 1 of the number of blocks in this piece is a left half that now has its right one.
    auto const position = blocks_ & ((std::uint64_t{1} << piece_level_) - 1);
    unsigned level = 0;
    for (; level < piece_level_ && (position >> level & 1U) != 0; ++level)
        hash = parent_of(stream_, left_[level], hash);
    if (level == piece_level_) {
        pieces_.push_back(hash);
    } else {
        left_[level] = hash;
    }
    ++blocks_;
}

PieceTree::Result PieceTree::finish()
{
    NIGHTLETTER_INSIST(blocks_ > 0);
    auto const in_piece = std::uint64_t{1} << piece_level_;
    // A file no larger than a piece has a tree just deep enough for its own blocks.
    if (blocks_ <= in_piece) {
        auto const wanted = std::bit_ceil(blocks_);
        auto const file_level = static_cast<unsigned>(std::countr_zero(wanted));
        while (blocks_ < wanted) add(Sha256{});
        auto const root = file_level == piece_level_ ? pieces_.front() : left_[file_level];
        blocks_ = 0;
        pieces_.clear();
        return {root, PieceLayer{piece_length_, {}}};
    }
    while (blocks_ % in_piece != 0) add(Sha256{});
    blocks_ = 0;
    PieceLayer layer{piece_length_, std::move(pieces_)};
    pieces_.clear();
    return {root_of(layer.hashes, piece_length_), std::move(layer)};
}

Sha256 root_of(std::span<Sha256 const> hashes, std::uint64_t piece_length)
{
    NIGHTLETTER_INSIST(!hashes.empty());
    Sha256Stream stream;
    auto pad = padding(stream, level_of(piece_length));
    std::vector<Sha256> level(hashes.begin(), hashes.end());
    while (level.size() > 1) {
        level = level_above(stream, level, pad);
        pad = parent_of(stream, pad, pad);
    }
    return level.front();
}

PieceLayer raised(PieceLayer const& layer, std::uint64_t piece_length)
{
    NIGHTLETTER_INSIST(piece_length >= layer.piece_length);
    PieceLayer result = layer;
    Sha256Stream stream;
    auto pad = padding(stream, level_of(layer.piece_length));
    while (result.piece_length < piece_length) {
        result.hashes = level_above(stream, result.hashes, pad);
        pad = parent_of(stream, pad, pad);
        result.piece_length *= 2;
    }
    // A single hash is the root, which is no layer.
    if (result.hashes.size() == 1) result.hashes.clear();
    return result;
}

}  // namespace nightletter::bundles
