#include "store/borrow.hpp"

#include <cerrno>

#include "base/durable_file.hpp"
#include "bundles/bencode_writer.hpp"
#include "bundles/file_digest.hpp"

namespace nightletter::store {
namespace {

namespace fs = std::filesystem;
using bundles::CheckedFile;
using bundles::CheckedTorrent;

std::map<Sha256, CheckedFile const*> by_root(CheckedTorrent const& torrent)
{
    std::map<Sha256, CheckedFile const*> files;
    for (auto const& file : torrent.files()) files.emplace(file.pieces_root, &file);
    return files;
}

struct Pair {
    CheckedFile const* sealed;
    CheckedFile const* arriving;
};

// Files that both have and the room does not.
std::vector<Pair> in_common(CheckedTorrent const& sealed, CheckedTorrent const& arriving, fs::path const& bag)
{
    std::vector<Pair> pairs;
    auto const held = by_root(sealed);
    for (auto const& file : arriving.files()) {
        auto const found = held.find(file.pieces_root);
        if (found == held.end() || found->second->size != file.size) continue;
        std::error_code absent;
        if (!fs::exists(bag / file.path.text(), absent)) pairs.push_back({found->second, &file});
    }
    return pairs;
}

Expected<void, Trouble> take_over(Pair const& pair, fs::path const& from, fs::path const& to)
{
    auto const target = to / pair.arriving->path.text();
    std::error_code error;
    fs::create_directories(target.parent_path(), error);
    if (error)
        return fail(Trouble{"make", target.parent_path().string(), error.message(), Retry::is_useless, error.value()});
    return copy_writable(from / pair.sealed->path.text(), target);
}

// Takes away again what turned out to be other bytes than the sealed torrent says.
Borrowed keep_what_is_right(Loan const& loan, fs::path const& bag, std::vector<Pair> const& taken)
{
    Borrowed borrowed;
    Layers layers;
    std::vector<bundles::BundlePath> paths;
    for (auto const& pair : taken) paths.push_back(pair.arriving->path);
    auto const directory = bundles::BagDirectory::open(bag);
    if (!directory) return {0, loan.arriving.torrent()};
    auto const digests = bundles::digest_files(
        *directory, paths, {.hashes = bundles::Hashes::pieces, .piece_length = loan.arriving.piece_length()});
    for (std::size_t i = 0; i < taken.size(); ++i) {
        auto const& file = *taken[i].arriving;
        std::error_code ignored;
        if (!digests[i] || digests[i]->pieces_root != file.pieces_root) {
            fs::remove(bag / file.path.text(), ignored);
            continue;
        }
        borrowed.bytes += file.size;
        layers[file.pieces_root] = digests[i]->layer;
    }
    borrowed.torrent = with_layers(loan.arriving, layers);
    return borrowed;
}

}  // namespace

Bytes with_layers(CheckedTorrent const& torrent, Layers const& layers)
{
    bundles::BencodeWriter out;
    out.begin_dictionary();
    out.string("info");
    out.raw(torrent.info());
    out.string("piece layers");
    out.begin_dictionary();
    for (auto const& [root, layer] : layers) {
        if (layer.hashes.empty()) continue;
        Bytes hashes;
        for (auto const& hash : layer.hashes) hashes.insert(hashes.end(), hash.bytes().begin(), hash.bytes().end());
        out.string(root.bytes());
        out.string(hashes);
    }
    out.end();
    out.end();
    return out.take();
}

Expected<Borrowed, Trouble> borrow(Quarantine const& quarantine, Loan const& loan)
{
    auto const bytes = read_file(loan.from_torrent, bundles::largest_torrent);
    if (!bytes) return fail(bytes.error());
    auto const sealed = bundles::check_torrent(*bytes, {});
    if (!sealed) return fail(Trouble{"read", loan.from_torrent.string(), std::string{word(sealed.error())}});
    auto const room = quarantine.make_room(loan.arriving.info_hash());
    if (!room) return fail(room.error());
    auto const bag = *room / loan.arriving.name().text();
    std::vector<Pair> taken;
    for (auto const& pair : in_common(*sealed, loan.arriving, bag)) {
        if (auto copied = take_over(pair, loan.from, bag); !copied) {
            std::error_code ignored;
            fs::remove(bag / pair.arriving->path.text(), ignored);
            if (copied.error().system_error == ENOSPC) return fail(copied.error());
            continue;
        }
        taken.push_back(pair);
    }
    if (taken.empty()) return Borrowed{0, loan.arriving.torrent()};
    return keep_what_is_right(loan, bag, taken);
}

}  // namespace nightletter::store
