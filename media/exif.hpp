// media/exif.hpp: an Exif block, read only as far as needed to say what it tells.
//
// Of all its fields one changes what people see: which way up the picture is. That one is kept, in a block of our own
// with nothing else. Pure functions, any thread.
#pragma once

#include <set>

#include "media/tag.hpp"

namespace nightletter::media {

struct Exif {
    std::set<Kind> kinds;           // what it tells; a block that cannot be followed is `other`
    std::uint16_t orientation = 1;  // 1 to 8; 1 is upright
};

// `tiff` begins with "II*\0" or "MM\0*".
[[nodiscard]] Exif read_exif(ByteView tiff);

// A block with that orientation and nothing else: 26 bytes.
[[nodiscard]] Bytes plain_exif(std::uint16_t orientation);

}  // namespace nightletter::media
