// reader/pager.hpp: shows a long text a screen at a time.
//
// Our own, because no program of this house starts another. Off when standard output or input is no terminal: the text
// is then simply written.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace nightletter::reader {

struct Screen {
    std::size_t width = 80;   // columns
    std::size_t height = 24;  // lines
};

// Of the terminal on standard output; 80 by 24 where there is none.
[[nodiscard]] Screen screen();

// Writes `text` to standard output, waiting for a key after each screen: space or enter for more, q to end.
void show_paged(std::string_view text);

// Where the next screen of `height` lines ends in `text` from `from` on; one line is left for the prompt.
[[nodiscard]] std::size_t end_of_screen(std::string_view text, std::size_t from, std::size_t height);

}  // namespace nightletter::reader
