// base/octets.hpp: fixed numbers of bytes that cannot be mistaken for one another.
//
// A value has no arithmetic, converts to nothing, and is ordered bytewise. The tag keeps a PublicKey from being
// passed for a BundleId. Hex is lower case everywhere; other spellings are not read.
#pragma once

#include <algorithm>
#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"

namespace nightletter {

[[nodiscard]] std::string to_hex(ByteView bytes);
// Exactly 2·out.size() lower-case hex digits, or false and `out` untouched.
[[nodiscard]] bool from_hex(std::string_view text, std::span<std::uint8_t> out);

template <class Tag, std::size_t N>
class Octets {
public:
    static constexpr std::size_t size = N;

    constexpr Octets() = default;  // all zeros
    constexpr explicit Octets(std::array<std::uint8_t, N> const& bytes) : bytes_{bytes} {}

    // nullopt when `bytes` has another length than N.
    [[nodiscard]] static std::optional<Octets> from(ByteView bytes)
    {
        if (bytes.size() != N) return std::nullopt;
        Octets made;
        std::copy(bytes.begin(), bytes.end(), made.bytes_.begin());
        return made;
    }

    [[nodiscard]] static std::optional<Octets> from_hex(std::string_view text)
    {
        Octets made;
        if (!nightletter::from_hex(text, made.bytes_)) return std::nullopt;
        return made;
    }

    [[nodiscard]] constexpr ByteView bytes() const { return bytes_; }
    [[nodiscard]] constexpr std::uint8_t const* data() const { return bytes_.data(); }
    [[nodiscard]] std::string hex() const { return to_hex(bytes_); }
    // For people and logs: the first and last two bytes.
    [[nodiscard]] std::string brief() const
    {
        auto const full = hex();
        return full.size() <= 12 ? full : full.substr(0, 4) + ".." + full.substr(full.size() - 4);
    }
    [[nodiscard]] constexpr bool is_zero() const { return *this == Octets{}; }

    constexpr auto operator<=>(Octets const&) const = default;

private:
    std::array<std::uint8_t, N> bytes_{};
};

}  // namespace nightletter

template <class Tag, std::size_t N>
struct std::hash<nightletter::Octets<Tag, N>> {
    std::size_t operator()(nightletter::Octets<Tag, N> const& value) const noexcept
    {
        auto const bytes = value.bytes();
        return std::hash<std::string_view>{}({reinterpret_cast<char const*>(bytes.data()), bytes.size()});
    }
};
