// pages/transcript_body.hpp: one transcript as the main part of a page.
//
// Belongs to transcript_page.hpp. Every turn or cue is an anchor: plain ("t3", a cue's id) in the page's first
// transcript, with the language before it ("fa.t3") in the others.
#pragma once

#include <string_view>

#include "bundles/content.hpp"
#include "pages/html.hpp"

namespace nightletter::pages {

enum class Place { first, later };

// Headings are in the transcript's language where we speak it.
void write_transcript(Html& html, bundles::Content const& content, std::string_view language, Place place);

// "rtl" or "ltr"
[[nodiscard]] std::string_view dir_of(std::string_view language);

}  // namespace nightletter::pages
