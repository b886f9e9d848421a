// store/view_reader.hpp: reads the newest view of a store, for programs that do not own it.
//
// Works on a read-only mount and while the daemon writes. One reader sees one moment; open another to see a later one.
// Each reader is used by one thread at a time.
#pragma once

#include "store/rows.hpp"

namespace nightletter::store {

class ViewReader {
public:
    // `root` is the store's directory. Trouble with ENOENT when no view was published yet.
    [[nodiscard]] static Expected<ViewReader, Trouble> open(std::filesystem::path const& root);

    // Which view this is: another number means that something changed.
    [[nodiscard]] std::uint64_t number() const { return number_; }
    [[nodiscard]] Expected<std::vector<PublisherRow>, Trouble> publishers();
    // In every state; only `sealed` ones may be shown as held.
    [[nodiscard]] Expected<std::vector<BundleRow>, Trouble> bundles();
    [[nodiscard]] Expected<std::optional<BundleRow>, Trouble> bundle(BundleId const& id);
    [[nodiscard]] Expected<std::vector<SealedFile>, Trouble> files(BundleId const& id);
    // Where a sealed bundle's bag lies.
    [[nodiscard]] std::filesystem::path bag(BundleRow const& bundle) const;

private:
    ViewReader(Database database, std::filesystem::path root, std::uint64_t number);

    Database database_;
    std::filesystem::path root_;
    std::uint64_t number_;
};

}  // namespace nightletter::store
