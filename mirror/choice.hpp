// mirror/choice.hpp: which releases of the publishers it follows a mirror wants.
//
// What an operator decides, against a line of a feed, later against the torrent. It deletes nothing: what is left out
// is not fetched; what is blocked is moreover neither served nor shown.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "bundles/torrent_check.hpp"
#include "trust/feed.hpp"

namespace nightletter::mirror {

struct Block {
    std::string reason;  // for people
    UtcDay since;
};

struct Choice {
    std::set<BundleId> pinned;  // first, whatever the limits below say
    std::map<BundleId, Block> blocked;
    std::map<PublisherId, Block> blocked_publishers;
    std::uint64_t largest = 0;           // bytes of one bundle; 0: any
    std::vector<std::string> languages;  // BCP 47; empty: all
};

enum class LeftOut {
    blocked,
    over_largest,
    other_language,  // it has transcripts, and none in a language of the list
};
[[nodiscard]] std::string_view word(LeftOut reason);

[[nodiscard]] Block const* block_of(Choice const& choice, PublisherId const& publisher, BundleId const& bundle);
// nullopt: it is wanted.
[[nodiscard]] std::optional<LeftOut> left_out(Choice const& choice, PublisherId const& publisher,
                                              trust::Release const& release);
// `fa` stands for `fa-af` too. A bundle without any transcript is wanted in every language.
[[nodiscard]] std::optional<LeftOut> left_out(Choice const& choice, BundleId const& bundle,
                                              bundles::CheckedTorrent const& torrent);

}  // namespace nightletter::mirror
