// media/octets_at.hpp: reading at a place in a file that somebody else wrote.
//
// Every question is bounded: what lies beyond the end is zero, no match or nothing. Callers that care ask `has` first.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/bytes.hpp"

namespace nightletter::media {

[[nodiscard]] inline bool has(ByteView bytes, std::uint64_t at, std::uint64_t size)
{
    return at <= bytes.size() && size <= bytes.size() - at;
}

[[nodiscard]] inline ByteView part(ByteView bytes, std::uint64_t at, std::uint64_t size)
{
    return has(bytes, at, size) ? bytes.subspan(at, size) : ByteView{};
}

// From `at` to the end.
[[nodiscard]] inline ByteView rest(ByteView bytes, std::uint64_t at)
{
    return at <= bytes.size() ? bytes.subspan(at) : ByteView{};
}

[[nodiscard]] inline bool matches(ByteView bytes, std::uint64_t at, std::string_view text)
{
    return has(bytes, at, text.size()) && as_text(bytes.subspan(at, text.size())) == text;
}

[[nodiscard]] inline std::uint64_t big_endian(ByteView bytes, std::uint64_t at, unsigned width)
{
    std::uint64_t number = 0;
    for (auto const octet : part(bytes, at, width)) number = number << 8U | octet;
    return number;
}

[[nodiscard]] inline std::uint64_t little_endian(ByteView bytes, std::uint64_t at, unsigned width)
{
    std::uint64_t number = 0;
    auto const octets = part(bytes, at, width);
    for (auto octet = octets.rbegin(); octet != octets.rend(); ++octet) number = number << 8U | *octet;
    return number;
}

[[nodiscard]] inline bool is_all_zeros(ByteView bytes)
{
    for (auto const octet : bytes) {
        if (octet != 0) return false;
    }
    return true;
}

inline void append(Bytes& to, ByteView bytes)
{
    to.insert(to.end(), bytes.begin(), bytes.end());
}

inline void append_big_endian(Bytes& to, std::uint64_t number, unsigned width)
{
    for (unsigned left = width; left > 0; --left) to.push_back(static_cast<std::uint8_t>(number >> (8U * (left - 1))));
}

inline void append_little_endian(Bytes& to, std::uint64_t number, unsigned width)
{
    for (unsigned i = 0; i < width; ++i) to.push_back(static_cast<std::uint8_t>(number >> (8U * i)));
}

}  // namespace nightletter::media
