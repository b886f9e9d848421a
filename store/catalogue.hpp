// store/catalogue.hpp: the table of what is sealed, in SQLite.
//
// A row appears only after the thing it names is durable on disk. Nothing here looks at those things; that rows and
// disk agree is recovery's concern. One catalogue per store, used by one thread.
#pragma once

#include <functional>

#include "store/rows.hpp"

namespace nightletter::store {

inline constexpr int catalogue_version = 2;        // PRAGMA user_version
inline constexpr int catalogue_mark = 0x4e4c5331;  // PRAGMA application_id: "NLS1"

class Catalogue {
public:
    // Makes or migrates it. Refuses a file of a newer version or of another program unchanged; a damaged one is
    // trouble with `damaged_file`.
    [[nodiscard]] static Expected<Catalogue, Trouble> open(std::filesystem::path const& path);

    // Replaces what was known of the bundle. Its publisher must have a row.
    [[nodiscard]] Expected<void, Trouble> record(BundleRow const& bundle, std::vector<SealedFile> const& files);
    [[nodiscard]] Expected<void, Trouble> set_state(BundleId const& id, BundleState state);
    // Every byte of it was read and was right. Shown to nobody, so no view is due for it.
    [[nodiscard]] Expected<void, Trouble> note_reading(BundleId const& id, UtcTime when);
    [[nodiscard]] Expected<void, Trouble> forget(BundleId const& id);
    // After `forget`: what was forgotten is in no free page of the file, nor in its log.
    [[nodiscard]] Expected<void, Trouble> leave_nothing_behind();
    [[nodiscard]] Expected<std::vector<BundleRow>, Trouble> bundles();
    [[nodiscard]] Expected<std::vector<BundleRow>, Trouble> bundles_of(PublisherId const& publisher);
    [[nodiscard]] Expected<std::optional<BundleRow>, Trouble> bundle(BundleId const& id);
    [[nodiscard]] Expected<std::vector<SealedFile>, Trouble> files(BundleId const& id);
    // Calls `visit` for every file of every bundle, bundle by bundle in the order of their ids.
    [[nodiscard]] Expected<void, Trouble> each_file(
        std::function<void(BundleId const&, SealedFile const&)> const& visit);

    // Replaces the publisher's row and the list of its documents.
    [[nodiscard]] Expected<void, Trouble> record(PublisherRow const& publisher,
                                                 std::vector<DocumentRow> const& documents);
    [[nodiscard]] Expected<std::vector<PublisherRow>, Trouble> publishers();
    [[nodiscard]] Expected<std::optional<PublisherRow>, Trouble> publisher(PublisherId const& id);
    struct Found {
        PublisherId publisher;
        std::string name;
    };
    [[nodiscard]] Expected<std::optional<Found>, Trouble> document(Sha256 const& digest);

    // A transaction that is written and changes nothing.
    [[nodiscard]] Expected<void, Trouble> answers();

    // Grows with every change; a view is due when it moved.
    [[nodiscard]] std::uint64_t changes() const { return changes_; }

private:
    explicit Catalogue(Database database) : database_{std::move(database)} {}
    [[nodiscard]] Expected<void, Trouble> changed(Expected<void, Trouble> done);

    Database database_;
    std::uint64_t changes_ = 0;
};

}  // namespace nightletter::store
