#include "bundles/plain_text.hpp"

#include <optional>
#include <string>

#include "base/text.hpp"

namespace nightletter::bundles {
namespace {

std::optional<TextFault> fault_in_line(std::string_view line, std::size_t number)
{
    auto const refuse = [number](std::string what) {
        return TextFault{Refusal::not_plain_text, number, std::move(what)};
    };
    if (!is_utf8(line)) return refuse("bytes that are not UTF-8; save the file as UTF-8");
    if (line.find('\r') != std::string_view::npos) return refuse("a carriage return; save the file with LF line ends");
    for (std::size_t at = 0; at < line.size();) {
        auto const tab = std::min(line.find('\t', at), line.size());
        if (has_control(line.substr(at, tab - at))) return refuse("a control character");
        at = tab + 1;
    }
    if (!is_nfc(line)) {
        return TextFault{Refusal::not_nfc, number, "letters and their marks are not composed (Unicode NFC)"};
    }
    return std::nullopt;
}

}  // namespace

std::string_view trimmed(std::string_view line)
{
    auto const first = line.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return line.substr(first, line.find_last_not_of(" \t") - first + 1);
}

std::vector<std::string_view> split_lines(std::string_view text)
{
    std::vector<std::string_view> lines;
    for (std::size_t at = 0; at <= text.size();) {
        auto const newline = std::min(text.find('\n', at), text.size());
        lines.push_back(text.substr(at, newline - at));
        at = newline + 1;
    }
    return lines;
}

Expected<std::vector<std::string_view>, TextFault> read_plain_lines(ByteView text, std::size_t limit)
{
    auto const whole = as_text(text);
    if (text.size() > limit) {
        return fail(TextFault{Refusal::text_too_large, 0,
                              std::to_string(text.size()) + " bytes; at most " + std::to_string(limit) + " are read"});
    }
    if (whole.starts_with("\xef\xbb\xbf")) {
        return fail(TextFault{Refusal::not_plain_text, 1, "a byte order mark; save the file as UTF-8 without one"});
    }
    if (whole.empty() || whole.back() != '\n') {
        auto const last = split_lines(whole).size();
        return fail(TextFault{Refusal::not_plain_text, last, "the last line does not end with a line feed"});
    }
    auto lines = split_lines(whole);
    lines.pop_back();  // after the last LF there is nothing
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (auto fault = fault_in_line(lines[i], i + 1)) return fail(std::move(*fault));
        lines[i] = trimmed(lines[i]);
    }
    return lines;
}

}  // namespace nightletter::bundles
