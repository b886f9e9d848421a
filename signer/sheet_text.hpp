// signer/sheet_text.hpp: a sheet of keys in the words that people type, or as the text of a code.
//
// docs/formats.md 8.5 and 8.6: numbered lines of twelve words, or the text of a QR code. Reading names the line with
// the place of whatever is wrong and repairs nothing. It knows no passphrase; what it handles is locked.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "pages/word_line.hpp"

namespace nightletter::signer {

inline constexpr std::size_t largest_sheet_text = 64 * 1024;  // bytes: a whole page may be handed in

enum class SheetFault {
    not_a_sheet,       // neither words nor the text of a code
    not_twelve_words,  // in a line
    not_on_the_list,
    one_wrong,
    several_wrong,  // in one line
    other_line,     // sound, but it belongs elsewhere
    lines_missing,  // or too many of them
    spoiled,        // the parts are sound, together they are no sheet
};

[[nodiscard]] std::string_view word(SheetFault fault);

struct Misread {
    SheetFault fault;
    std::size_t line = 0;  // from 1; 0 where no line is meant
    std::size_t place =
        0;  // of the word in its line, from 1; of the line, where it belongs elsewhere; or how many there are
    std::string typed;  // the word that stands there
    std::string meant;  // a word that may have been meant; empty when none is near
};

[[nodiscard]] std::vector<pages::WordLine> lines_of(ByteView sheet);
[[nodiscard]] std::string qr_text_of(ByteView sheet);

// One line as somebody typed it, with or without its number.
[[nodiscard]] Expected<pages::WordLine, Misread> read_sheet_line(std::string_view text, std::size_t line);
// How many lines there are, by the first of them; nullopt when that begins no sheet.
[[nodiscard]] std::optional<std::size_t> count_of_lines(pages::WordLine const& first);
[[nodiscard]] Expected<Bytes, Misread> sheet_of(std::vector<pages::WordLine> const& lines);

// All lines one below the other, or any text in which the text of the code stands, as in a saved page.
[[nodiscard]] Expected<Bytes, Misread> read_sheet(std::string_view text);

}  // namespace nightletter::signer
