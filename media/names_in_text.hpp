// media/names_in_text.hpp: what an XML or text block tells, by the names of its fields.
//
// No XML is understood here: the words that look like field names are enough to say which kinds are in it.
#pragma once

#include <set>
#include <string_view>

#include "media/tag.hpp"

namespace nightletter::media {

// Of every `prefix:Name` in an XMP packet, but not of its frame; {other} when no name says more.
[[nodiscard]] std::set<Kind> kinds_in_xmp(std::string_view packet);

}  // namespace nightletter::media
