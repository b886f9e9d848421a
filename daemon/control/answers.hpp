// daemon/control/answers.hpp: how things stand, in the forms that programs read.
//
// docs/control.md: JSON, and the text of metrics. Values in, text out; the schema of each object is named in it. Pure,
// any thread.
#pragma once

#include <string>

#include "daemon/control/operations.hpp"
#include "store/rows.hpp"

namespace nightletter::daemon::control {

// What is sealed, as the newest view of the store shows it, with the disk under it.
struct Shelf {
    std::vector<store::PublisherRow> publishers;
    std::vector<store::BundleRow> bundles;
    std::uint64_t free_bytes = 0;
};
// Reads the disk; not on the loop's thread. A store that was never shown has an empty shelf.
[[nodiscard]] Shelf read_shelf(std::filesystem::path const& store);

// Everything an answer is made of, copied, so that it can be made anywhere.
struct Picture {
    config::Config config;
    bool is_role_decided = false;
    Standing standing;
    MirrorState state = MirrorState::closed;
    UtcTime now;
};
[[nodiscard]] Picture picture_of(Operations& operations);

[[nodiscard]] std::string status_json(Picture const& picture, Shelf const& shelf);
[[nodiscard]] std::string publishers_json(Picture const& picture, Shelf const& shelf);
[[nodiscard]] std::string bundles_json(Picture const& picture, Shelf const& shelf);
// nullopt: neither held nor on its way nor decided about.
[[nodiscard]] std::optional<std::string> bundle_json(Picture const& picture, Shelf const& shelf, BundleId const& id);
[[nodiscard]] std::string policy_json(Picture const& picture);
// In the text format of Prometheus; the number of series does not depend on what is kept.
[[nodiscard]] std::string metrics_text(Picture const& picture, Shelf const& shelf);
// One line for one who follows events.
[[nodiscard]] std::string event_json(Entry const& entry, UtcTime now);

}  // namespace nightletter::daemon::control
