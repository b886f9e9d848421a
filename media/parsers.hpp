// media/parsers.hpp: one function for each format.
//
// What each keeps and takes away stands at the top of its .cpp. All are bounded: memory in proportion to the file,
// time too, depth by a constant. Pure functions, any thread.
#pragma once

#include "media/examination.hpp"

namespace nightletter::media {

[[nodiscard]] Expected<Examination, Unreadable> examine_jpeg(ByteView file);
[[nodiscard]] Expected<Examination, Unreadable> examine_epub(ByteView file);
[[nodiscard]] Expected<Examination, Unreadable> examine_mp3(ByteView file);
[[nodiscard]] Expected<Examination, Unreadable> examine_mp4(ByteView file);
[[nodiscard]] Expected<Examination, Unreadable> examine_ogg(ByteView file);
[[nodiscard]] Expected<Examination, Unreadable> examine_pdf(ByteView file);
[[nodiscard]] Expected<Examination, Unreadable> examine_png(ByteView file);
[[nodiscard]] Expected<Examination, Unreadable> examine_webm(ByteView file);
[[nodiscard]] Expected<Examination, Unreadable> examine_webp(ByteView file);

}  // namespace nightletter::media
