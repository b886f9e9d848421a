#include <unicode/uchar.h>

#include <algorithm>
#include <chrono>
#include <set>

#include "base/clock.hpp"
#include "base/line_document.hpp"
#include "base/text.hpp"
#include "bundles/language_tag.hpp"
#include "bundles/metadata.hpp"

// docs/formats.md section 2, the table of members: one function per row.

namespace nightletter::bundles {
namespace {

constexpr std::size_t most_languages = 64;
constexpr std::size_t most_speakers = 64;
constexpr std::size_t most_list_items = 32;

// What a text must be beyond NFC and free of bidi embeddings.
struct TextRule {
    std::size_t longest;  // bytes
    enum class Shape { one_line, paragraphs } shape;
};

constexpr TextRule title_rule{500, TextRule::Shape::one_line};
constexpr TextRule abstract_rule{16 * 1024, TextRule::Shape::paragraphs};
constexpr TextRule name_rule{200, TextRule::Shape::one_line};
constexpr TextRule rights_rule{1000, TextRule::Shape::one_line};
constexpr TextRule warning_rule{1000, TextRule::Shape::one_line};

bool has_space_at_an_end(std::string_view text)
{
    auto const values = scalars(text);
    auto const is_space = [](char32_t c) { return u_isUWhiteSpace(static_cast<UChar32>(c)) != 0; };
    return !values.empty() && (is_space(values.front()) || is_space(values.back()));
}

bool has_forbidden_control(std::string_view text, TextRule::Shape shape)
{
    if (shape == TextRule::Shape::one_line) return has_control(text);
    for (std::size_t at = 0; at <= text.size();) {
        auto const newline = std::min(text.find('\n', at), text.size());
        if (has_control(text.substr(at, newline - at))) return true;
        at = newline + 1;
    }
    return false;
}

std::optional<std::string> fault_in_text(std::string_view text, TextRule const& rule)
{
    if (text.empty()) return "is empty";
    if (text.size() > rule.longest) return "is longer than " + std::to_string(rule.longest) + " bytes";
    if (!is_utf8(text)) return "is not UTF-8";
    if (!is_nfc(text)) return "is not composed (Unicode NFC)";
    if (has_bidi_override(text)) return "has an invisible character that reorders text (U+202A to U+202E)";
    if (has_forbidden_control(text, rule.shape)) return "has a line break or control character";
    if (has_space_at_an_end(text)) return "starts or ends with white space";
    return std::nullopt;
}

std::optional<std::string> fault_in_name(std::string_view name)
{
    if (auto fault = fault_in_text(name, name_rule)) return fault;
    if (name.find(':') != std::string_view::npos || name.find("\xef\xbc\x9a") != std::string_view::npos) {
        return "has a colon, which ends a name in a transcript";
    }
    if (name.front() == '\\') return "starts with a backslash";
    auto const first = scalars(name).front();
    if (first == 0x200e || first == 0x200f || first == 0x061c) return "starts with an invisible direction mark";
    return std::nullopt;
}

std::string joined(std::string_view member, std::string_view tag)
{
    std::string name{member};
    name += '.';
    name += tag;
    return name;
}

bool is_id(std::string_view text)
{
    auto const may_stand = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
    return !text.empty() && text.size() <= 64 && text.front() != '-' &&
           std::all_of(text.begin(), text.end(), may_stand);
}

bool day_exists(std::uint64_t year, std::uint64_t month, std::uint64_t day)
{
    using namespace std::chrono;
    return year_month_day{std::chrono::year{static_cast<int>(year)}, std::chrono::month{static_cast<unsigned>(month)},
                          std::chrono::day{static_cast<unsigned>(day)}}
        .ok();
}

std::optional<std::uint64_t> fixed_number(std::string_view text, std::size_t at, std::size_t width)
{
    std::uint64_t value = 0;
    if (at + width > text.size()) return std::nullopt;
    for (auto const c : text.substr(at, width)) {
        if (c < '0' || c > '9') return std::nullopt;
        value = 10 * value + static_cast<std::uint64_t>(c - '0');
    }
    return value;
}

// `hh:mm:ss` and `Z` or `±hh:mm`.
bool is_time_with_offset(std::string_view text)
{
    auto const below = [text](std::size_t at, std::uint64_t bound) {
        auto const value = fixed_number(text, at, 2);
        return value && *value < bound;
    };
    if (!below(0, 24) || text[2] != ':' || !below(3, 60) || text[5] != ':' || !below(6, 60)) return false;
    if (text.size() == 9) return text[8] == 'Z';
    if (text.size() != 14 || (text[8] != '+' && text[8] != '-')) return false;
    return below(9, 24) && text[11] == ':' && below(12, 60);
}

bool is_date(std::string_view text)
{
    auto const year = fixed_number(text, 0, 4);
    if (!year || *year == 0) return false;
    if (text.size() == 4) return true;
    auto const month = fixed_number(text, 5, 2);
    if (text[4] != '-' || !month || *month < 1 || *month > 12) return false;
    if (text.size() == 7) return true;
    auto const day = fixed_number(text, 8, 2);
    if (text[7] != '-' || !day || !day_exists(*year, *month, *day)) return false;
    if (text.size() == 10) return true;
    return text[10] == 'T' && is_time_with_offset(text.substr(11));
}

// Where a word of consent stands in the list; nullopt for words outside it.
std::optional<std::size_t> consent_rank(std::string_view word)
{
    if (word == "given") return 0;
    if (word == "withheld-details") return 1;
    if (word.starts_with("not-before ") && parse_day(word.substr(11))) return 2;
    return std::nullopt;
}

bool is_source(std::string_view text)
{
    if (parse_bundle(text)) return bundle_text(*parse_bundle(text)) == text;
    auto const scheme_end = text.find(':');
    auto const scheme = text.substr(0, std::min(scheme_end, text.size()));
    if (scheme != "https" && scheme != "http" && scheme != "urn") return false;
    auto const printable = [](char c) { return c > 0x20 && c < 0x7f && c != '"' && c != '<' && c != '>' && c != '\\'; };
    return text.size() <= 500 && text.size() > scheme.size() + 1 && std::all_of(text.begin(), text.end(), printable);
}

class Judgement {
public:
    explicit Judgement(Metadata const& metadata) : metadata_{metadata} {}

    std::vector<MemberFault> all() &&
    {
        title();
        map("abstract", metadata_.abstract, abstract_rule);
        languages();
        date();
        speakers();
        rights();
        warnings();
        consent();
        source();
        return std::move(faults_);
    }

private:
    void refuse(std::string member, std::string what)
    {
        faults_.push_back({Refusal::bad_member, std::move(member), std::move(what)});
    }
    void missing(std::string member, std::string what)
    {
        faults_.push_back({Refusal::missing_member, std::move(member), std::move(what)});
    }

    template <class Judge>
    void each_text(std::string const& member, LanguageMap const& texts, Judge judge)
    {
        if (texts.size() > most_languages) return refuse(member, "has more than 64 languages");
        for (auto const& [tag, text] : texts) {
            auto const name = joined(member, tag);
            if (!is_language_tag(tag)) refuse(name, tag_fault(tag));
            if (auto fault = judge(text)) refuse(name, std::move(*fault));
        }
    }

    void map(std::string const& member, LanguageMap const& texts, TextRule const& rule)
    {
        each_text(member, texts, [&rule](std::string_view text) { return fault_in_text(text, rule); });
    }

    static std::string tag_fault(std::string_view tag)
    {
        auto what = '"' + std::string{tag} + "\" is not a language tag in lower case";
        if (auto const meant = suggested_tag(tag)) what += "; did you mean \"" + *meant + "\"?";
        return what;
    }

    void title()
    {
        map("title", metadata_.title, title_rule);
        if (metadata_.title.empty()) return missing("title", "is missing; a reader sees it first");
        if (!metadata_.language.empty() && !metadata_.title.contains(metadata_.language)) {
            missing("title." + metadata_.language, "is missing: the title in the interview's own language");
        }
    }

    void languages()
    {
        if (metadata_.language.empty()) {
            missing("language", "is missing: the language the interview was held in, such as fa, my or en");
        } else if (!is_language_tag(metadata_.language)) {
            refuse("language", tag_fault(metadata_.language));
        }
        auto const& list = metadata_.translations;
        if (list.size() > most_languages) return refuse("translations", "has more than 64 languages");
        for (std::size_t i = 0; i < list.size(); ++i) {
            if (!is_language_tag(list[i])) refuse("translations", tag_fault(list[i]));
            if (list[i] == metadata_.language) refuse("translations", "names the interview's own language");
            if (i > 0 && list[i] <= list[i - 1]) refuse("translations", "is not in ascending order without repetition");
        }
    }

    void date()
    {
        if (metadata_.date.empty()) return missing("date", "is missing; a year is enough, such as 2022");
        if (is_date(metadata_.date)) return;
        refuse("date", "is none of 2022, 2022-11, 2022-11-03, 2022-11-03T10:00:00Z, or is a day that does not exist");
    }

    void speakers()
    {
        auto const& list = metadata_.speakers;
        if (list.empty()) return missing("speakers", "names nobody; only declared speakers can speak");
        if (list.size() > most_speakers) return refuse("speakers", "has more than 64 people");
        for (std::size_t i = 0; i < list.size(); ++i) speaker(list[i], "speakers[" + std::to_string(i + 1) + ']');
    }

    void speaker(Speaker const& speaker, std::string const& member)
    {
        if (speaker.id.empty()) {
            missing(member + ".id", "is missing");
        } else if (!is_id(speaker.id)) {
            refuse(member + ".id", "is not up to 64 of a-z 0-9 - without a hyphen first");
        } else if (!ids_.insert(speaker.id).second) {
            refuse(member + ".id", "is the id of another speaker too");
        }
        if (speaker.name.empty()) missing(member + ".name", "is missing");
        each_text(member + ".name", speaker.name, fault_in_name);
        std::set<std::string> own;
        for (auto const& [tag, name] : speaker.name) {
            if (own.insert(name).second && !names_.insert(name).second) {
                refuse(joined(member + ".name", tag),
                       "is the name of another speaker too; nobody could tell who speaks");
            }
        }
    }

    void rights()
    {
        if (metadata_.rights.empty()) {
            return missing("rights",
                           "is missing: a licence or rights statement, such as "
                           "https://creativecommons.org/licenses/by/4.0/");
        }
        if (auto fault = fault_in_text(metadata_.rights, rights_rule)) refuse("rights", std::move(*fault));
    }

    void warnings()
    {
        auto const& list = metadata_.content_warnings;
        if (list.size() > most_list_items) return refuse("content_warnings", "has more than 32 entries");
        for (std::size_t i = 0; i < list.size(); ++i) {
            auto const member = "content_warnings[" + std::to_string(i + 1) + ']';
            if (list[i].empty()) refuse(member, "is empty");
            map(member, list[i], warning_rule);
        }
    }

    void consent()
    {
        std::optional<std::size_t> before;
        for (auto const& agreed : metadata_.consent) {
            auto const rank = consent_rank(agreed);
            if (!rank) {
                refuse("consent",
                       "has words other than given, withheld-details, not-before YYYY-MM-DD; "
                       "free words can expose a witness");
            } else if (before && *rank <= *before) {
                refuse("consent", "is not in the order given, withheld-details, not-before");
            }
            if (rank) before = rank;
        }
    }

    void source()
    {
        auto const& list = metadata_.source;
        if (list.size() > most_list_items) return refuse("source", "has more than 32 entries");
        for (auto const& item : list) {
            if (!is_source(item))
                refuse("source", "has an entry that is no https, http or urn address and no bundle id");
            if (std::count(list.begin(), list.end(), item) > 1) return refuse("source", "has an entry twice");
        }
    }

    Metadata const& metadata_;
    std::vector<MemberFault> faults_;
    std::set<std::string, std::less<>> ids_;
    std::set<std::string, std::less<>> names_;
};

}  // namespace

std::vector<MemberFault> faults_in(Metadata const& metadata)
{
    return Judgement{metadata}.all();
}

}  // namespace nightletter::bundles
