// reader/import_outcome.hpp: what became of the things in a pack, for a person.
//
// Sound, held already, refused, left out: each is counted, each refusal has its word. Decides the exit code.
#pragma once

#include <set>
#include <vector>

#include "base/command_line.hpp"
#include "mirror/intake.hpp"

namespace nightletter::reader {

// One that cannot be read, or a tar that no honest program writes.
inline constexpr std::string_view unreadable = "unreadable";
struct RefusedPack {
    std::string pack;
    std::string word;
    std::string why;  // of one that is unreadable: in the words of the system; else which entry, or empty
};

struct ImportOutcome {
    std::set<PublisherId> adopted;
    std::set<PublisherId> unknown_publishers;  // nobody one follows or named
    std::vector<mirror::LedgerRefusal> documents_refused;
    std::vector<mirror::IntakeResult> bundles;
    std::size_t things_seen = 0;
    std::vector<RefusedPack> packs_refused;
    std::vector<BundleId> not_here;  // named by the adopted feeds, and neither in the packs nor in the library
    std::set<std::string> peers;     // where more may be asked for, in the words of whoever made the packs
    bool is_unfinished = false;      // a pack whose writing was interrupted
    bool is_cut_short = false;       // a tar without its end

    [[nodiscard]] std::size_t count(mirror::Intaken what) const;
    // Sound bytes of which some did not come along: a torn copy, a full disk.
    [[nodiscard]] bool is_incomplete() const;
    [[nodiscard]] bool has_unreadable() const;
    // Something is not as it was signed, or no honest program writes it.
    [[nodiscard]] bool has_forged() const;
    [[nodiscard]] ExitCode exit() const;
};

// Whether that word says that a file is absent or unreadable, and nothing worse.
[[nodiscard]] bool says_incomplete(std::string_view word);

// Prints counts, verdicts with their words; returns the exit code.
ExitCode say(ImportOutcome const& outcome, mirror::Intake const& intake);

}  // namespace nightletter::reader
