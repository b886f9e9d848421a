// reader/link.hpp: the link by which a person passes on what to read.
//
// docs/formats.md section 1. Hints are unsigned: places to ask, never a reason to believe. Pure functions, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/names.hpp"

namespace nightletter::reader {

struct Link {
    PublisherId publisher;
    std::optional<BundleId> bundle;
    std::vector<std::string> mirrors;  // `m=`: https addresses
    std::vector<std::string> peers;    // `x=`: host:port

    // In lower case; hints percent-encoded.
    [[nodiscard]] std::string text() const;
    // In capitals when there are no hints, which a QR code packs denser; as it is otherwise.
    [[nodiscard]] std::string qr_text() const;
    bool operator==(Link const&) const = default;
};

inline constexpr std::size_t longest_link = 2000;  // bytes, as it came and as it is written
inline constexpr std::size_t most_hints = 16;

// `nightletter:nlp1…[/nlb1…][?m=…&x=…]`, the part before `?` in lower case or in capitals. Unknown hints, broken
// percent-encoding and hints that could not be an address are refused.
[[nodiscard]] std::optional<Link> parse_link(std::string_view text);

}  // namespace nightletter::reader
