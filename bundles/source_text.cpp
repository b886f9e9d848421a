#include "bundles/source_text.hpp"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "bundles/bag.hpp"
#include "bundles/plain_text.hpp"
#include "bundles/speaker_names.hpp"

namespace nightletter::bundles {
namespace {

constexpr std::size_t longest_name = 60;  // characters
constexpr std::size_t most_words = 5;

void append(std::string& out, char32_t c)
{
    if (c < 0x80) {
        out += static_cast<char>(c);
        return;
    }
    auto const tail = [&out, c](unsigned shift) { out += static_cast<char>(0x80U | ((c >> shift) & 0x3fU)); };
    if (c < 0x800) {
        out += static_cast<char>(0xc0U | (c >> 6U));
    } else if (c < 0x10000) {
        out += static_cast<char>(0xe0U | (c >> 12U));
        tail(6);
    } else {
        out += static_cast<char>(0xf0U | (c >> 18U));
        tail(12);
        tail(6);
    }
    tail(0);
}

// Nothing to mend and nothing to compose.
bool is_plain_ascii(std::string_view line)
{
    return std::all_of(line.begin(), line.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

// A line without control characters, byte order marks inside, and the separators that stand for a space.
std::string mended(std::string_view line)
{
    std::string made;
    for (auto const c : scalars(line)) {
        if (c == 0xfeff) continue;
        if (c == '\t' || c == 0x2028 || c == 0x2029 || c == 0x85) {
            made += ' ';
        } else if (c >= 0x20 && (c < 0x7f || c > 0x9f)) {
            append(made, c);
        }
    }
    return to_nfc(made);
}

std::string with_line_feeds(std::string_view text)
{
    std::string made;
    made.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\r') {
            made += text[i];
        } else if (i + 1 == text.size() || text[i + 1] != '\n') {
            made += '\n';
        }
    }
    return made;
}

bool is_space(char32_t c)
{
    return u_isUWhiteSpace(static_cast<UChar32>(c)) != 0 || c == 0x200b;
}

bool is_letter(char32_t c)
{
    return u_isalpha(static_cast<UChar32>(c)) != 0;
}

bool may_stand_in_a_name(char32_t c)
{
    auto const mask = U_MASK(u_charType(static_cast<UChar32>(c)));
    if ((mask & (U_GC_L_MASK | U_GC_M_MASK | U_GC_ND_MASK)) != 0) return true;
    static constexpr std::u32string_view others = U" .,'()-\u2019\u2018\u00b7\u200c\u200d\u00a0";
    return others.find(c) != std::u32string_view::npos;
}

// Small words inside names: "Ali bin Omar", "Ludwig van B.".
bool is_particle(std::string_view word)
{
    static constexpr std::array<std::string_view, 22> particles{"de",  "da",  "di",  "du",  "del", "la",  "le",  "van",
                                                                "von", "der", "den", "ter", "zu",  "bin", "ibn", "al",
                                                                "el",  "of",  "the", "and", "y",   "e"};
    return std::find(particles.begin(), particles.end(), word) != particles.end();
}

bool is_name_word(std::string_view word)
{
    auto const letters = scalars(word);
    auto const first = std::find_if(letters.begin(), letters.end(), is_letter);
    if (first == letters.end()) return true;  // "1" of "Speaker 1"
    return u_islower(static_cast<UChar32>(*first)) == 0 || is_particle(word);
}

}  // namespace

std::string_view without_spaces_around(std::string_view text)
{
    if (is_plain_ascii(text)) return trimmed(text);
    auto const values = scalars(text);
    auto const width = [](char32_t c) { return c < 0x80 ? 1U : c < 0x800 ? 2U : c < 0x10000 ? 3U : 4U; };
    std::size_t begin = 0;
    std::size_t end = text.size();
    for (auto c = values.begin(); c != values.end() && is_space(*c); ++c) begin += width(*c);
    for (auto c = values.rbegin(); c != values.rend() && is_space(*c) && end > begin; ++c) end -= width(*c);
    return text.substr(begin, end - begin);
}

Expected<std::vector<std::string>, TextFault> read_source_lines(ByteView source)
{
    auto text = as_text(source);
    if (text.size() > limit::transcript) {
        return fail(TextFault{Refusal::text_too_large, 0, "more than 8 MiB, which is the most a transcript may have"});
    }
    if (text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff")) {
        return fail(TextFault{Refusal::not_plain_text, 0, "UTF-16; save the file as UTF-8"});
    }
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
    auto const whole = with_line_feeds(text);
    std::vector<std::string> lines;
    for (auto const line : split_lines(whole)) {
        if (!is_utf8(line)) {
            return fail(TextFault{Refusal::not_plain_text, lines.size() + 1,
                                  "bytes that are not UTF-8; save the file as UTF-8"});
        }
        if (is_plain_ascii(line)) {
            lines.emplace_back(trimmed(line));
        } else {
            lines.emplace_back(without_spaces_around(mended(line)));
        }
    }
    return lines;
}

std::vector<SourceParagraph> source_paragraphs(std::vector<std::string> const& lines)
{
    std::vector<SourceParagraph> paragraphs;
    bool continues = false;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (!lines[i].empty()) {
            if (!continues) paragraphs.push_back({i + 1, {}});
            paragraphs.back().lines.push_back(lines[i]);
        }
        continues = !lines[i].empty();
    }
    return paragraphs;
}

bool looks_like_a_name(std::string_view text)
{
    if (text.empty() || text.size() > 4 * longest_name) return false;
    auto const values = scalars(text);
    if (values.size() > longest_name || !std::all_of(values.begin(), values.end(), may_stand_in_a_name)) return false;
    if (!std::any_of(values.begin(), values.end(), is_letter)) return false;
    std::size_t words = 0;
    for (std::size_t at = 0; at < text.size();) {
        auto const space = std::min(text.find(' ', at), text.size());
        auto const word = text.substr(at, space - at);
        if (!word.empty() && (++words > most_words || !is_name_word(word))) return false;
        at = space + 1;
    }
    return !is_particle(text.substr(0, text.find(' ')));
}

std::optional<std::string_view> name_like_label(std::string_view line)
{
    auto const label = label_of(line);
    if (!label || label->rest.starts_with("//")) return std::nullopt;
    auto const name = without_spaces_around(label->name);
    if (!looks_like_a_name(name)) return std::nullopt;
    return name;
}

}  // namespace nightletter::bundles
