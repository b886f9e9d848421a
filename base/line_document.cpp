#include "base/line_document.hpp"

#include <charconv>

#include "base/text.hpp"

namespace nightletter {
namespace {

std::optional<std::string> fault_in(std::string_view line)
{
    if (line.empty()) return "an empty line";
    if (line.size() > longest_line) return "more than 1024 bytes in a line";
    if (line.find('\r') != std::string_view::npos) return "a carriage return";
    if (line.front() == ' ' || line.back() == ' ') return "a space at the start or end of a line";
    if (line.find("  ") != std::string_view::npos) return "more than one space between fields";
    if (line.starts_with("\xef\xbb\xbf")) return "a byte order mark";
    if (!is_utf8(line)) return "bytes that are not UTF-8";
    return std::nullopt;
}

}  // namespace

Line::Line(std::size_t number, std::string_view text) : number_{number}, text_{text}
{
    for (std::size_t at = 0; at <= text.size();) {
        auto const space = std::min(text.find(' ', at), text.size());
        fields_.push_back(text.substr(at, space - at));
        at = space + 1;
    }
}

std::string_view Line::rest() const
{
    auto const first = word().size();
    return first == text_.size() ? std::string_view{} : text_.substr(first + 1);
}

Expected<std::vector<Line>, LineFault> read_lines(ByteView document)
{
    auto text = as_text(document);
    std::vector<Line> lines;
    std::size_t number = 0;
    while (!text.empty()) {
        ++number;
        auto const newline = text.find('\n');
        if (newline == std::string_view::npos) return fail(LineFault{number, "no line feed at the end"});
        auto const line = text.substr(0, newline);
        text.remove_prefix(newline + 1);
        if (auto fault = fault_in(line)) return fail(LineFault{number, std::move(*fault)});
        if (line == "end") {
            if (!text.empty()) return fail(LineFault{number + 1, "something after the line 'end'"});
            return lines;
        }
        lines.emplace_back(number, line);
    }
    return fail(LineFault{number + 1, "no line 'end'"});
}

std::optional<std::uint64_t> parse_count(std::string_view text)
{
    if (text.empty() || (text.size() > 1 && text.front() == '0')) return std::nullopt;
    std::uint64_t value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

}  // namespace nightletter
