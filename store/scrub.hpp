// store/scrub.hpp: reads a sealed bundle again from the disk itself.
//
// Values in, report out; which bundle is due and at what pace is mirror's to say. Touches nothing shared: any thread.
// docs/architecture.md, "The life of a bundle", step 7.
#pragma once

#include "base/bytes.hpp"
#include "store/rows.hpp"
#include "store/tree.hpp"

namespace nightletter::store {

struct ScrubTask {
    BundleId bundle;
    std::filesystem::path bag;
    std::vector<SealedFile> files;
};

struct ScrubReport {
    BundleId bundle;
    std::vector<std::string> changed;  // other bytes or another size than were sealed, or unreadable
    std::vector<std::string> missing;
    std::vector<std::string> unexpected;  // never sealed
    std::vector<SealedFile> files;        // as sealed, with the times the files have now
    [[nodiscard]] bool is_clean() const { return changed.empty() && missing.empty() && unexpected.empty(); }
};

// Trouble when we could not look; what is wrong with the bundle is in the report.
[[nodiscard]] Expected<ScrubReport, Trouble> scrub(ScrubTask const& task);

struct HealingTask {
    BundleId bundle;
    InfoHash info_hash;
    std::filesystem::path damaged;  // what holds the bag's directory
    std::filesystem::path room;     // becomes a writable copy of it
    std::filesystem::path torrent;
};

// Leaves out files that cannot be read; their pieces come from peers.
[[nodiscard]] Expected<void, Trouble> copy_for_healing(HealingTask const& task);

}  // namespace nightletter::store
