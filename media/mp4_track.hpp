// media/mp4_track.hpp: where in a file the samples of one track lie.
//
// Asked for tracks that are taken away: a telephone's record of where it was, second by second. Pure functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "media/mp4_boxes.hpp"

namespace nightletter::media {

struct Samples {
    std::uint64_t at = 0;
    std::uint64_t size = 0;
};

// `trak` is the box. "vide", "soun", …; empty when it does not say.
[[nodiscard]] std::string_view kind_of_track(ByteView file, Box const& trak);

// One run for each chunk, all within the file; nullopt when its tables do not fit together.
[[nodiscard]] std::optional<std::vector<Samples>> samples_of_track(ByteView file, Box const& trak);

}  // namespace nightletter::media
