// store/store.hpp: everything a mirror keeps on disk, opened together.
//
// docs/architecture.md, "The store, seen from outside". Opening is recovery: the report says what was found. The parts
// are used by the thread that opened the store, but for what their headers give away as values for others.
#pragma once

#include <memory>

#include "store/premises.hpp"
#include "store/publisher_folders.hpp"
#include "store/quarantine.hpp"
#include "store/recovery.hpp"
#include "store/sealed_tree.hpp"
#include "store/view.hpp"

namespace nightletter::store {

class Store {
public:
    // Makes a store in an empty or absent directory.
    [[nodiscard]] static Expected<std::unique_ptr<Store>, Trouble> open(std::filesystem::path const& root);
    Store(Store const&) = delete;
    Store& operator=(Store const&) = delete;

    // What the start found.
    [[nodiscard]] RecoveryReport const& recovery() const { return recovery_; }

    [[nodiscard]] Quarantine const& quarantine() const { return quarantine_; }
    [[nodiscard]] SealedTree& bundles() { return bundles_; }
    [[nodiscard]] PublisherFolders& publishers() { return *publishers_; }
    // Forgets the bundles and deletes all that was ever written here of them but the publisher's documents: their
    // copies, sealed or arriving, their rows in the catalogue, earlier views, catalogues that were set aside. The
    // catalogue is written anew, once for all of them.
    [[nodiscard]] Expected<void, Trouble> erase(std::vector<BundleRow> const& bundles, UtcTime now);
    // Goes on with an erasure that was interrupted, in this process or an earlier one; does nothing when none was.
    [[nodiscard]] Expected<void, Trouble> finish_erasing(UtcTime now);
    // The database takes a transaction. It does not once the disk has broken a promise, until the next start.
    [[nodiscard]] Expected<void, Trouble> answers() { return catalogue_.answers(); }
    // Shows other programs what changed since the last view, at most every two seconds; does nothing otherwise.
    [[nodiscard]] Expected<void, Trouble> publish_view(UtcTime now);
    // The same at once: who ends has no later moment for it.
    [[nodiscard]] Expected<void, Trouble> publish_last_view(UtcTime now);

    // An empty directory, nobody else's to read, in which a pack that came as one file is taken apart. What lies there
    // was judged by nobody and is gone after the next start.
    [[nodiscard]] Expected<std::filesystem::path, Trouble> room_for_unpacking() const;
    // Bytes that whoever runs this process may still write there.
    [[nodiscard]] Expected<std::uint64_t, Trouble> free_space() const;
    [[nodiscard]] std::filesystem::path const& root() const { return premises_.layout().root(); }
    [[nodiscard]] std::filesystem::path traffic() const { return premises_.layout().traffic(); }
    [[nodiscard]] std::filesystem::path contacts() const { return premises_.layout().contacts(); }

private:
    Store(Premises premises, Catalogue catalogue, HighWaterLog log, View view);
    [[nodiscard]] Expected<void, Trouble> recover_all();

    Premises premises_;
    Catalogue catalogue_;
    HighWaterLog log_;
    View view_;
    Quarantine quarantine_;
    SealedTree bundles_;
    std::optional<PublisherFolders> publishers_;  // never empty once open() has returned
    RecoveryReport recovery_;
};

}  // namespace nightletter::store
