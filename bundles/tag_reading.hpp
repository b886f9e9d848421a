// bundles/tag_reading.hpp: the tag files of a bag on disk, read once, held against one another.
//
// docs/formats.md section 2, "Tag files". What could not be read is simply not there afterwards, with its reason among
// the findings; so the judgement can go on and name the rest. Who signed is not asked here.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "bundles/bag.hpp"
#include "bundles/bag_directory.hpp"
#include "bundles/finding.hpp"
#include "trust/candidate.hpp"

namespace nightletter::bundles {

struct TagReading {
    std::map<BundlePath, Bytes> contents;  // of every tag file, as judged
    std::optional<BagInfo> info;
    std::optional<Manifest> payload;      // manifest-sha256.txt
    std::optional<BundleId> id;           // of whatever tagmanifest-sha256.txt is there
    std::vector<trust::Candidate> roots;  // root 1 to root N, or none when publisher/ is not in order

    [[nodiscard]] Bytes const* find(std::string_view path) const;
};

[[nodiscard]] TagReading read_tag_files(BagDirectory const& directory, Listing const& listing, NotVerified& wrong);

}  // namespace nightletter::bundles
