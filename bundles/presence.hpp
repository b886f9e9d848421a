// bundles/presence.hpp: which of the files a manifest lists are there, tier by tier.
//
// docs/formats.md section 2, "Tiers". Names and sizes only; what is in the files is for verify.cpp.
#pragma once

#include <cstdint>
#include <vector>

#include "bundles/bag.hpp"
#include "bundles/bag_directory.hpp"
#include "bundles/finding.hpp"
#include "bundles/tier.hpp"

namespace nightletter::bundles {

struct Presence {
    std::vector<ManifestLine> held;  // there, no larger than they may be, to be hashed
    std::vector<BundlePath> absent;  // of tiers of which nothing is there
    TierSet tiers;                   // held whole, or without files
};

[[nodiscard]] Presence judge_presence(Manifest const& listed, Listing const& listing, std::uint64_t largest_bundle,
                                      NotVerified& wrong);

}  // namespace nightletter::bundles
