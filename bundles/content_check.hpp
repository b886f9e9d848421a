// bundles/content_check.hpp: judges the metadata of a bag on disk with its transcripts, one file in memory at a time.
//
// docs/formats.md section 6 F, "metadata and transcripts parse". The bytes that are parsed are the bytes that were
// hashed. A file whose digest is not the listed one is hashed and not parsed: whoever compares digests names it.
#pragma once

#include <vector>

#include "bundles/bag_directory.hpp"
#include "bundles/finding.hpp"
#include "bundles/presence.hpp"
#include "bundles/torrent.hpp"

namespace nightletter::bundles {

// metadata.json, or named like a transcript.
[[nodiscard]] bool is_content(BundlePath const& path);

// The digests of the content files among `held` that could be read.
[[nodiscard]] std::vector<TorrentFile> judge_content(BagDirectory const& directory,
                                                     std::vector<ManifestLine> const& held, DigestOrder order,
                                                     NotVerified& wrong);

}  // namespace nightletter::bundles
