// signer/root_options.hpp: the changes of a root document as a person names them.
//
// On the command line or by answering questions at the terminal; both fill the same fields. A person is named by a file
// of public keys, a folder of keys or a single key.
#pragma once

#include <span>
#include <string>
#include <utility>
#include <vector>

#include "signer/asking_others.hpp"
#include "signer/key_options.hpp"
#include "signer/next_feed.hpp"
#include "signer/next_root.hpp"
#include "signer/past_feeds.hpp"
#include "signer/terminal.hpp"

namespace nightletter::signer {

struct RootOptions {
    KeyOptions keys;
    AskingOptions asking;
    std::vector<std::string> add;
    std::vector<std::string> retire;
    std::vector<std::pair<std::string, std::string>> replace;  // the old, then the new
    std::string announce;
    RootChanges simple;  // thresholds, dates, the end of an epoch: what needs nothing looked up
    std::string floor;   // `<epoch>.<seq>` or `none`
    bool yes = false;
    std::string into;
    std::int64_t fresh_days = ordinary_freshness_days;

    [[nodiscard]] bool names_a_change() const;
};

void add_root_options(CLI::App& app, RootOptions& options);

// Asks what shall change until the person has no more; with the end of an epoch chosen, where it ends.
[[nodiscard]] Expected<void, TerminalFault> ask_for_changes(Terminal const& terminal, OwnPublisher const& own,
                                                            std::span<PastFeed const> past, RootOptions& options);
[[nodiscard]] Expected<void, TerminalFault> ask_for_floor(Terminal const& terminal, std::span<PastFeed const> past,
                                                          RootOptions& options);

// Looks up what was named. `people`: whose folders say which keys belong together.
[[nodiscard]] Expected<RootChanges, Failure> changes_in(RootOptions const& options, OwnPublisher const& own,
                                                        std::span<PastFeed const> past, People const& people);

}  // namespace nightletter::signer
