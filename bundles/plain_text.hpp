// bundles/plain_text.hpp: the lines of a text that is meant to be read before it is signed.
//
// docs/formats.md section 2: UTF-8 without byte order mark, LF at the end of every line, no control character but the
// tab, Unicode NFC. White space at the ends of a line means nothing. Pure functions, any thread.
#pragma once

#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "bundles/remark.hpp"

namespace nightletter::bundles {

// Views into `text`, trimmed of spaces and tabs at both ends, without their LF. The size is looked at first.
[[nodiscard]] Expected<std::vector<std::string_view>, TextFault> read_plain_lines(ByteView text, std::size_t limit);

[[nodiscard]] std::string_view trimmed(std::string_view line);

// Splits at '\n'; a text without one is one line.
[[nodiscard]] std::vector<std::string_view> split_lines(std::string_view text);

}  // namespace nightletter::bundles
