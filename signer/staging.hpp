// signer/staging.hpp: a set of files that changes from its old state to its new one as a whole.
//
// The new files are written and synced below `<place>/.nightletter-signing`, on the same file system as where they go.
// `decide` renames that directory to `.nightletter-signed`: before it the old state stands, after it the new one is
// certain, because whoever comes next moves the rest into place with `finish`. Paths are relative, made of ASCII
// without spaces. The caller holds the lock of the place.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "base/durable_file.hpp"

namespace nightletter::signer {

// `late` files are taken away before anything else is replaced and put in place last, so that a directory caught
// half-way has no signature rather than a wrong one. `never` is for what the new state does not have.
enum class Turn { early, late, never };

class Staging {
public:
    // Clears away an undecided one that an interruption left.
    [[nodiscard]] static Expected<Staging, Trouble> begin(std::filesystem::path place);
    Staging(Staging&& other) noexcept : place_{std::exchange(other.place_, {})}, plan_{std::move(other.plan_)} {}
    Staging& operator=(Staging&&) = delete;
    // Undecided, it leaves nothing behind.
    ~Staging();

    [[nodiscard]] Expected<void, Trouble> add(std::filesystem::path const& relative, ByteView contents,
                                              Turn turn = Turn::early, Visibility visibility = Visibility::everybody);
    // The new state has no such file.
    void leave_out(std::filesystem::path const& relative);
    // `label`: one word by which whoever comes next knows what the change is.
    [[nodiscard]] Expected<void, Trouble> decide(std::string_view label = "-");

private:
    explicit Staging(std::filesystem::path place) : place_{std::move(place)} {}

    std::filesystem::path place_;  // empty once decided
    std::string plan_;
};

// The label of the decided change that still waits at `place`, or nullopt.
[[nodiscard]] std::optional<std::string> decided_change(std::filesystem::path const& place);
// Moves what is left of a decided change into place and forgets it. Nothing to do is success.
[[nodiscard]] Expected<void, Trouble> finish(std::filesystem::path const& place);
// Forgets a decided change that must not happen: nothing of it has been moved.
[[nodiscard]] Expected<void, Trouble> forget(std::filesystem::path const& place);

// Makes the directory and its parents, each synced into its own parent.
[[nodiscard]] Expected<void, Trouble> make_directories(std::filesystem::path const& directory);

}  // namespace nightletter::signer
