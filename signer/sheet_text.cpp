#include "signer/sheet_text.hpp"

#include <algorithm>

#include "base/octets.hpp"
#include "pages/comparison_words.hpp"
#include "pages/spoken_words.hpp"
#include "signer/key_sheet.hpp"

namespace nightletter::signer {
namespace {

using pages::bits_in_a_word;
using pages::carrying_words;
using pages::WordLine;

constexpr std::size_t bits_in_a_line = carrying_words * bits_in_a_word;
constexpr std::string_view qr_prefix = "NIGHTLETTER-KEYS:";

std::size_t lines_for(std::size_t bytes)
{
    return (bytes * 8 + bits_in_a_line - 1) / bits_in_a_line;
}

bool bit_at(ByteView bytes, std::size_t at)
{
    return at / 8 < bytes.size() && (bytes[at / 8] >> (7 - at % 8) & 1U) != 0;
}

std::string in_small_letters(std::string_view text)
{
    std::string small{text};
    std::ranges::transform(small, small.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
    return small;
}

// The digits that follow the prefix, wherever it stands first.
std::optional<Bytes> code_in(std::string_view text)
{
    auto const small = in_small_letters(text);
    auto const start = small.find(in_small_letters(qr_prefix));
    if (start == std::string::npos) return std::nullopt;
    auto digits = std::string_view{small}.substr(start + qr_prefix.size());
    digits = digits.substr(0, digits.find_first_not_of("0123456789abcdef"));
    Bytes bytes(std::min(digits.size() / 2, largest_sheet + 1));
    if (digits.size() != bytes.size() * 2 || !from_hex(digits, bytes)) bytes.clear();
    return bytes;
}

Misread misread_line(std::size_t line, pages::LineVerdict const& verdict, pages::HeardWords const& heard)
{
    if (auto const* const one = std::get_if<pages::OneWrong>(&verdict)) {
        return {SheetFault::one_wrong, line, one->place + 1, heard.words[one->place],
                std::string{pages::spoken_words()[one->meant]}};
    }
    if (auto const* const other = std::get_if<pages::OtherLine>(&verdict))
        return {SheetFault::other_line, line, other->line, {}, {}};
    return {SheetFault::several_wrong, line, 0, {}, {}};
}

}  // namespace

std::string_view word(SheetFault fault)
{
    switch (fault) {
        case SheetFault::not_a_sheet:
            return "not-a-sheet";
        case SheetFault::not_twelve_words:
            return "not-twelve-words";
        case SheetFault::not_on_the_list:
            return "not-on-the-list";
        case SheetFault::one_wrong:
            return "one-wrong";
        case SheetFault::several_wrong:
            return "several-wrong";
        case SheetFault::other_line:
            return "other-line";
        case SheetFault::lines_missing:
            return "lines-missing";
        case SheetFault::spoiled:
            break;
    }
    return "spoiled";
}

std::vector<WordLine> lines_of(ByteView sheet)
{
    std::vector<WordLine> lines;
    for (std::size_t line = 0; line < lines_for(sheet.size()); ++line) {
        std::array<std::uint16_t, carrying_words> carrying{};
        for (std::size_t bit = 0; bit < bits_in_a_line; ++bit) {
            auto& number = carrying[bit / bits_in_a_word];
            number = static_cast<std::uint16_t>(unsigned{number} << 1U |
                                                (bit_at(sheet, line * bits_in_a_line + bit) ? 1U : 0U));
        }
        lines.push_back(pages::with_check_words(static_cast<std::uint16_t>(line + 1), carrying));
    }
    return lines;
}

std::string qr_text_of(ByteView sheet)
{
    auto digits = to_hex(sheet);
    std::ranges::transform(digits, digits.begin(), [](char c) { return c >= 'a' ? static_cast<char>(c - 0x20) : c; });
    return std::string{qr_prefix} + digits;
}

Expected<WordLine, Misread> read_sheet_line(std::string_view text, std::size_t line)
{
    auto const heard = pages::heard(text);
    auto const stranger = std::ranges::find_if(heard.numbers, [](auto const& number) { return !number; });
    if (heard.words.size() != pages::words_in_a_line)
        return fail(Misread{SheetFault::not_twelve_words, line, heard.words.size(), {}, {}});
    if (stranger != heard.numbers.end()) {
        auto const place = static_cast<std::size_t>(stranger - heard.numbers.begin());
        auto const& typed = heard.words[place];
        return fail(Misread{SheetFault::not_on_the_list, line, place + 1, typed,
                            std::string{pages::nearest_spoken_word(typed)}});
    }
    auto const words = *heard.line();
    auto const verdict = pages::check_line(static_cast<std::uint16_t>(line), words);
    if (!std::holds_alternative<pages::Sound>(verdict)) return fail(misread_line(line, verdict, heard));
    return words;
}

std::optional<std::size_t> count_of_lines(WordLine const& first)
{
    auto const size = sheet_size(static_cast<std::uint8_t>(first[0] >> 2U));
    return size ? std::optional{lines_for(*size)} : std::nullopt;
}

Expected<Bytes, Misread> sheet_of(std::vector<WordLine> const& lines)
{
    auto const count = lines.empty() ? std::nullopt : count_of_lines(lines.front());
    if (!count) return fail(Misread{SheetFault::not_a_sheet, 0, 0, {}, {}});
    if (lines.size() != *count) return fail(Misread{SheetFault::lines_missing, *count, lines.size(), {}, {}});
    Bytes sheet(*count * bits_in_a_line / 8 + 1);
    std::size_t bit = 0;
    for (auto const& line : lines) {
        for (std::size_t at = 0; at < bits_in_a_line; ++at, ++bit) {
            auto const number = line[at / bits_in_a_word];
            auto const value = number >> (bits_in_a_word - 1 - at % bits_in_a_word) & 1U;
            sheet[bit / 8] = static_cast<std::uint8_t>(sheet[bit / 8] | value << (7 - bit % 8));
        }
    }
    auto const size = *sheet_size(sheet.front());
    bool const padded = std::ranges::all_of(sheet.begin() + static_cast<std::ptrdiff_t>(size), sheet.end(),
                                            [](std::uint8_t byte) { return byte == 0; });
    sheet.resize(size);
    if (!padded || !is_sheet(sheet)) return fail(Misread{SheetFault::spoiled, 0, 0, {}, {}});
    return sheet;
}

Expected<Bytes, Misread> read_sheet(std::string_view text)
{
    text = text.substr(0, largest_sheet_text);
    if (auto code = code_in(text)) {
        if (!is_sheet(*code)) return fail(Misread{SheetFault::spoiled, 0, 0, {}, {}});
        return std::move(*code);
    }
    std::vector<WordLine> lines;
    while (!text.empty()) {
        auto const line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        if (pages::heard(line).words.empty()) continue;
        if (lines.size() == lines_for(largest_sheet))
            return fail(Misread{SheetFault::lines_missing, lines.size(), lines.size() + 1, {}, {}});
        auto words = read_sheet_line(line, lines.size() + 1);
        if (!words) return fail(std::move(words.error()));
        lines.push_back(*words);
    }
    return sheet_of(lines);
}

}  // namespace nightletter::signer
