// web/content_range.hpp: reads the header in which a server says which bytes it sends.
//
// RFC 9110, 14.4: `bytes 0-99/1234`, nothing else: no unit but bytes, no unknown length. Pure functions, any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace nightletter::web {

struct ContentRange {
    std::uint64_t first = 0;
    std::uint64_t last = 0;   // >= first
    std::uint64_t total = 0;  // > last
    auto operator<=>(ContentRange const&) const = default;
};

// The value alone, without the header's name; spaces around it are allowed.
[[nodiscard]] std::optional<ContentRange> parse_content_range(std::string_view value);

}  // namespace nightletter::web
