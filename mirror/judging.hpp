// mirror/judging.hpp: judges one copy in quarantine from beginning to end.
//
// docs/formats.md section 6 F, then the long part of G. Reads and syncs the copy, touches nothing else: any thread. The
// short rest, renaming and recording, is for the store's own thread.
#pragma once

#include <variant>

#include "bundles/metadata.hpp"
#include "mirror/fetch_plan.hpp"
#include "store/quarantine.hpp"
#include "store/seal.hpp"
#include "trust/acceptance.hpp"

namespace nightletter::mirror {

struct Sound {
    store::SettledCopy copy;
    bundles::LanguageMap titles;
};
// The first thing that is wrong, in the word of bundles/ or trust/.
struct Unsound {
    std::string word;
    std::string path;
};
using Judged = std::variant<Sound, Unsound, store::SealFailure>;

// `order.torrent` has passed its check. `held`: what the publisher said, which the bag must agree with.
[[nodiscard]] Judged judge_copy(store::Quarantine const& quarantine, JudgeAndSeal const& task,
                                trust::Acceptance const& held);

}  // namespace nightletter::mirror
