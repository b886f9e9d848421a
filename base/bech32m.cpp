#include "base/bech32m.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace nightletter {
namespace {

constexpr std::string_view alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
constexpr std::uint32_t bech32m_constant = 0x2bc830a3;
constexpr std::size_t checksum_length = 6;
constexpr std::size_t longest = 90;

class Checksum {
public:
    explicit Checksum(std::string_view prefix)
    {
        for (char const c : prefix) feed(static_cast<std::uint8_t>(static_cast<unsigned char>(c) >> 5U));
        feed(0);
        for (char const c : prefix) feed(static_cast<std::uint8_t>(static_cast<unsigned char>(c) & 31U));
    }

    void feed(std::uint8_t group)
    {
        constexpr std::array<std::uint32_t, 5> generator{0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
        auto const top = state_ >> 25U;
        state_ = (state_ & 0x1ffffffU) << 5U ^ group;
        for (std::size_t i = 0; i < generator.size(); ++i) {
            if ((top >> i & 1U) != 0) state_ ^= generator[i];
        }
    }

    [[nodiscard]] std::uint32_t state() const { return state_; }

private:
    std::uint32_t state_ = 1;
};

// Regroups `in` from `from` to `to` bits a group. When widening to bytes the padding must be short and zero.
std::optional<Bytes> regroup(ByteView in, unsigned from, unsigned to)
{
    Bytes out;
    std::uint32_t buffer = 0;
    unsigned bits = 0;
    for (auto const group : in) {
        buffer = (buffer << from | group) & 0xfffffU;
        bits += from;
        while (bits >= to) {
            bits -= to;
            out.push_back(static_cast<std::uint8_t>(buffer >> bits & ((1U << to) - 1U)));
        }
    }
    auto const rest = buffer & ((1U << bits) - 1U);
    if (to == 5) {
        if (bits > 0) out.push_back(static_cast<std::uint8_t>(rest << (to - bits)));
        return out;
    }
    if (bits >= from || rest != 0) return std::nullopt;
    return out;
}

std::optional<std::string> in_lower_case(std::string_view text)
{
    bool upper = false;
    bool lower = false;
    std::string folded;
    for (char const c : text) {
        if (c < 33 || c > 126) return std::nullopt;
        upper = upper || (c >= 'A' && c <= 'Z');
        lower = lower || (c >= 'a' && c <= 'z');
        folded += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    if (upper && lower) return std::nullopt;
    return folded;
}

}  // namespace

std::string bech32m_encode_groups(std::string_view prefix, ByteView groups)
{
    Checksum checksum{prefix};
    std::string text{prefix};
    text += '1';
    for (auto const group : groups) {
        checksum.feed(group);
        text += alphabet[group];
    }
    for (std::size_t i = 0; i < checksum_length; ++i) checksum.feed(0);
    auto const sum = checksum.state() ^ bech32m_constant;
    for (std::size_t i = 0; i < checksum_length; ++i) text += alphabet[sum >> (5 * (checksum_length - 1 - i)) & 31U];
    return text;
}

std::optional<Bech32mGroups> bech32m_decode_groups(std::string_view text)
{
    if (text.size() > longest) return std::nullopt;
    auto const folded = in_lower_case(text);
    if (!folded) return std::nullopt;
    auto const separator = folded->rfind('1');
    if (separator == std::string::npos || separator == 0 || separator + checksum_length + 1 > folded->size()) {
        return std::nullopt;
    }
    Bech32mGroups decoded{folded->substr(0, separator), {}};
    Checksum checksum{decoded.prefix};
    for (char const c : std::string_view{*folded}.substr(separator + 1)) {
        auto const group = alphabet.find(c);
        if (group == std::string_view::npos) return std::nullopt;
        checksum.feed(static_cast<std::uint8_t>(group));
        decoded.groups.push_back(static_cast<std::uint8_t>(group));
    }
    if (checksum.state() != bech32m_constant) return std::nullopt;
    decoded.groups.resize(decoded.groups.size() - checksum_length);
    return decoded;
}

std::string bech32m_encode(std::string_view prefix, ByteView bytes)
{
    return bech32m_encode_groups(prefix, *regroup(bytes, 8, 5));
}

std::optional<Bech32m> bech32m_decode(std::string_view text)
{
    auto decoded = bech32m_decode_groups(text);
    if (!decoded) return std::nullopt;
    auto bytes = regroup(decoded->groups, 5, 8);
    if (!bytes) return std::nullopt;
    return Bech32m{std::move(decoded->prefix), std::move(*bytes)};
}

}  // namespace nightletter
