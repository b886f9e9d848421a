#include "bundles/tier.hpp"

namespace nightletter::bundles {
namespace {

struct Extension {
    std::string_view name;
    Tier tier;
};

constexpr std::array<Extension, 15> extensions{{
    {"txt", Tier::text},
    {"vtt", Tier::text},
    {"json", Tier::text},
    {"csv", Tier::text},
    {"jpg", Tier::still},
    {"png", Tier::still},
    {"webp", Tier::still},
    {"pdf", Tier::still},
    {"epub", Tier::still},
    {"opus", Tier::audio},
    {"ogg", Tier::audio},
    {"mp3", Tier::audio},
    {"m4a", Tier::audio},
    {"mp4", Tier::video},
    {"webm", Tier::video},
}};

}  // namespace

std::string_view word(Tier tier)
{
    switch (tier) {
        case Tier::text:
            return "text";
        case Tier::still:
            return "still";
        case Tier::audio:
            return "audio";
        case Tier::video:
            return "video";
    }
    return "unknown";
}

std::optional<Tier> parse_tier(std::string_view text)
{
    for (auto const tier : all_tiers) {
        if (word(tier) == text) return tier;
    }
    return std::nullopt;
}

std::optional<Tier> tier_of(BundlePath const& path)
{
    if (!path.is_payload()) return Tier::text;
    for (auto const& extension : extensions) {
        if (extension.name == path.extension()) return extension.tier;
    }
    return std::nullopt;
}

std::string TierSet::text() const
{
    std::string joined;
    for (auto const tier : all_tiers) {
        if (!has(tier)) continue;
        if (!joined.empty()) joined += ' ';
        joined += word(tier);
    }
    return joined;
}

}  // namespace nightletter::bundles
