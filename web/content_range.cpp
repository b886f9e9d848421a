#include "web/content_range.hpp"

#include <charconv>

namespace nightletter::web {
namespace {

std::string_view without_spaces(std::string_view text)
{
    constexpr std::string_view spaces = " \t\r\n";
    auto const first = text.find_first_not_of(spaces);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(spaces) - first + 1);
}

bool take(std::string_view& text, std::string_view expected)
{
    if (!text.starts_with(expected)) return false;
    text.remove_prefix(expected.size());
    return true;
}

bool take(std::string_view& text, std::uint64_t& number)
{
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{}) return false;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return true;
}

}  // namespace

std::optional<ContentRange> parse_content_range(std::string_view value)
{
    auto rest = without_spaces(value);
    ContentRange range;
    bool const read = take(rest, "bytes ") && take(rest, range.first) && take(rest, "-") && take(rest, range.last) &&
                      take(rest, "/") && take(rest, range.total) && rest.empty();
    if (!read || range.last < range.first || range.total <= range.last) return std::nullopt;
    return range;
}

}  // namespace nightletter::web
