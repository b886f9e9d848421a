// signer/mangling.hpp: what happened on its way to a file that people sent to one another.
//
// A person who hears "the checksum is wrong" can do nothing; one who hears "your mail program put > before each line"
// attaches the file instead. Looks at bytes that were refused already and decides nothing. Any thread.
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.hpp"

namespace nightletter::signer {

enum class Mangling {
    empty,             // nothing in the file
    too_large,         // more than any such file has
    something_else,    // nothing of it looks like one
    newer_format,      // a number in its first line that this program does not know
    byte_order_mark,   // an editor marked it as UTF-8
    wide_characters,   // an editor saved it in two bytes a character
    web_page,          // HTML
    quoted_printable,  // =3D and lines that end in =
    line_ends,         // carriage returns
    quoted,            // > before each line
    other_spaces,      // non-breaking spaces
    soft_hyphens,      // or characters of no width
    other_characters,  // beyond ASCII
    trailing_spaces,   // at the end of a line
    indented,          // at the start of a line
    empty_lines,       // between the lines
    pasted_twice,      // a second one after it
    text_before,       // a letter around it
    text_after,
    wrapped,  // long lines broken
    joined,   // lines put together
    cut_off,  // the end is missing
    changed,  // characters differ from what was written
};

struct Mangled {
    Mangling how = Mangling::changed;
    std::size_t line = 0;  // from 1, where it shows; 0 for the file as a whole

    bool operator==(Mangled const&) const = default;
};

// What became of the file, as an ending of "it was refused because …".
[[nodiscard]] std::string sentence(Mangled const& mangled);

// `line` is where reading stopped: the fallback when nothing is typical.
[[nodiscard]] Mangled how_it_was_mangled(ByteView file, std::size_t line);

}  // namespace nightletter::signer
