// mirror/spending.hpp: how much of a month's traffic may still be spent, in three words.
//
// Documents travel in every state: they are small and matter most.
#pragma once

#include <cstdint>
#include <string_view>

namespace nightletter::mirror {

enum class Spending {
    within_budget,
    text_only,  // from nine tenths on: of bundles only the text tier is fetched and given
    spent,      // no bundle is fetched or given, until the next month
};

[[nodiscard]] constexpr std::string_view word(Spending spending)
{
    switch (spending) {
        case Spending::within_budget:
            return "within-budget";
        case Spending::text_only:
            return "text-only";
        case Spending::spent:
            break;
    }
    return "spent";
}

// `budget` in bytes of a month; 0: none.
[[nodiscard]] constexpr Spending spending(std::uint64_t used, std::uint64_t budget)
{
    if (budget == 0) return Spending::within_budget;
    if (used >= budget) return Spending::spent;
    return used >= budget - budget / 10 ? Spending::text_only : Spending::within_budget;
}

}  // namespace nightletter::mirror
