// store/view.hpp: the copy of the catalogue that other programs may read.
//
// docs/architecture.md, "The store, seen from outside": `view/<n>.db` is a plain database that nobody writes to any
// more, `view/current` a link to the newest. Nothing unsealed is in the catalogue, so nothing unsealed is in a view;
// what is dark is taken out of it. `publish` opens its own connection: it may run on another thread than the catalogue,
// one call at a time.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "base/clock.hpp"
#include "store/layout.hpp"
#include "store/sqlite.hpp"

namespace nightletter::store {

inline constexpr std::int64_t seconds_between_views = 2;

class View {
public:
    [[nodiscard]] static Expected<View, Trouble> open(Layout const& layout);

    [[nodiscard]] bool is_outdated(std::uint64_t catalogue_changes) const
    {
        return !shown_ || *shown_ != catalogue_changes;
    }
    // True when it is outdated and was published long enough ago.
    [[nodiscard]] bool is_due(std::uint64_t catalogue_changes, UtcTime now) const;
    [[nodiscard]] Expected<void, Trouble> publish(std::uint64_t catalogue_changes, UtcTime now);
    // Every view but the newest. Whoever has one open can read on; who is about to open one has to look again.
    [[nodiscard]] Expected<void, Trouble> remove_earlier() const;

private:
    View(Layout const& layout, std::uint64_t newest);
    // Views with a smaller number, leftovers of views that were never finished.
    [[nodiscard]] std::vector<std::filesystem::path> older_than(std::uint64_t number) const;

    std::filesystem::path catalogue_;
    std::filesystem::path directory_;
    std::uint64_t newest_;  // n of view/<n>.db; 0: none
    std::optional<std::uint64_t> shown_;
    UtcTime published_at_;
};

}  // namespace nightletter::store
