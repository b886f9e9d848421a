// media/vorbis_comment.hpp: the packet of words that Opus, Vorbis carry before their sound.
//
// An empty one of the same size takes its place, so that nothing behind it moves. Pure functions, any thread.
#pragma once

#include <optional>

#include "media/examination.hpp"

namespace nightletter::media {

// Of a whole packet: "OpusTags…" or "\x03vorbis…". Tells what is in it to `examination`. nullopt for what is no such
// packet, and for one that is empty already.
[[nodiscard]] std::optional<Bytes> emptied_comment(ByteView packet, Examination& examination);

[[nodiscard]] bool is_comment(ByteView packet);

}  // namespace nightletter::media
