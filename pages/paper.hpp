// pages/paper.hpp: the beginning of a page that is made to be printed.
//
// Shared by the card and the sheet of keys: black on white, no script, nothing fetched, no address that would be
// printed or followed.
#pragma once

#include <string_view>

#include "pages/html.hpp"

namespace nightletter::pages {

// Opens html and body, with a head of its own.
void begin_paper(Html& html, std::string_view title);
// Closes both.
[[nodiscard]] Html&& end_paper(Html& html);

}  // namespace nightletter::pages
