// base/bech32m.hpp: the checksummed spelling of ids that people copy by hand (BIP-350).
//
// Only bech32m is read or written; plain bech32 has another checksum and is refused. At most 90 characters, upper or
// lower case but not both. `bech32m_decode` turns the 5-bit groups back into bytes and refuses padding that is not
// zero.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"

namespace nightletter {

struct Bech32m {
    std::string prefix;  // in lower case
    Bytes bytes;
};

[[nodiscard]] std::string bech32m_encode(std::string_view prefix, ByteView bytes);
[[nodiscard]] std::optional<Bech32m> bech32m_decode(std::string_view text);

// The form of BIP-350's own vectors: prefix and 5-bit groups, not regrouped into bytes.
struct Bech32mGroups {
    std::string prefix;
    Bytes groups;  // each below 32
};
[[nodiscard]] std::optional<Bech32mGroups> bech32m_decode_groups(std::string_view text);
[[nodiscard]] std::string bech32m_encode_groups(std::string_view prefix, ByteView groups);

}  // namespace nightletter
