#include "bundles/language_tag.hpp"

#include <unicode/locid.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <vector>

namespace nightletter::bundles {
namespace {

constexpr std::size_t longest_tag = 35;  // RFC 5646 section 4.4.1

bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool letters(std::string_view text, std::size_t shortest, std::size_t longest)
{
    return text.size() >= shortest && text.size() <= longest && std::all_of(text.begin(), text.end(), is_lower);
}

bool is_region(std::string_view text)
{
    return letters(text, 2, 2) || (text.size() == 3 && std::all_of(text.begin(), text.end(), is_digit));
}

bool is_variant(std::string_view text)
{
    if (!std::all_of(text.begin(), text.end(), [](char c) { return is_lower(c) || is_digit(c); })) return false;
    return (text.size() >= 5 && text.size() <= 8) || (text.size() == 4 && is_digit(text.front()));
}

std::vector<std::string_view> subtags(std::string_view tag)
{
    std::vector<std::string_view> parts;
    for (std::size_t at = 0; at <= tag.size();) {
        auto const hyphen = std::min(tag.find('-', at), tag.size());
        parts.push_back(tag.substr(at, hyphen - at));
        at = hyphen + 1;
    }
    return parts;
}

std::string lower(std::string_view text)
{
    std::string made{text};
    for (auto& c : made) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        if (c == '_') c = '-';
    }
    return made;
}

icu::Locale locale_of(std::string_view tag)
{
    UErrorCode status = U_ZERO_ERROR;
    auto locale = icu::Locale::forLanguageTag({tag.data(), static_cast<std::int32_t>(tag.size())}, status);
    return U_SUCCESS(status) ? locale : icu::Locale{"und"};
}

std::string utf8(icu::UnicodeString const& text)
{
    std::string made;
    text.toUTF8String(made);
    return made;
}

// ICU shows a subtag it has no name for as the subtag itself.
template <class Name>
bool is_nameless(icu::Locale const& locale, char const* code, Name name)
{
    icu::UnicodeString shown;
    (locale.*name)(icu::Locale::getEnglish(), shown);
    return lower(utf8(shown)) == lower(code);
}

}  // namespace

bool is_language_tag(std::string_view text)
{
    if (text.size() > longest_tag) return false;
    auto const parts = subtags(text);
    auto part = parts.begin();
    if (!letters(*part++, 2, 3)) return false;
    if (part != parts.end() && letters(*part, 4, 4)) ++part;  // script
    if (part != parts.end() && is_region(*part)) ++part;
    for (auto variant = part; variant != parts.end(); ++variant) {
        if (!is_variant(*variant) || std::find(part, variant, *variant) != variant) return false;
    }
    return true;
}

std::optional<std::string> suggested_tag(std::string_view text)
{
    if (text.empty() || text.size() > longest_tag) return std::nullopt;
    UErrorCode status = U_ZERO_ERROR;
    auto const plain = lower(text);
    auto const locale = icu::Locale::forLanguageTag(plain, status);
    if (U_FAILURE(status)) return std::nullopt;
    auto canonical = lower(locale.toLanguageTag<std::string>(status));
    if (U_FAILURE(status) || canonical == text || canonical == "und" || !is_language_tag(canonical))
        return std::nullopt;
    return canonical;
}

std::optional<std::string> unknown_subtag(std::string_view tag)
{
    auto const locale = locale_of(tag);
    using Name = icu::UnicodeString& (icu::Locale::*)(icu::Locale const&, icu::UnicodeString&) const;
    struct Part {
        char const* code;
        Name name;
    };
    for (auto const& part : {Part{locale.getLanguage(), &icu::Locale::getDisplayLanguage},
                             Part{locale.getScript(), &icu::Locale::getDisplayScript},
                             Part{locale.getCountry(), &icu::Locale::getDisplayCountry},
                             Part{locale.getVariant(), &icu::Locale::getDisplayVariant}}) {
        if (*part.code != '\0' && is_nameless(locale, part.code, part.name)) return lower(part.code);
    }
    return std::nullopt;
}

Direction direction_of(std::string_view tag)
{
    return locale_of(tag).isRightToLeft() ? Direction::right_to_left : Direction::left_to_right;
}

std::string own_name(std::string_view tag)
{
    auto const locale = locale_of(tag);
    icu::UnicodeString shown;
    locale.getDisplayName(locale, shown);
    auto name = utf8(shown);
    return name.empty() ? std::string{tag} : name;
}

}  // namespace nightletter::bundles
