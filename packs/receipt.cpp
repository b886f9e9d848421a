#include "packs/receipt.hpp"

#include <algorithm>
#include <span>

#include "base/line_document.hpp"

namespace nightletter::packs {
namespace {

constexpr std::string_view first_line = "nightletter receipt 1";

std::string not_one(Line const& line)
{
    return "line " + std::to_string(line.number()) + " is not `held`, a bundle, its tiers";
}

}  // namespace

Expected<Receipt, std::string> Receipt::parse(ByteView file)
{
    if (file.size() > largest_receipt) return fail(std::string{"it is too large"});
    auto const lines = read_lines(file);
    if (!lines) return fail("line " + std::to_string(lines.error().line) + ": " + lines.error().what);
    if (lines->empty() || lines->front().text() != first_line) return fail(std::string{"it is no receipt"});
    Receipt receipt;
    for (auto const& line : std::span{*lines}.subspan(1)) {
        auto const& fields = line.fields();
        if (fields.size() < 3 || line.word() != "held") return fail(not_one(line));
        auto const bundle = BundleId::from_hex(fields[1]);
        if (!bundle) return fail(not_one(line));
        bundles::TierSet tiers;
        for (auto const& field : std::span{fields}.subspan(2)) {
            auto const tier = bundles::parse_tier(field);
            if (!tier) return fail(not_one(line));
            tiers.add(*tier);
        }
        receipt.held[*bundle] = tiers;
    }
    // One spelling: ascending, each bundle once, tiers in their order.
    if (receipt.text() != as_text(file)) return fail(std::string{"its lines are not in the one order they have"});
    return receipt;
}

std::string Receipt::text() const
{
    auto text = std::string{first_line} + '\n';
    for (auto const& [bundle, tiers] : held) text += "held " + bundle.hex() + ' ' + tiers.text() + '\n';
    return text + "end\n";
}

bool Receipt::covers(BundleId const& bundle, bundles::TierSet tiers) const
{
    auto const found = held.find(bundle);
    if (found == held.end()) return false;
    return std::ranges::all_of(bundles::all_tiers,
                               [&](bundles::Tier tier) { return !tiers.has(tier) || found->second.has(tier); });
}

}  // namespace nightletter::packs
