// bundles/source_text.hpp: pasted text made fit to be read: one kind of line end, composed letters, no controls.
//
// Belongs to the importers, which may mend what a bundle's own parsers refuse. Line numbers stay those of the source.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "bundles/remark.hpp"

namespace nightletter::bundles {

// Lines in NFC, trimmed of every kind of space at both ends. Refuses only what is no UTF-8, or too large.
[[nodiscard]] Expected<std::vector<std::string>, TextFault> read_source_lines(ByteView source);

struct SourceParagraph {
    std::size_t first_line = 0;           // from 1
    std::vector<std::string_view> lines;  // views into the lines that were handed in
};
[[nodiscard]] std::vector<SourceParagraph> source_paragraphs(std::vector<std::string> const& lines);

// Trims spaces of any width, no-break ones, and zero-width ones that join nothing.
[[nodiscard]] std::string_view without_spaces_around(std::string_view text);

// Could be somebody's name, by its letters and its length: at most five words, capitals where the script has them.
[[nodiscard]] bool looks_like_a_name(std::string_view text);

// The name-like text before the first colon of a line; nullopt when there is none.
[[nodiscard]] std::optional<std::string_view> name_like_label(std::string_view line);

}  // namespace nightletter::bundles
