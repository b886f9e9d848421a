// packs/receipt.hpp: the small file by which a receiver says what need not be carried again.
//
// docs/formats.md 5.7. Hashes and tiers, no name, no time; whoever reads it learns what somebody holds, so it is
// written only when a person asks for it. It is believed by nobody: the worst a false one does is a pack with too much
// or too little in it. Pure functions, any thread.
#pragma once

#include <map>
#include <string>

#include "base/bytes.hpp"
#include "base/names.hpp"
#include "base/result.hpp"
#include "bundles/tier.hpp"

namespace nightletter::packs {

inline constexpr std::size_t largest_receipt = 8U << 20U;  // bytes

struct Receipt {
    std::map<BundleId, bundles::TierSet> held;

    // What is wrong with it, in words for a person.
    [[nodiscard]] static Expected<Receipt, std::string> parse(ByteView file);
    [[nodiscard]] std::string text() const;
    // Everything of a bundle in these tiers is held.
    [[nodiscard]] bool covers(BundleId const& bundle, bundles::TierSet tiers) const;
};

}  // namespace nightletter::packs
