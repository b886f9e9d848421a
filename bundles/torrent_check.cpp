#include "bundles/torrent_check.hpp"

#include <algorithm>
#include <array>

#include "bundles/bencode_reader.hpp"
#include "bundles/bencode_writer.hpp"
#include "bundles/piece_tree.hpp"
#include "bundles/torrent.hpp"

namespace nightletter::bundles {
namespace {

// Every file a bag may have, root chain and tag files included.
constexpr std::size_t most_files = limit::payload_files + 2 * limit::roots + 5;

using Outcome = Expected<void, Refusal>;

}  // namespace

// Reads once from front to back; on return the torrent it made is whole or gone.
class TorrentReader {
public:
    TorrentReader(ByteView received, TorrentExpectation const& expected)
        : received_{received}, expected_{expected}, reader_{received}, torrent_{*Slug::parse("unnamed")}
    {
    }

    Expected<CheckedTorrent, Refusal> file()
    {
        if (received_.size() > largest_torrent) return fail(Refusal::too_large);
        return answer(read_file());
    }

    Expected<CheckedTorrent, Refusal> bare_info()
    {
        if (received_.size() > largest_torrent) return fail(Refusal::too_large);
        return answer(read_info());
    }

private:
    // A fault of the encoding is the reason for whatever went wrong after it.
    Expected<CheckedTorrent, Refusal> answer(Outcome outcome)
    {
        if (outcome && !reader_.is_at_end()) outcome = fail(Refusal::bad_bencode);
        if (reader_.fault()) return fail(*reader_.fault());
        if (!outcome) return fail(outcome.error());
        if (expected_.info_hash && *expected_.info_hash != torrent_.info_hash_) return fail(Refusal::wrong_info_hash);
        auto const has_other_bytes = expected_.bytes && *expected_.bytes != torrent_.total_bytes_;
        auto const has_other_files = expected_.files && *expected_.files != torrent_.files_.size();
        if (has_other_bytes || has_other_files) return fail(Refusal::wrong_size);
        return std::move(torrent_);
    }

    Outcome read_file()
    {
        if (!reader_.enter_dictionary()) return fail(Refusal::bad_torrent);
        auto has_info = false;
        while (auto const key = reader_.next_key()) {
            if (*key == "info") {
                has_info = true;
                if (auto read = read_info(); !read) return read;
            } else if (*key == "piece layers" && has_info) {
                if (auto read = read_layers(); !read) return read;
            } else if (!reader_.skip()) {
                return fail(Refusal::bad_bencode);
            }
        }
        if (!has_info) return fail(Refusal::bad_torrent);
        return {};
    }

    // Exactly four keys; in bytewise order there is only one way to write them.
    Outcome read_info()
    {
        auto const start = reader_.position();
        if (!reader_.enter_dictionary() || !has_key("file tree") || !reader_.enter_dictionary()) {
            return fail(Refusal::bad_torrent);
        }
        if (auto read = read_directory(""); !read) return read;
        if (!has_key("meta version") || reader_.count() != std::uint64_t{2}) return fail(Refusal::bad_torrent);
        if (!has_key("name")) return fail(Refusal::bad_torrent);
        auto const name_text = reader_.string();
        if (!name_text) return fail(Refusal::bad_torrent);
        auto name = Slug::parse(*name_text);
        if (!name) return fail(name.error());
        torrent_.name_ = std::move(*name);
        if (!has_key("piece length")) return fail(Refusal::bad_torrent);
        auto const piece_length = reader_.count();
        if (!piece_length || reader_.next_key()) return fail(Refusal::bad_torrent);
        torrent_.piece_length_ = *piece_length;
        torrent_.info_ = copy_of(received_.subspan(start, reader_.position() - start));
        torrent_.info_hash_ = *InfoHash::from(sha256(torrent_.info_).bytes());
        return judge_files();
    }

    bool has_key(std::string_view wanted) { return reader_.next_key() == wanted; }

    // One has just entered the dictionary; `prefix` ends in a slash unless it is empty. As deep as bencode may be.
    Outcome read_directory(std::string const& prefix)
    {
        auto is_empty = true;
        while (auto const key = reader_.next_key()) {
            is_empty = false;
            // Part by part, so that no long prefix is ever copied.
            if (auto const part = Slug::parse(*key); !part) return fail(part.error());
            auto const path = prefix + std::string{*key};
            if (!reader_.enter_dictionary()) return fail(Refusal::bad_torrent);
            if (auto read = starts_a_leaf() ? read_leaf(path) : read_directory(path + '/'); !read) return read;
        }
        if (is_empty) return fail(Refusal::bad_torrent);
        return {};
    }

    [[nodiscard]] bool starts_a_leaf() const
    {
        auto const rest = received_.subspan(std::min(reader_.position(), received_.size()));
        return as_text(rest.first(std::min<std::size_t>(rest.size(), 2))) == "0:";
    }

    // Exactly `length` and `pieces root`; nothing beside them, neither attributes nor a directory's entries.
    Outcome read_leaf(std::string const& path_text)
    {
        if (!has_key("") || !reader_.enter_dictionary() || !has_key("length")) return fail(Refusal::bad_torrent);
        auto const length = reader_.count();
        if (!length) return fail(Refusal::bad_torrent);
        if (*length == 0) return fail(Refusal::zero_byte_file);
        if (!has_key("pieces root")) return fail(Refusal::bad_torrent);
        auto const root_text = reader_.string();
        auto const root = root_text ? Sha256::from(as_bytes(*root_text)) : std::nullopt;
        if (!root || reader_.next_key()) return fail(Refusal::bad_torrent);
        if (reader_.next_key()) return fail(Refusal::paths_collide);

        auto path = BundlePath::parse(path_text);
        if (!path) return fail(path.error());
        if (auto allowed = may_be_in_a_bag(*path); !allowed) return allowed;
        if (*length > size_limit(*path).value_or(expected_.largest_bundle)) return fail(Refusal::too_large);
        torrent_.total_bytes_ += *length;  // no overflow: each is at most a bundle, and so is the sum so far
        if (torrent_.total_bytes_ > expected_.largest_bundle) return fail(Refusal::too_large);
        if (torrent_.files_.size() == most_files) return fail(Refusal::too_many_files);
        torrent_.files_.push_back(CheckedFile{std::move(*path), *length, *root});
        return {};
    }

    Outcome judge_files()
    {
        auto const& files = torrent_.files_;
        auto const payload =
            std::count_if(files.begin(), files.end(), [](auto const& file) { return file.path.is_payload(); });
        if (static_cast<std::size_t>(payload) > limit::payload_files) return fail(Refusal::too_many_files);
        constexpr std::array<std::string_view, 8> required{
            name::bagit,      name::bag_info, name::manifest,     name::tag_manifest,
            name::signatures, name::metadata, "publisher/root.1", "publisher/root.1.minisig"};
        for (auto const wanted : required) {
            auto const has_it =
                std::any_of(files.begin(), files.end(), [&](auto const& file) { return file.path.text() == wanted; });
            if (!has_it) return fail(Refusal::missing_file);
        }
        auto const piece_length = torrent_.piece_length_;
        if (piece_length != piece_length_for(torrent_.total_bytes_)) return fail(Refusal::wrong_piece_length);
        std::uint64_t pieces = 0;
        for (auto const& file : files) {
            pieces += pieces_of(file);
            if (file.size > piece_length) layered_.push_back(&file);
        }
        if (pieces > most_pieces) return fail(Refusal::too_many_pieces);
        std::sort(layered_.begin(), layered_.end(),
                  [](auto const* a, auto const* b) { return a->pieces_root < b->pieces_root; });
        torrent_.has_all_layers_ = layered_.empty();
        return {};
    }

    [[nodiscard]] std::uint64_t pieces_of(CheckedFile const& file) const
    {
        return (file.size + torrent_.piece_length_ - 1) / torrent_.piece_length_;
    }

    Outcome read_layers()
    {
        auto const start = reader_.position();
        if (!reader_.enter_dictionary()) return fail(Refusal::bad_torrent);
        std::size_t covered = 0;
        while (auto const key = reader_.next_key()) {
            auto const root = Sha256::from(as_bytes(*key));
            auto const layer = reader_.string();
            if (!root || !layer) return fail(Refusal::wrong_piece_layer);
            auto const files = files_with(*root);
            auto const fits = [&](CheckedFile const* file) { return leads_to(*layer, *file); };
            if (files.empty() || !std::all_of(files.begin(), files.end(), fits))
                return fail(Refusal::wrong_piece_layer);
            covered += files.size();
        }
        torrent_.has_all_layers_ = covered == layered_.size();
        torrent_.piece_layers_ = copy_of(received_.subspan(start, reader_.position() - start));
        return {};
    }

    [[nodiscard]] std::span<CheckedFile const* const> files_with(Sha256 const& root) const
    {
        auto const first =
            std::lower_bound(layered_.begin(), layered_.end(), root,
                             [](auto const* file, Sha256 const& wanted) { return file->pieces_root < wanted; });
        auto const last =
            std::find_if(first, layered_.end(), [&](auto const* file) { return file->pieces_root != root; });
        return {first, last};
    }

    // One hash per piece of the file, and together they make its root.
    [[nodiscard]] bool leads_to(std::string_view layer, CheckedFile const& file) const
    {
        if (layer.size() != pieces_of(file) * Sha256::size) return false;
        std::vector<Sha256> hashes;
        hashes.reserve(layer.size() / Sha256::size);
        for (; !layer.empty(); layer.remove_prefix(Sha256::size)) {
            hashes.push_back(*Sha256::from(as_bytes(layer.substr(0, Sha256::size))));
        }
        return root_of(hashes, torrent_.piece_length_) == file.pieces_root;
    }

    ByteView received_;
    TorrentExpectation expected_;
    BencodeReader reader_;
    CheckedTorrent torrent_;
    std::vector<CheckedFile const*> layered_;  // files larger than a piece, by root; valid until torrent_ moves
};

Bytes CheckedTorrent::torrent() const
{
    BencodeWriter out;
    out.begin_dictionary();
    out.string("info");
    out.raw(info_);
    out.string("piece layers");
    if (piece_layers_.empty()) {
        out.begin_dictionary();
        out.end();
    } else {
        out.raw(piece_layers_);
    }
    out.end();
    return out.take();
}

Expected<CheckedTorrent, Refusal> check_torrent(ByteView received, TorrentExpectation const& expected)
{
    return TorrentReader{received, expected}.file();
}

Expected<CheckedTorrent, Refusal> check_info(ByteView received, TorrentExpectation const& expected)
{
    return TorrentReader{received, expected}.bare_info();
}

}  // namespace nightletter::bundles
