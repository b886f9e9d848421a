// bundles/torrent.hpp: writes the one torrent that a set of files has.
//
// docs/formats.md section 2, "Torrent": BEP 52, v2 only, every key fixed, so two honest tools write the same bytes and
// the same info-hash. Reading what strangers send is torrent_check.hpp.
#pragma once

#include <cstdint>
#include <vector>

#include "base/bytes.hpp"
#include "base/names.hpp"
#include "bundles/file_digest.hpp"
#include "bundles/path.hpp"

namespace nightletter::bundles {

inline constexpr std::uint64_t shortest_piece = 16U << 10U;  // bytes
inline constexpr std::uint64_t longest_piece = 16U << 20U;

// The smallest power of two from 16 KiB to 16 MiB that cuts `total_bytes` into at most 2 048 pieces, else 16 MiB.
[[nodiscard]] std::uint64_t piece_length_for(std::uint64_t total_bytes);

struct TorrentFile {
    BundlePath path;
    FileDigest digest;  // with pieces; its layer no coarser than the torrent's piece length
};

class Torrent {
public:
    // Files in any order, at least one, of distinct paths that do not collide.
    [[nodiscard]] static Torrent of(Slug const& name, std::vector<TorrentFile> files);

    // The .torrent file: `info`, then `piece layers`.
    [[nodiscard]] Bytes const& bytes() const { return bytes_; }
    [[nodiscard]] ByteView info() const { return ByteView{bytes_}.subspan(info_start_, info_size_); }
    [[nodiscard]] InfoHash info_hash() const { return info_hash_; }
    [[nodiscard]] std::uint64_t total_bytes() const { return total_bytes_; }
    [[nodiscard]] std::uint64_t files() const { return files_; }

private:
    Torrent() = default;

    Bytes bytes_;
    std::size_t info_start_ = 0;
    std::size_t info_size_ = 0;
    InfoHash info_hash_;
    std::uint64_t total_bytes_ = 0;
    std::uint64_t files_ = 0;
};

}  // namespace nightletter::bundles
