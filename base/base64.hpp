// base/base64.hpp: the one canonical spelling of base64, RFC 4648 section 4 with padding.
//
// White space, missing padding and padding bits that are not zero are refused: a value has one spelling.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"

namespace nightletter {

[[nodiscard]] std::string base64_encode(ByteView bytes);
[[nodiscard]] std::optional<Bytes> base64_decode(std::string_view text);

}  // namespace nightletter
