// store/sealed_tree.hpp: the bundles that may be served.
//
// Only `seal` puts a bundle here, and it takes only what was verified, unchanged and durable. Only rows whose state is
// `sealed` become a SealedBundle, so whoever is given one may seed it. Used by one thread; the long work (settle,
// scrub, copy_for_healing) is done elsewhere with values that are handed out here.
#pragma once

#include "bundles/metadata.hpp"
#include "store/catalogue.hpp"
#include "store/layout.hpp"
#include "store/scrub.hpp"
#include "store/seal.hpp"

namespace nightletter::store {

class SealedBundle {
public:
    [[nodiscard]] BundleRow const& row() const { return row_; }
    // The directory that a swarm engine is told to look in: it holds the bag's directory.
    [[nodiscard]] std::filesystem::path directory() const { return layout_.bundle(row_.id); }
    [[nodiscard]] std::filesystem::path bag() const { return directory() / row_.slug; }
    // The .torrent file, without trackers or web seeds.
    [[nodiscard]] std::filesystem::path torrent_file() const { return layout_.torrent(row_.id); }

private:
    friend class SealedTree;
    SealedBundle(BundleRow row, Layout layout) : row_{std::move(row)}, layout_{std::move(layout)} {}

    BundleRow row_;
    Layout layout_;
};

class SealedTree {
public:
    // The catalogue outlives it.
    SealedTree(Layout layout, Catalogue& catalogue) : layout_{std::move(layout)}, catalogue_{&catalogue} {}

    // Renames the copy into the store, records it, and empties its room in quarantine. A copy of the same bundle that
    // was here, damaged or with fewer tiers, gives way in the same moment. On disk when it returns.
    [[nodiscard]] Expected<SealedBundle, SealFailure> seal(SettledCopy const& copy, bundles::LanguageMap const& titles,
                                                           UtcTime now);

    [[nodiscard]] Expected<std::vector<SealedBundle>, Trouble> all();
    [[nodiscard]] Expected<std::optional<SealedBundle>, Trouble> find(BundleId const& id);
    // In every state.
    [[nodiscard]] Expected<std::vector<BundleRow>, Trouble> rows() { return catalogue_->bundles(); }
    [[nodiscard]] Expected<std::vector<BundleRow>, Trouble> rows_of(PublisherId const& publisher)
    {
        return catalogue_->bundles_of(publisher);
    }
    [[nodiscard]] Expected<std::optional<BundleRow>, Trouble> row(BundleId const& id) { return catalogue_->bundle(id); }

    // Out of service from now on: whatever noticed it, a scrub or the swarm engine.
    [[nodiscard]] Expected<void, Trouble> take_out_of_service(BundleId const& id, BundleState why);

    // For `scrub`, on another thread; nullopt for a bundle that has no row.
    [[nodiscard]] Expected<std::optional<ScrubTask>, Trouble> scrub_task(BundleId const& id);
    // A clean bundle is in service afterwards, a bundle with findings is not. Returns its state.
    [[nodiscard]] Expected<BundleState, Trouble> conclude(ScrubReport const& report, UtcTime now);

    // For `copy_for_healing`, on another thread: what is left of a damaged bundle becomes a copy in quarantine that
    // can be completed from peers, verified and sealed again.
    [[nodiscard]] Expected<std::optional<HealingTask>, Trouble> healing_task(BundleId const& id);

    // The bundle is forgotten first, then deleted with its torrent.
    [[nodiscard]] Expected<void, Trouble> remove(BundleId const& id);

private:
    Layout layout_;
    Catalogue* catalogue_;
};

}  // namespace nightletter::store
