// mirror/fetch_stages.hpp: the order in which the files of one bundle are fetched.
//
// docs/formats.md section 6 E: what tells what a bundle is comes first, then text, then the heavier tiers.
#pragma once

#include <string>
#include <vector>

#include "bundles/tier.hpp"
#include "bundles/torrent_check.hpp"

namespace nightletter::mirror {

// Paths as in the torrent, without its name; no stage is empty; files of tiers that are not in `tiers` are in none.
[[nodiscard]] std::vector<std::vector<std::string>> fetch_stages(bundles::CheckedTorrent const& torrent,
                                                                 bundles::TierSet tiers);

}  // namespace nightletter::mirror
