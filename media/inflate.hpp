// media/inflate.hpp: compressed bytes from outside, unpacked up to a bound.
//
// Pure functions; they run in the child of confinement.hpp.
#pragma once

#include <optional>

#include "base/bytes.hpp"

namespace nightletter::media {

enum class Wrapper { zlib, none };

// nullopt when the bytes are not well formed, or unpack to more than `most`.
[[nodiscard]] std::optional<Bytes> inflated(ByteView packed, std::uint64_t most, Wrapper wrapper);

}  // namespace nightletter::media
