// bundles/payload.hpp: what a publisher is about to sign, judged by the rules a verifier will apply.
//
// docs/formats.md section 2, enforced when writing. `survey_payload` reads data/ of a bag that has no tag files yet;
// `make_tag_files` writes down what it found. Nothing here signs or touches the disk beyond reading.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "base/bytes.hpp"
#include "base/names.hpp"
#include "bundles/bag.hpp"
#include "bundles/finding.hpp"
#include "bundles/torrent.hpp"

namespace nightletter::bundles {

struct Payload {
    std::vector<TorrentFile> files;  // data/ only, sorted by path, with flat hashes and pieces
    std::uint64_t bytes = 0;
};

// `bag_root` is the directory that has `data`, with data/metadata.json written. Tag files of an earlier signing beside
// it are left out of account; anything else there is a finding. Two threads work while the call lasts.
[[nodiscard]] Expected<Payload, NotVerified> survey_payload(std::filesystem::path const& bag_root,
                                                            std::uint64_t largest_bundle = limit::bundle);

// The same before data/metadata.json is written: `metadata` are its bytes, and what lies there now is left out of
// account.
[[nodiscard]] Expected<Payload, NotVerified> survey_payload_with(ByteView metadata,
                                                                 std::filesystem::path const& bag_root,
                                                                 std::uint64_t largest_bundle = limit::bundle);

// A publisher's root document with its signature set, byte for byte.
struct RootFiles {
    Bytes document;
    Bytes signatures;
};

struct TagFile {
    BundlePath path;
    Bytes contents;
};

// Everything outside data/ but the signature set: what is signed is the last one, tagmanifest-sha256.txt, whose
// SHA-256 is the bundle id.
struct TagFiles {
    std::vector<TagFile> files;
    BundleId id;
};

// `roots` are root 1 to root N in order, at least one.
[[nodiscard]] TagFiles make_tag_files(PublisherId const& publisher, Slug const& slug, Payload const& payload,
                                      std::vector<RootFiles> const& roots);

// The torrent of the whole bag, `signatures` being the contents of tagmanifest-sha256.txt.minisig.
[[nodiscard]] Torrent torrent_of(Slug const& slug, Payload const& payload, TagFiles const& tag_files,
                                 ByteView signatures);

}  // namespace nightletter::bundles
