// store/recovery.hpp: makes the catalogue agree with the disk at every start.
//
// There is no clean shutdown to rely on: a start after a power cut and any other start are the same code. Whatever is
// not certainly sealed goes back to quarantine, where it is judged again; nothing is deleted that could be judged.
#pragma once

#include "store/catalogue.hpp"
#include "store/layout.hpp"

namespace nightletter::store {

// A sealed bundle whose files are not as they were sealed, by size, time or absence. It is out of service; a scrub
// says whether its bytes are right after all.
struct Suspect {
    BundleId bundle;
    std::vector<std::string> files;
};

struct RecoveryReport {
    std::vector<InfoHash> arrivals;             // in quarantine: to be taken up again, judged, or discarded
    std::vector<InfoHash> returned;             // of these, which lay in bundles/ without a row
    std::vector<Suspect> suspects;              // newly found
    std::vector<BundleId> missing;              // newly found
    std::vector<std::string> strangers;         // names in bundles/ that are not ours; left alone
    std::vector<std::size_t> damaged_records;   // of the high-water log, counted from 1
    std::filesystem::path set_aside_catalogue;  // a damaged one; empty when the catalogue was sound
};

// Fills in everything but the last two.
[[nodiscard]] Expected<RecoveryReport, Trouble> recover(Layout const& layout, Catalogue& catalogue);

}  // namespace nightletter::store
