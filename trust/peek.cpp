#include "trust/peek.hpp"

#include <array>

#include "base/line_document.hpp"
#include "trust/root.hpp"

namespace nightletter::trust {
namespace {

// The first three lines, or fewer and then empty ones.
std::array<std::string_view, 3> first_lines(std::string_view text)
{
    std::array<std::string_view, 3> lines;
    for (auto& line : lines) {
        auto const newline = text.find('\n');
        if (newline == std::string_view::npos) break;
        line = text.substr(0, newline);
        text.remove_prefix(newline + 1);
    }
    return lines;
}

}  // namespace

Expected<std::uint64_t, Refusal> peek_number(ByteView document, std::string_view type, std::string_view word,
                                             std::size_t largest)
{
    if (document.size() > largest) return fail(Refusal::too_large);
    auto const text = as_text(document);
    if (text.find('\r') != std::string_view::npos) return fail(Refusal::line_ends);
    auto const lines = first_lines(text);

    Line const first{1, lines[0]};
    if (first.fields().size() != 3 || first.word() != "nightletter") return fail(Refusal::malformed);
    if (first.fields()[1] != type) return fail(Refusal::wrong_type);
    if (first.fields()[2] != "1") return fail(Refusal::unknown_format);

    Line const third{3, lines[2]};
    if (third.fields().size() != 2 || third.word() != word) return fail(Refusal::malformed);
    auto const number = parse_count(third.fields()[1]);
    if (!number || *number >= version_bound) return fail(Refusal::malformed);
    return *number;
}

}  // namespace nightletter::trust
