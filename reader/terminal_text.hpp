// reader/terminal_text.hpp: an interview as lines for a terminal.
//
// Knows no file and judges nothing: it is given content that was verified. No control character of a publisher's gets
// through, whatever the parsers let pass. Right-to-left languages are aligned to the right; which way letters run
// inside a line is the terminal's to do. Pure functions, any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "bundles/content.hpp"

namespace nightletter::reader {

enum class Layout {
    page,   // wrapped, names above their words
    plain,  // one line a paragraph, for copying into something else
};

struct Page {
    std::size_t width = 80;  // columns
    Layout layout = Layout::page;
};

// Title, date, people, text, rights, in `language`, which is one of the content's.
[[nodiscard]] std::string terminal_text(bundles::Content const& content, std::string_view language, Page const& page);

// Columns that a text takes: none for marks and invisible signs, two for wide letters.
[[nodiscard]] std::size_t columns_of(std::string_view text);

// Broken where the language's rules allow it, also where no spaces are written; a longer word stands alone.
[[nodiscard]] std::vector<std::string> wrapped(std::string_view text, std::size_t width, std::string_view language);

// Control characters become U+FFFD, tabs a space; line breaks stay.
[[nodiscard]] std::string safe_for_terminal(std::string_view text);

}  // namespace nightletter::reader
