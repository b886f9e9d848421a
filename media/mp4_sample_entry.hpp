// media/mp4_sample_entry.hpp: how one track is coded, with the names that programs leave there.
//
// Kept are the boxes that a decoder needs; the name of the encoder, its maker and colour profiles are overwritten.
#pragma once

#include "media/examination.hpp"
#include "media/mp4_boxes.hpp"

namespace nightletter::media {

// `entry` is one box of an `stsd`. nullopt when all went well; a codec that is not on the list is unsupported.
[[nodiscard]] std::optional<Unreadable> clean_sample_entry(ByteView file, Box const& entry, Examination& examination);

}  // namespace nightletter::media
