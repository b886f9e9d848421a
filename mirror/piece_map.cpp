#include "mirror/piece_map.hpp"

#include <algorithm>

#include <map>

#include "bundles/bencode_reader.hpp"
#include "bundles/piece_tree.hpp"

namespace nightletter::mirror {
namespace {

std::vector<Sha256> hashes_in(std::string_view layer)
{
    std::vector<Sha256> hashes;
    for (; layer.size() >= Sha256::size; layer.remove_prefix(Sha256::size)) {
        hashes.push_back(*Sha256::from(as_bytes(layer.substr(0, Sha256::size))));
    }
    return hashes;
}

// By the root of their file. The bytes were checked: they are a torrent's.
std::map<Sha256, std::vector<Sha256>> layers_in(ByteView torrent)
{
    std::map<Sha256, std::vector<Sha256>> layers;
    bundles::BencodeReader reader{torrent};
    if (!reader.enter_dictionary()) return layers;
    while (auto const key = reader.next_key()) {
        if (*key != "piece layers") {
            (void)reader.skip();
        } else if (reader.enter_dictionary()) {
            while (auto const root = reader.next_key()) {
                auto const layer = reader.string();
                if (auto const hash = Sha256::from(as_bytes(*root)); hash && layer) layers[*hash] = hashes_in(*layer);
            }
        }
    }
    return layers;
}

}  // namespace

std::optional<PieceMap> PieceMap::of(bundles::CheckedTorrent const& torrent)
{
    if (!torrent.has_all_layers()) return std::nullopt;
    PieceMap map;
    map.name_ = torrent.name().text();
    map.piece_length_ = torrent.piece_length();
    auto const layers = layers_in(torrent.torrent());
    for (auto const& file : torrent.files()) {
        auto const pieces = (file.size + map.piece_length_ - 1) / map.piece_length_;
        File one{file.path.text(), file.size, map.pieces_, file.pieces_root, {}};
        if (pieces > 1) one.layer = layers.at(file.pieces_root);
        map.files_.push_back(std::move(one));
        map.pieces_ += static_cast<std::uint32_t>(pieces);  // at most 65 536 in all: the torrent was checked
    }
    return map;
}

PieceMap::File const* PieceMap::file_of(std::uint32_t piece) const
{
    if (piece >= pieces_) return nullptr;
    auto const after = std::upper_bound(files_.begin(), files_.end(), piece,
                                        [](std::uint32_t wanted, File const& file) { return wanted < file.first; });
    return &*std::prev(after);
}

std::optional<PieceRun> PieceMap::run(std::span<std::uint32_t const> pieces, std::uint64_t most) const
{
    auto const* const file = file_of(pieces.front());
    if (file == nullptr) return std::nullopt;
    PieceRun run{file->path, (pieces.front() - file->first) * piece_length_, 0, pieces.front(), 0};
    for (auto const piece : pieces) {
        bool const follows = piece == run.first + run.count && file_of(piece) == file;
        auto const size = follows ? std::min(piece_length_, file->size - (piece - file->first) * piece_length_) : 0;
        if (!follows || (run.count > 0 && run.size + size > most)) break;
        run.size += size;
        ++run.count;
    }
    return run;
}

std::string const* PieceMap::path_of(std::uint32_t piece) const
{
    auto const* const file = file_of(piece);
    return file == nullptr ? nullptr : &file->path;
}

ByteView PieceMap::piece_of(PieceRun const& run, ByteView bytes, std::uint32_t piece) const
{
    auto const offset = (piece - run.first) * piece_length_;
    return bytes.subspan(offset, std::min<std::size_t>(piece_length_, bytes.size() - offset));
}

bool PieceMap::holds(std::uint32_t piece, ByteView bytes) const
{
    auto const* const file = file_of(piece);
    if (file == nullptr || bytes.empty() || bytes.size() > piece_length_) return false;
    std::vector<Sha256> blocks;
    for (; !bytes.empty(); bytes = bytes.subspan(std::min<std::size_t>(bytes.size(), bundles::block_size))) {
        blocks.push_back(sha256(bytes.first(std::min<std::size_t>(bytes.size(), bundles::block_size))));
    }
    if (file->layer.empty()) return bundles::root_of(blocks, bundles::block_size) == file->root;
    // The last piece of a larger file is filled up with blocks that are beyond its end.
    blocks.resize(piece_length_ / bundles::block_size);
    return bundles::root_of(blocks, bundles::block_size) == file->layer.at(piece - file->first);
}

}  // namespace nightletter::mirror
