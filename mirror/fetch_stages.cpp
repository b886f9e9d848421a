#include "mirror/fetch_stages.hpp"

#include "bundles/bag.hpp"

namespace nightletter::mirror {
namespace {

std::size_t stage_of(bundles::BundlePath const& path, bundles::Tier tier)
{
    bool const says_what_it_is = !path.is_payload() || path.text() == bundles::name::metadata;
    return says_what_it_is ? 0 : 1 + static_cast<std::size_t>(tier);
}

}  // namespace

std::vector<std::vector<std::string>> fetch_stages(bundles::CheckedTorrent const& torrent, bundles::TierSet tiers)
{
    std::vector<std::vector<std::string>> stages(1 + bundles::all_tiers.size());
    for (auto const& file : torrent.files()) {
        auto const tier = bundles::tier_of(file.path).value_or(bundles::Tier::video);
        if (tiers.has(tier)) stages[stage_of(file.path, tier)].push_back(file.path.text());
    }
    std::erase_if(stages, [](auto const& stage) { return stage.empty(); });
    return stages;
}

}  // namespace nightletter::mirror
