// config/decisions.hpp: what an operator decided by command, in a file of the daemon's own.
//
// The same keys in the same words as the configuration, so that either can be copied into the other; nightletterctl
// changes one thing at a time through the daemon. Not rebuildable: the file is replaced as a whole, with the one before
// beside it. Any thread, one at a time for one folder.
#pragma once

#include <optional>
#include <string>

#include "config/read.hpp"

namespace nightletter::config {

inline constexpr std::size_t most_decided = 10'000;  // publishers, peers, pins, blocks each

struct Decisions {
    std::optional<Role> role;
    std::optional<Address> proxy;  // if and only if hidden
    std::vector<PublisherId> publishers;
    std::vector<Address> peers;
    std::vector<BundleId> pins;
    std::vector<Block> blocks;
    // What was wrong with the newest file, when these are those before; the decision after them is lost.
    std::optional<Fault> damaged{};
};

// `nightletterd` in force: the files, with what was decided by command. What a file says of the role stands.
[[nodiscard]] Config with(Config files, Decisions const& decisions);

[[nodiscard]] std::string text_of(Decisions const& decisions);
[[nodiscard]] Expected<Decisions, Fault> read_decisions(std::string_view text);

// `decisions.toml` of that folder, or the one before when it cannot be read; none when there is neither.
[[nodiscard]] Expected<Decisions, Fault> load_decisions(std::filesystem::path const& folder);
// Durably; whoever is interrupted finds the old or the new.
[[nodiscard]] Expected<void, Trouble> keep_decisions(std::filesystem::path const& folder, Decisions const& decisions);

}  // namespace nightletter::config
