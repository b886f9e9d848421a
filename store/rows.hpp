// store/rows.hpp: what the catalogue remembers, as values.
//
// The same reading code serves the live catalogue and its published views. Everything here was public when it was
// written: nothing says who fetched a bundle or from where.
#pragma once

#include <vector>

#include "base/clock.hpp"
#include "base/names.hpp"
#include "base/sha256.hpp"
#include "bundles/metadata.hpp"
#include "bundles/tier.hpp"
#include "store/high_water_log.hpp"
#include "store/sqlite.hpp"
#include "store/states.hpp"

namespace nightletter::store {

struct BundleRow {
    BundleId id;
    PublisherId publisher;
    InfoHash info_hash;
    std::string slug;
    bundles::TierSet tiers;  // all of whose files are held
    BundleState state = BundleState::sealed;
    UtcTime sealed_at;
    std::uint64_t bytes = 0;      // of the files held
    UtcTime read_at;              // when every byte of it was last found right
    bundles::LanguageMap titles;  // BCP 47 language → title
};

struct SealedFile {
    std::string path;  // from the bag's root
    std::uint64_t size = 0;
    std::int64_t modified_ns = 0;  // since 1970
    Sha256 digest;
    bool operator==(SealedFile const&) const = default;
};

struct PublisherRow {
    PublisherId id;
    std::string name;  // as the newest root accepted says
    std::uint64_t root_version = 0;
    HighWaterMark high_water;  // seq 0: no feed yet
};

struct DocumentRow {
    Sha256 digest;
    std::string name;  // of the file in the publisher's folder
};

// In the order of their ids; `which` narrows to one.
[[nodiscard]] Expected<std::vector<BundleRow>, Trouble> read_bundles(Database& database,
                                                                     std::optional<BundleId> which = std::nullopt);
[[nodiscard]] Expected<std::vector<BundleRow>, Trouble> read_bundles_of(Database& database,
                                                                        PublisherId const& publisher);
[[nodiscard]] Expected<std::vector<PublisherRow>, Trouble> read_publishers(
    Database& database, std::optional<PublisherId> which = std::nullopt);
[[nodiscard]] Expected<std::vector<SealedFile>, Trouble> read_files(Database& database, BundleId const& bundle);

}  // namespace nightletter::store
