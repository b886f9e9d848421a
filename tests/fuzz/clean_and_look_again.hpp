// tests/fuzz/clean_and_look_again.hpp: what every parser of media/ promises of any bytes.
//
// A file that can be read is clean after its edits were made, and then has no edit left to make.
#pragma once

#include "media/examination.hpp"

namespace nightletter::test {

inline void clean_and_look_again(media::Format format, ByteView file)
{
    auto const examination = media::examine(format, file);
    auto const edits = examination ? examination->edits() : fail(examination.error());
    if (!edits) return;
    NIGHTLETTER_INSIST(!examination->tags().empty() || edits->empty());
    auto const again = media::examine(format, media::edited(file, *edits));
    NIGHTLETTER_INSIST(again && again->tags().empty());
}

}  // namespace nightletter::test
