#include "bundles/presence.hpp"

#include <algorithm>
#include <array>

namespace nightletter::bundles {
namespace {

class PresenceJudge {
public:
    PresenceJudge(Manifest const& listed, Listing const& listing, NotVerified& wrong)
        : listed_{listed}, listing_{listing}, wrong_{wrong}
    {
    }

    Presence judge(std::uint64_t largest_bundle)
    {
        std::array<PerTier, all_tiers.size()> tiers;
        for (auto const& line : listed_.lines()) {
            auto const tier = tier_of(line.path);
            NIGHTLETTER_INSIST(tier.has_value());  // a manifest lists nothing else
            auto& one = tiers[static_cast<std::size_t>(*tier)];
            if (is_there(line.path)) {
                one.is_held = true;
            } else {
                one.absent.push_back(line.path);
            }
        }
        for (auto const tier : all_tiers) judge_tier(tier, tiers[static_cast<std::size_t>(tier)]);
        name_the_unlisted();
        for (auto const& line : listed_.lines()) take(line, largest_bundle);
        std::uint64_t total = 0;
        for (auto const& file : listing_.files) total += file.size;
        if (total > largest_bundle) {
            wrong_.add(Refusal::too_large, "",
                       "the files together are over " + std::to_string(largest_bundle) + " bytes");
        }
        return std::move(presence_);
    }

private:
    [[nodiscard]] bool is_there(BundlePath const& path) const
    {
        return listing_.find(path) != nullptr || listing_.has_misfit(path.text());
    }

    struct PerTier {
        bool is_held = false;
        std::vector<BundlePath> absent;
    };

    void judge_tier(Tier tier, PerTier const& found)
    {
        if (found.absent.empty()) {
            presence_.tiers.add(tier);
            return;
        }
        // There is no bundle without its text.
        if (!found.is_held && tier != Tier::text) {
            presence_.absent.insert(presence_.absent.end(), found.absent.begin(), found.absent.end());
            return;
        }
        auto const refusal = tier == Tier::text ? Refusal::missing_file : Refusal::tier_with_a_hole;
        for (auto const& path : found.absent) wrong_.add(refusal, path.text(), tier_detail(tier));
    }

    static std::string tier_detail(Tier tier)
    {
        return tier == Tier::text ? "" : "other files of the tier " + std::string{word(tier)} + " are there";
    }

    void name_the_unlisted()
    {
        for (auto const& file : listing_.files) {
            if (file.path.is_payload() && !listed_.digest_of(file.path)) {
                wrong_.add(Refusal::unlisted_file, file.path.text());
            }
        }
        for (auto const& directory : listing_.directories) {
            if (!listing_.has_below(directory) && !holds_an_absent_file(directory)) {
                wrong_.add(Refusal::unlisted_file, directory, "an empty directory");
            }
        }
    }

    [[nodiscard]] bool holds_an_absent_file(std::string_view directory) const
    {
        return std::any_of(presence_.absent.begin(), presence_.absent.end(),
                           [&](BundlePath const& path) { return path.is_under(directory); });
    }

    void take(ManifestLine const& line, std::uint64_t largest_bundle)
    {
        auto const* const file = listing_.find(line.path);
        if (file == nullptr) return;
        auto const most = size_limit(line.path).value_or(largest_bundle);
        if (file->size > most) {
            wrong_.add(Refusal::too_large, line.path.text(), "over " + std::to_string(most) + " bytes");
        } else {
            presence_.held.push_back(line);
        }
    }

    Manifest const& listed_;
    Listing const& listing_;
    NotVerified& wrong_;
    Presence presence_;
};

}  // namespace

Presence judge_presence(Manifest const& listed, Listing const& listing, std::uint64_t largest_bundle,
                        NotVerified& wrong)
{
    return PresenceJudge{listed, listing, wrong}.judge(largest_bundle);
}

}  // namespace nightletter::bundles
