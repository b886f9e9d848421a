// reader/pack_plan.hpp: the units of a pack, with its pages, from what it will hold.
//
// docs/formats.md section 5. Only judged bytes become part of it; nothing of where they were found, when, or by whom.
#pragma once

#include <optional>
#include <vector>

#include "packs/peers.hpp"
#include "packs/unit.hpp"
#include "reader/pack_contents.hpp"

namespace nightletter::reader {

// In the order in which they are written: what a publisher said, torrents, bundles, pages. Bundles that lie in the pack
// already are not among them, but are on the pages. Trouble when a bundle cannot be read any more.
// `contents` outlives the units: pages and torrents are made from it when they are written, one at a time.
// `peers` is what the person making the pack typed, and empty if nothing.
[[nodiscard]] Expected<std::vector<packs::PackUnit>, Trouble> pack_plan(PackContents const& contents,
                                                                        packs::Peers const& peers = {});

}  // namespace nightletter::reader
