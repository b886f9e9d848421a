#include "signer/mangling.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.hpp"

namespace nightletter::signer {
namespace {

constexpr std::string_view request_line = "nightletter request ";
constexpr std::string_view response_line = "nightletter response ";
constexpr std::size_t longest_line = 76;
constexpr std::size_t full_line = 64;  // of base64

std::vector<std::string_view> lines_of(std::string_view text)
{
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        auto const end = std::min(text.find('\n'), text.size());
        lines.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

bool begins_one(std::string_view line)
{
    return line.starts_with(request_line) || line.starts_with(response_line);
}

// The number of the first line of which this is true, from 1; 0 when there is none.
template <class Claim>
std::size_t first_of(std::vector<std::string_view> const& lines, Claim claim)
{
    auto const found = std::ranges::find_if(lines, claim);
    return found == lines.end() ? 0 : static_cast<std::size_t>(found - lines.begin()) + 1;
}

std::size_t line_with(std::vector<std::string_view> const& lines, std::string_view part)
{
    return first_of(lines, [&](std::string_view line) { return line.find(part) != std::string_view::npos; });
}

std::optional<Mangled> at(Mangling how, std::size_t line)
{
    return line == 0 ? std::nullopt : std::optional{Mangled{how, line}};
}

// What the file as a whole was turned into.
std::optional<Mangled> as_a_whole(std::string_view text)
{
    if (text.empty()) return Mangled{Mangling::empty, 0};
    if (text.starts_with("\xef\xbb\xbf")) return Mangled{Mangling::byte_order_mark, 0};
    if (text.find('\0') != std::string_view::npos) return Mangled{Mangling::wide_characters, 0};
    if (text.find("nightletter re") == std::string_view::npos) return Mangled{Mangling::something_else, 0};
    return std::nullopt;
}

// What mail programs do to all lines alike, the most telling first: each brings some of the later ones with it.
std::optional<Mangled> in_every_line(std::vector<std::string_view> const& lines)
{
    constexpr std::array<std::string_view, 5> tags{"</", "<br", "<div", "<html", "<p>"};
    for (auto const tag : tags) {
        if (auto const found = at(Mangling::web_page, line_with(lines, tag))) return found;
    }
    if (auto const found = at(Mangling::quoted_printable, line_with(lines, "=3D"))) return found;
    if (auto const found = at(Mangling::line_ends, line_with(lines, "\r"))) return found;
    auto const quoted = first_of(lines, [](std::string_view line) { return line.starts_with(">"); });
    if (auto const found = at(Mangling::quoted, quoted)) return found;
    if (auto const found = at(Mangling::other_spaces, line_with(lines, "\xc2\xa0"))) return found;
    for (auto const invisible : {"\xc2\xad", "\xe2\x80\x8b", "\xe2\x80\x8c", "\xe2\x80\x8d", "\xef\xbb\xbf"}) {
        if (auto const found = at(Mangling::soft_hyphens, line_with(lines, invisible))) return found;
    }
    return std::nullopt;
}

std::optional<Mangled> around_it(std::vector<std::string_view> const& lines)
{
    auto const begin = first_of(lines, begins_one);
    if (begin > 1) return Mangled{Mangling::text_before, 1};
    if (begin == 0) return std::nullopt;
    auto const again = first_of({lines.begin() + 1, lines.end()}, begins_one);
    if (again != 0) return Mangled{Mangling::pasted_twice, again + 1};
    auto const end = first_of(lines, [](std::string_view line) { return line == "end"; });
    auto const is_said = [](std::string_view line) { return !line.empty(); };
    if (end != 0 && std::any_of(lines.begin() + static_cast<std::ptrdiff_t>(end), lines.end(), is_said))
        return Mangled{Mangling::text_after, end + 1};
    return std::nullopt;
}

std::optional<Mangled> within_a_line(std::vector<std::string_view> const& lines)
{
    auto const is_blank = [](char c) { return c == ' ' || c == '\t'; };
    auto const is_foreign = [](char c) { return (c < 0x20 && c != '\t') || c > 0x7e; };
    if (auto const found = at(Mangling::other_characters, first_of(lines, [&](std::string_view line) {
                                  return std::ranges::any_of(line, is_foreign);
                              })))
        return found;
    if (auto const found = at(Mangling::trailing_spaces, first_of(lines, [&](std::string_view line) {
                                  return !line.empty() && is_blank(line.back());
                              })))
        return found;
    if (auto const found = at(Mangling::indented, first_of(lines, [&](std::string_view line) {
                                  return !line.empty() && is_blank(line.front());
                              })))
        return found;
    if (auto const found =
            at(Mangling::joined, first_of(lines, [](std::string_view line) { return line.size() > longest_line; })))
        return found;
    return at(Mangling::empty_lines, first_of(lines, [](std::string_view line) { return line.empty(); }));
}

// Reading stopped at a line that is too short and that the next one completes.
bool is_broken_in_two(std::vector<std::string_view> const& lines, std::size_t line)
{
    if (line == 0 || line >= lines.size()) return false;
    auto const first = lines[line - 1].size();
    auto const both = first + lines[line].size();
    return first < full_line && (both == full_line || both == full_line + 1);
}

// The line after one with words that has none of its own; 0 when there is none.
std::size_t first_break(std::vector<std::string_view> const& lines)
{
    constexpr std::array<std::string_view, 5> words{"note ", "publisher ", "held ", "new ", "sha256 "};
    auto const has_word = [&](std::string_view line) {
        return std::ranges::any_of(words, [&](std::string_view word) { return line.starts_with(word); });
    };
    for (std::size_t i = 1; i < lines.size(); ++i) {
        auto const& before = lines[i - 1];
        bool const may_have_none =
            before.starts_with("held ") || before.starts_with("new ") || before.find(' ') == std::string_view::npos;
        bool const is_text = lines[i].find(' ') != std::string_view::npos;
        if (!has_word(lines[i]) && lines[i] != "end" && (is_text || !may_have_none)) return i;
    }
    return 0;
}

std::string in_line(std::size_t line)
{
    return line == 0 ? "" : " (line " + std::to_string(line) + ")";
}

std::string_view plain_sentence(Mangling how)
{
    switch (how) {
        case Mangling::empty:
            return "the file is empty";
        case Mangling::too_large:
            return "the file is larger than a request or response ever is";
        case Mangling::something_else:
            return "this is another kind of file";
        case Mangling::newer_format:
            return "it was written by a newer nightletter-sign";
        case Mangling::byte_order_mark:
            return "a text editor saved it and put a mark before the first line (a byte order mark)";
        case Mangling::wide_characters:
            return "a text editor saved it as UTF-16, with two bytes for each character";
        case Mangling::web_page:
            return "it was turned into a formatted message (HTML)";
        case Mangling::quoted_printable:
            return "it was copied from the source of an e-mail (=3D where = belongs)";
        case Mangling::line_ends:
            return "its line ends were changed to those of Windows";
        case Mangling::quoted:
            return "its lines begin with >, as in the answer to an e-mail";
        case Mangling::other_spaces:
            return "its spaces were replaced by spaces that do not break";
        case Mangling::soft_hyphens:
            return "invisible characters were put into it, such as soft hyphens";
        case Mangling::other_characters:
            return "it has a character that was not written there";
        case Mangling::trailing_spaces:
            return "spaces were added at the end of a line";
        case Mangling::indented:
            return "spaces were added at the start of a line";
        case Mangling::empty_lines:
            return "empty lines were put into it";
        case Mangling::pasted_twice:
            return "it stands in the file twice";
        case Mangling::text_before:
            return "there is other text before it, as in a message into which it was pasted";
        case Mangling::text_after:
            return "there is other text after its last line, such as the end of a message";
        case Mangling::wrapped:
            return "its longer lines were broken in two";
        case Mangling::joined:
            return "its lines were put together into longer ones";
        case Mangling::cut_off:
            return "its end is missing";
        case Mangling::changed:
            break;
    }
    return "characters in it are not those that were written (its checksum does not fit)";
}

}  // namespace

std::string sentence(Mangled const& mangled)
{
    return std::string{plain_sentence(mangled.how)} + in_line(mangled.line);
}

Mangled how_it_was_mangled(ByteView file, std::size_t line)
{
    auto const text = as_text(file);
    if (auto const found = as_a_whole(text)) return *found;
    auto const lines = lines_of(text);
    if (auto const found = in_every_line(lines)) return *found;
    if (auto const found = around_it(lines)) return *found;
    if (auto const found = within_a_line(lines)) return *found;
    if (begins_one(lines.front()) && !lines.front().ends_with(" 1")) return {Mangling::newer_format, 1};
    if (auto const broken = first_break(lines); broken != 0) return {Mangling::wrapped, broken};
    if (is_broken_in_two(lines, line)) return {Mangling::wrapped, line};
    if (lines.back() != "end" || !text.ends_with('\n')) return {Mangling::cut_off, lines.size()};
    return {Mangling::changed, line};
}

}  // namespace nightletter::signer
