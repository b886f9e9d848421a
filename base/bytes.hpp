// base/bytes.hpp: names for runs of bytes.
//
// What arrives from outside is a ByteView until something parses it; text in this tree is UTF-8 in std::string.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nightletter {

using ByteView = std::span<std::uint8_t const>;
using Bytes = std::vector<std::uint8_t>;

[[nodiscard]] inline ByteView as_bytes(std::string_view text)
{
    return {reinterpret_cast<std::uint8_t const*>(text.data()), text.size()};
}

[[nodiscard]] inline std::string_view as_text(ByteView bytes)
{
    return {reinterpret_cast<char const*>(bytes.data()), bytes.size()};
}

[[nodiscard]] inline Bytes copy_of(ByteView bytes)
{
    return Bytes(bytes.begin(), bytes.end());
}

}  // namespace nightletter
