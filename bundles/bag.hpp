// bundles/bag.hpp: the tag files of a bag as text.
//
// docs/formats.md section 2. Each parser takes the received bytes and refuses whatever it would not itself have
// written, to the byte. Nothing here opens a file; that the files match what is listed is verify.hpp's to say.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/names.hpp"
#include "base/result.hpp"
#include "base/sha256.hpp"
#include "bundles/path.hpp"

namespace nightletter::bundles {

namespace name {
inline constexpr std::string_view bagit = "bagit.txt";
inline constexpr std::string_view bag_info = "bag-info.txt";
inline constexpr std::string_view manifest = "manifest-sha256.txt";
inline constexpr std::string_view tag_manifest = "tagmanifest-sha256.txt";
inline constexpr std::string_view signatures = "tagmanifest-sha256.txt.minisig";
inline constexpr std::string_view metadata = "data/metadata.json";
}  // namespace name

// Bytes, or numbers of files; docs/formats.md section 6, "Limits".
namespace limit {
inline constexpr std::size_t manifest = 4U << 20U;
inline constexpr std::size_t payload_files = 20'000;
inline constexpr std::size_t bag_info = 1024;  // bagit.txt too
inline constexpr std::size_t signature_set = 16U << 10U;
inline constexpr std::size_t root = 32U << 10U;
inline constexpr std::size_t roots = 1024;
inline constexpr std::size_t metadata = 256U << 10U;
inline constexpr std::size_t transcript = 8U << 20U;
inline constexpr std::uint64_t bundle = std::uint64_t{4} << 30U;  // unless the caller says otherwise
}  // namespace limit

// The whole of bagit.txt.
inline constexpr std::string_view bagit_text = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

// bag-info.txt.
struct BagInfo {
    PublisherId publisher;
    Slug slug;
    std::uint64_t payload_bytes;  // of all tiers
    std::uint64_t payload_files;

    [[nodiscard]] static Expected<BagInfo, Refusal> parse(ByteView received);
    [[nodiscard]] std::string text() const;
    bool operator==(BagInfo const&) const = default;
};

struct ManifestLine {
    Sha256 digest;
    BundlePath path;
    bool operator==(ManifestLine const&) const = default;
};

enum class ManifestOf { payload, tag_files };

// manifest-sha256.txt or tagmanifest-sha256.txt: every path once, sorted bytewise.
class Manifest {
public:
    // Refuses bad_manifest for the frame, the order and paths that do not belong into this manifest; the path's own
    // refusal, paths_collide, too_large, too_many_files.
    [[nodiscard]] static Expected<Manifest, Refusal> parse(ByteView received, ManifestOf what);
    // Sorts the lines; they must be distinct and belong.
    [[nodiscard]] static Manifest of(std::vector<ManifestLine> lines);

    [[nodiscard]] std::vector<ManifestLine> const& lines() const { return lines_; }
    [[nodiscard]] std::optional<Sha256> digest_of(BundlePath const& path) const;
    [[nodiscard]] std::string text() const;

private:
    explicit Manifest(std::vector<ManifestLine> lines) : lines_{std::move(lines)} {}
    std::vector<ManifestLine> lines_;
};

// Whether a bag may hold a file of that name: a tag file, or a file under data/ that belongs to a tier.
[[nodiscard]] Expected<void, Refusal> may_be_in_a_bag(BundlePath const& path);
// The largest size the file of that name may have, whatever the bundle's own limit.
[[nodiscard]] std::optional<std::uint64_t> size_limit(BundlePath const& path);
// N of publisher/root.N or publisher/root.N.minisig.
[[nodiscard]] std::optional<std::uint32_t> root_number(BundlePath const& path);
[[nodiscard]] BundlePath root_path(std::uint32_t number);
[[nodiscard]] BundlePath root_signatures_path(std::uint32_t number);
// A path known to be well formed, such as one of name::.
[[nodiscard]] BundlePath known_path(std::string_view text);

}  // namespace nightletter::bundles
