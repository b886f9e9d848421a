#include "bundles/watch_words.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

#include "base/text.hpp"
#include "bundles/plain_text.hpp"

namespace nightletter::bundles {
namespace {

// One form of letters that are typed in two ways on Persian and Arabic keyboards.
UChar32 one_form(UChar32 c)
{
    switch (c) {
        case 0x064A:  // yeh, as Arabic writes it
        case 0x0649:
            return 0x06CC;
        case 0x0643:  // kaf
            return 0x06A9;
        case 0x0629:  // teh marbuta
            return 0x0647;
        default:
            return c;
    }
}

bool is_vowel_sign(UChar32 c)
{
    return (c >= 0x064B && c <= 0x065F) || c == 0x0670 || c == 0x0640;  // also the stroke that makes a word longer
}

// Compatibility forms and case folded, invisible characters left out (Unicode's NFKC_Casefold).
std::string folded(std::string_view text)
{
    UErrorCode status = U_ZERO_ERROR;
    auto const* const form = icu::Normalizer2::getNFKCCasefoldInstance(status);
    auto const source =
        icu::UnicodeString::fromUTF8(icu::StringPiece{text.data(), static_cast<std::int32_t>(text.size())});
    auto const normal = form->normalize(source, status);
    if (U_FAILURE(status)) return std::string{text};
    icu::UnicodeString kept;
    for (std::int32_t i = 0; i < normal.length(); i = normal.moveIndex32(i, 1)) {
        auto const c = normal.char32At(i);
        if (is_vowel_sign(c)) continue;
        kept.append(u_isUWhiteSpace(c) != 0 ? UChar32{' '} : one_form(c));
    }
    std::string made;
    kept.toUTF8String(made);
    return made;
}

std::string squeezed(std::string_view text)
{
    std::string made;
    for (auto const c : text) {
        if (std::string_view{" -_./'"}.find(c) == std::string_view::npos) made += c;
    }
    return made;
}

// A text as it is compared, and the line each of its bytes comes from.
struct Page {
    std::string text;
    std::vector<std::size_t> lines;

    void add(std::string_view words, std::size_t line)
    {
        for (auto const c : words) {
            if (c == ' ' && (text.empty() || text.back() == ' ')) continue;
            text += c;
            lines.push_back(line);
        }
    }
};

Remark found(std::string_view file, std::size_t line, std::size_t in_list, std::string_view where)
{
    Remark remark;
    remark.word = "watch-word";
    remark.file = std::string{file};
    remark.line = line;
    remark.what = "line " + std::to_string(in_list) + " of your list of words stands " + std::string{where};
    remark.next = "take it out; to sign it all the same, leave out --watch-words";
    return remark;
}

}  // namespace

std::optional<WatchWords> WatchWords::parse(std::string_view list)
{
    if (!is_utf8(list)) return std::nullopt;
    WatchWords made;
    std::size_t line = 0;
    for (auto const& written : split_lines(list)) {
        ++line;
        Page page;
        page.add(folded(trimmed(written)), line);
        if (page.text.empty()) continue;
        if (made.words_.size() == most) return std::nullopt;
        made.words_.push_back({line, page.text, squeezed(page.text)});
    }
    return made;
}

std::vector<Remark> WatchWords::remarks_in_text(std::string_view file, std::string_view text) const
{
    if (!is_utf8(text)) return {};
    Page page;
    std::size_t number = 0;
    for (auto const& line : split_lines(text)) page.add(folded(line) + " ", ++number);
    std::vector<Remark> remarks;
    for (auto const& word : words_) {
        std::size_t last_line = 0;
        for (auto at = page.text.find(word.folded); at != std::string::npos; at = page.text.find(word.folded, at + 1)) {
            if (page.lines[at] == last_line) continue;
            last_line = page.lines[at];
            remarks.push_back(found(file, last_line, word.line, "here"));
        }
    }
    return remarks;
}

std::vector<Remark> WatchWords::remarks_in_name(std::string_view path) const
{
    std::vector<Remark> remarks;
    auto const name = squeezed(folded(path));
    for (auto const& word : words_) {
        if (!word.squeezed.empty() && name.find(word.squeezed) != std::string::npos)
            remarks.push_back(found(path, 0, word.line, "in the name of this file"));
    }
    return remarks;
}

}  // namespace nightletter::bundles
