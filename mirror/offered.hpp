// mirror/offered.hpp: what a folder that somebody hands over says it holds.
//
// docs/formats.md section 5, and section 2, "Signing in place": a pack, a store, a mirror's public folder, a signer's
// output. A listing with bounds and nothing more: what is listed was read by nobody, and a bundle is named here by the
// hash that its tag manifest happens to have.
#pragma once

#include <filesystem>
#include <map>
#include <vector>

#include "base/names.hpp"

namespace nightletter::mirror {

struct OfferedCopy {
    BundleId bundle;
    std::filesystem::path bag;
    std::filesystem::path torrent;  // where it would lie; it may be absent
};

struct Offered {
    std::map<PublisherId, std::filesystem::path> publishers;  // folders of documents
    std::vector<OfferedCopy> copies;                          // by bundle
    bool is_unfinished = false;                               // whoever wrote it was interrupted
};

inline constexpr std::size_t most_offered = 16'384;  // entries looked at in one directory

[[nodiscard]] Offered offered_in(std::filesystem::path const& folder);

}  // namespace nightletter::mirror
