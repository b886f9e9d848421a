// store/states.hpp: what the store can say about a bundle it has a row for.
//
// Only `sealed` bundles are served, seeded or shown. A bundle that is still arriving has no state here: it is a
// directory in quarantine and no row anywhere.
#pragma once

#include <optional>
#include <string_view>

namespace nightletter::store {

enum class BundleState {
    sealed,   // complete for its tiers, every file as it was when verified
    damaged,  // a sealed file changed; out of service until a verified copy takes its place
    missing,  // the catalogue remembers it, the directory is gone
    dark,     // kept, for now, and shown to nobody: withdrawn, hidden, disowned or blocked
};

[[nodiscard]] std::string_view word(BundleState state);
[[nodiscard]] std::optional<BundleState> parse_bundle_state(std::string_view text);

}  // namespace nightletter::store
