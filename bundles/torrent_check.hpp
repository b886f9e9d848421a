// bundles/torrent_check.hpp: decides whether a stranger's torrent may be handed to a BitTorrent engine.
//
// docs/formats.md section 6 E. Bounded before anything is allocated, canonical bencode only, v2 only, exactly the keys
// we write, names and sizes of section 2, the info-hash that was expected. Trackers, web seeds, nodes and whatever else
// stands beside `info` are read past and left behind: `torrent()` has only what a publisher stands for.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/bytes.hpp"
#include "base/names.hpp"
#include "base/sha256.hpp"
#include "bundles/bag.hpp"
#include "bundles/path.hpp"

namespace nightletter::bundles {

inline constexpr std::size_t largest_torrent = 4U << 20U;  // bytes, also of a bare info dictionary
inline constexpr std::uint64_t most_pieces = 65'536;

struct CheckedFile {
    BundlePath path;
    std::uint64_t size;  // bytes
    Sha256 pieces_root;
};

class CheckedTorrent {
public:
    [[nodiscard]] Slug const& name() const { return name_; }
    [[nodiscard]] std::uint64_t piece_length() const { return piece_length_; }
    // In the torrent's order, which is the order of file indices.
    [[nodiscard]] std::vector<CheckedFile> const& files() const { return files_; }
    [[nodiscard]] std::uint64_t total_bytes() const { return total_bytes_; }
    [[nodiscard]] InfoHash info_hash() const { return info_hash_; }
    // The info dictionary, byte for byte as received.
    [[nodiscard]] Bytes const& info() const { return info_; }
    // False when the piece layer of a file larger than a piece was not there; peers have to send it.
    [[nodiscard]] bool has_all_layers() const { return has_all_layers_; }
    // A .torrent file of the info dictionary with the piece layers that were received and checked.
    [[nodiscard]] Bytes torrent() const;

private:
    friend class TorrentReader;
    explicit CheckedTorrent(Slug name) : name_{std::move(name)} {}

    Slug name_;
    std::uint64_t piece_length_ = 0;
    std::vector<CheckedFile> files_;
    std::uint64_t total_bytes_ = 0;
    InfoHash info_hash_;
    Bytes info_;
    Bytes piece_layers_;  // bencoded, checked
    bool has_all_layers_ = false;
};

struct TorrentExpectation {
    std::optional<InfoHash> info_hash = std::nullopt;   // the feed's
    std::uint64_t largest_bundle = limit::bundle;       // bytes
    std::optional<std::uint64_t> bytes = std::nullopt;  // of all files, by the feed's release line
    std::optional<std::uint64_t> files = std::nullopt;  // how many, by the same line
};

// A whole .torrent file.
[[nodiscard]] Expected<CheckedTorrent, Refusal> check_torrent(ByteView received, TorrentExpectation const& expected);
// A bare info dictionary, as peers send it (ut_metadata) or our own messages carry it.
[[nodiscard]] Expected<CheckedTorrent, Refusal> check_info(ByteView received, TorrentExpectation const& expected);

}  // namespace nightletter::bundles
