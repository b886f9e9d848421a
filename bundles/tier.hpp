// bundles/tier.hpp: which part of a bundle a small mirror may leave out.
//
// docs/formats.md section 2, "Tiers". The extension decides; tag files are text. A tier is held whole or not at all.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "bundles/path.hpp"

namespace nightletter::bundles {

enum class Tier : std::uint8_t { text, still, audio, video };  // fetched in this order

inline constexpr std::array<Tier, 4> all_tiers{Tier::text, Tier::still, Tier::audio, Tier::video};

[[nodiscard]] std::string_view word(Tier tier);
[[nodiscard]] std::optional<Tier> parse_tier(std::string_view text);

// nullopt for a file under data/ whose extension belongs to no tier. Files outside data/ are text.
[[nodiscard]] std::optional<Tier> tier_of(BundlePath const& path);

class TierSet {
public:
    constexpr TierSet() = default;
    [[nodiscard]] static constexpr TierSet all() { return TierSet{0b1111}; }
    // `last` with every tier before it: text, still for Tier::still.
    [[nodiscard]] static constexpr TierSet up_to(Tier last)
    {
        return TierSet{static_cast<std::uint8_t>((2U << static_cast<unsigned>(last)) - 1U)};
    }

    constexpr void add(Tier tier) { bits_ = static_cast<std::uint8_t>(bits_ | bit(tier)); }
    constexpr void remove(Tier tier) { bits_ = static_cast<std::uint8_t>(bits_ & ~bit(tier)); }
    [[nodiscard]] constexpr bool has(Tier tier) const { return (bits_ & bit(tier)) != 0; }
    [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }
    [[nodiscard]] constexpr TierSet with(TierSet other) const
    {
        return TierSet{static_cast<std::uint8_t>(bits_ | other.bits_)};
    }
    // `text still video`, for catalogues and logs.
    [[nodiscard]] std::string text() const;

    constexpr bool operator==(TierSet const&) const = default;

private:
    constexpr explicit TierSet(std::uint8_t bits) : bits_{bits} {}
    static constexpr std::uint8_t bit(Tier tier)
    {
        return static_cast<std::uint8_t>(1U << static_cast<unsigned>(tier));
    }

    std::uint8_t bits_ = 0;
};

}  // namespace nightletter::bundles
