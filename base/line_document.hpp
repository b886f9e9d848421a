// base/line_document.hpp: the line text under every signature of ours, read strictly.
//
// docs/formats.md section 3, "Line text". A document that breaks the frame is one LineFault with its line number; what
// the lines mean is for the caller. Fields are views into the buffer that was handed in, which must outlive them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace nightletter {

inline constexpr std::size_t longest_line = 1024;  // bytes, without the LF

struct LineFault {
    std::size_t line = 0;  // from 1
    std::string what;      // "trailing space", for a person
};

class Line {
public:
    Line(std::size_t number, std::string_view text);

    [[nodiscard]] std::size_t number() const { return number_; }
    [[nodiscard]] std::string_view text() const { return text_; }
    [[nodiscard]] std::vector<std::string_view> const& fields() const { return fields_; }
    // The first field.
    [[nodiscard]] std::string_view word() const { return fields_.front(); }
    // Everything after the first field and its space; empty when there is one field.
    [[nodiscard]] std::string_view rest() const;

private:
    std::size_t number_;
    std::string_view text_;
    std::vector<std::string_view> fields_;  // split at single spaces; never empty
};

// Lines without the closing `end`. UTF-8, LF, no BOM, no CR, no empty line, no space at either end of a line, one
// space between fields, lines of at most 1 024 bytes, the last line `end`, nothing after its LF.
[[nodiscard]] Expected<std::vector<Line>, LineFault> read_lines(ByteView document);

// Decimal digits without sign or leading zero.
[[nodiscard]] std::optional<std::uint64_t> parse_count(std::string_view text);

}  // namespace nightletter
