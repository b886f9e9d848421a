#include "bundles/torrent.hpp"

#include <algorithm>
#include <map>

#include "bundles/bencode_writer.hpp"

namespace nightletter::bundles {
namespace {

constexpr std::uint64_t most_pieces_wanted = 2048;

struct Leaf {
    std::vector<std::string_view> parts;
    FileDigest const* digest;
};

// Writes the files of [first, last), which share their first `depth` parts and are in torrent order.
template <class Iterator>
void write_tree(BencodeWriter& out, Iterator first, Iterator last, std::size_t depth)
{
    out.begin_dictionary();
    while (first != last) {
        auto const part = first->parts[depth];
        auto const end = std::find_if(first, last, [&](Leaf const& leaf) { return leaf.parts[depth] != part; });
        out.string(part);
        if (first->parts.size() > depth + 1) {
            write_tree(out, first, end, depth + 1);
        } else {
            out.begin_dictionary();
            out.string(std::string_view{});
            out.begin_dictionary();
            out.string("length");
            out.integer(first->digest->size);
            out.string("pieces root");
            out.string(first->digest->pieces_root.bytes());
            out.end();
            out.end();
        }
        first = end;
    }
    out.end();
}

// Files of equal contents share one entry.
void write_layers(BencodeWriter& out, std::vector<TorrentFile> const& files, std::uint64_t piece_length)
{
    std::map<Sha256, FileDigest const*> by_root;
    for (auto const& file : files) {
        if (file.digest.size > piece_length) by_root.emplace(file.digest.pieces_root, &file.digest);
    }
    out.begin_dictionary();
    for (auto const& [root, digest] : by_root) {
        auto const layer = raised(digest->layer, piece_length);
        Bytes hashes;
        hashes.reserve(layer.hashes.size() * Sha256::size);
        for (auto const& hash : layer.hashes) hashes.insert(hashes.end(), hash.bytes().begin(), hash.bytes().end());
        out.string(root.bytes());
        out.string(hashes);
    }
    out.end();
}

}  // namespace

std::uint64_t piece_length_for(std::uint64_t total_bytes)
{
    auto length = shortest_piece;
    while (length < longest_piece && (total_bytes + length - 1) / length > most_pieces_wanted) length *= 2;
    return length;
}

Torrent Torrent::of(Slug const& name, std::vector<TorrentFile> files)
{
    NIGHTLETTER_INSIST(!files.empty());
    std::sort(files.begin(), files.end(),
              [](TorrentFile const& a, TorrentFile const& b) { return comes_first_in_torrent(a.path, b.path); });
    Torrent torrent;
    std::vector<Leaf> leaves;
    leaves.reserve(files.size());
    for (auto const& file : files) {
        torrent.total_bytes_ += file.digest.size;
        leaves.push_back(Leaf{file.path.parts(), &file.digest});
    }
    torrent.files_ = files.size();
    auto const piece_length = piece_length_for(torrent.total_bytes_);

    BencodeWriter out;
    out.begin_dictionary();
    out.string("info");
    torrent.info_start_ = out.size();
    out.begin_dictionary();
    out.string("file tree");
    write_tree(out, leaves.begin(), leaves.end(), 0);
    out.string("meta version");
    out.integer(2);
    out.string("name");
    out.string(name.text());
    out.string("piece length");
    out.integer(piece_length);
    out.end();
    torrent.info_size_ = out.size() - torrent.info_start_;
    out.string("piece layers");
    write_layers(out, files, piece_length);
    out.end();
    torrent.bytes_ = out.take();
    torrent.info_hash_ = *InfoHash::from(sha256(torrent.info()).bytes());
    return torrent;
}

}  // namespace nightletter::bundles
