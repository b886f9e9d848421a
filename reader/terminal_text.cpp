#include "reader/terminal_text.hpp"

#include <unicode/brkiter.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <memory>

#include "base/text.hpp"
#include "bundles/language_tag.hpp"
#include "bundles/speaker_names.hpp"

namespace nightletter::reader {
namespace {

using bundles::Direction;

constexpr std::size_t widest_page = 100;  // columns: longer lines are hard to read
constexpr std::size_t narrowest_page = 20;

bool is_unsafe(char32_t c)
{
    auto const category = u_charType(static_cast<UChar32>(c));
    if (c == U'\n') return false;
    return category == U_CONTROL_CHAR || category == U_LINE_SEPARATOR || category == U_PARAGRAPH_SEPARATOR ||
           (c >= 0x202a && c <= 0x202e);
}

std::size_t columns_of_one(char32_t c)
{
    auto const code = static_cast<UChar32>(c);
    switch (u_charType(code)) {
        case U_NON_SPACING_MARK:
        case U_ENCLOSING_MARK:
        case U_FORMAT_CHAR:
            return 0;
        default:
            break;
    }
    auto const width = u_getIntPropertyValue(code, UCHAR_EAST_ASIAN_WIDTH);
    return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

std::string without_trailing_space(std::string text)
{
    while (text.ends_with(' ')) text.pop_back();
    return text;
}

// Where the text may be broken, as pieces in order.
std::vector<std::string> pieces_of(std::string_view text, std::string_view language)
{
    UErrorCode status = U_ZERO_ERROR;
    icu::Locale const locale{std::string{language}.c_str()};
    std::unique_ptr<icu::BreakIterator> const breaks{icu::BreakIterator::createLineInstance(locale, status)};
    if (U_FAILURE(status)) return {std::string{text}};
    auto const utf16 = icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
    breaks->setText(utf16);
    std::vector<std::string> pieces;
    auto start = breaks->first();
    for (auto end = breaks->next(); end != icu::BreakIterator::DONE; start = end, end = breaks->next()) {
        utf16.tempSubStringBetween(start, end).toUTF8String(pieces.emplace_back());
    }
    return pieces;
}

class Writer {
public:
    Writer(bundles::Content const& content, std::string_view language, Page const& page)
        : metadata_{content.metadata}, language_{language}, page_{page}, direction_{bundles::direction_of(language)}
    {
        page_.width = std::clamp(page_.width, narrowest_page, widest_page);
    }

    std::string finish() && { return std::move(out_); }

    void heading()
    {
        paragraph(in_language(metadata_.title));
        std::string line = metadata_.date;
        for (auto const& speaker : metadata_.speakers) {
            if (speaker.role == bundles::Role::editor) continue;
            line += (line.empty() ? "" : " · ") + std::string{in_language(speaker.name)};
        }
        paragraph(line);
        for (auto const& warning : metadata_.content_warnings) paragraph("⚠ " + std::string{in_language(warning)});
        rule();
    }

    void rights()
    {
        rule();
        paragraph(metadata_.rights);
    }

    void transcript(bundles::Transcript const& transcript)
    {
        for (auto const& text : transcript.introduction) paragraph(text);
        for (auto const& turn : transcript.turns) this->turn(turn.speaker, turn.paragraphs);
        if (!transcript.closing_note.empty()) rule();
        for (auto const& text : transcript.closing_note) paragraph(text);
    }

    // Runs of one voice are one turn, over as many cues as it lasts.
    void transcript(bundles::TimedTranscript const& transcript)
    {
        std::string speaker;
        std::vector<std::string> paragraphs;
        for (auto const& cue : transcript.cues) {
            for (auto const& run : cue.runs) {
                if (run.speaker != speaker || paragraphs.empty()) {
                    turn(speaker, paragraphs);
                    speaker = run.speaker;
                    paragraphs.assign(1, '[' + bundles::timestamp_text(cue.begin).substr(0, 8) + ']');
                }
                paragraphs.back() += (run.text.starts_with('\n') ? "" : " ") + run.text;
            }
        }
        turn(speaker, paragraphs);
    }

private:
    std::string_view in_language(bundles::LanguageMap const& texts) const
    {
        return bundles::in_language(texts, language_, metadata_.language);
    }

    void rule()
    {
        if (page_.layout == Layout::page) line("* * *");
        if (page_.layout == Layout::plain) out_ += "***\n";
        out_ += '\n';
    }

    void turn(std::string const& speaker, std::vector<std::string> const& paragraphs)
    {
        if (paragraphs.empty()) return;
        std::string label;
        if (!speaker.empty()) label = std::string{bundles::name_of(metadata_.speakers, speaker, language_)} + ':';
        if (page_.layout == Layout::plain) {
            auto first = label.empty() ? paragraphs.front() : label + ' ' + paragraphs.front();
            paragraph(first);
            for (std::size_t i = 1; i < paragraphs.size(); ++i) paragraph(paragraphs[i]);
            return;
        }
        if (!label.empty()) line(safe_for_terminal(label));
        for (auto const& text : paragraphs) paragraph(text, 4);
    }

    void paragraph(std::string_view text, std::size_t indent = 0)
    {
        if (text.empty()) return;
        auto const safe = safe_for_terminal(text);
        for (std::size_t at = 0; at <= safe.size();) {
            auto const newline = std::min(safe.find('\n', at), safe.size());
            lines(std::string_view{safe}.substr(at, newline - at), indent);
            at = newline + 1;
        }
        out_ += '\n';
    }

    void lines(std::string_view text, std::size_t indent)
    {
        if (page_.layout == Layout::plain) {
            out_ += std::string{text} + '\n';
            return;
        }
        for (auto const& part : wrapped(text, page_.width - indent, language_)) line(part, indent);
    }

    void line(std::string_view text, std::size_t indent = 0)
    {
        auto const used = columns_of(text) + indent;
        bool const to_the_right = direction_ == Direction::right_to_left && used < page_.width;
        out_ += std::string(to_the_right ? page_.width - used : indent, ' ') + std::string{text} + '\n';
    }

    bundles::Metadata const& metadata_;
    std::string language_;
    Page page_;
    Direction direction_;
    std::string out_;
};

}  // namespace

std::string terminal_text(bundles::Content const& content, std::string_view language, Page const& page)
{
    Writer writer{content, language, page};
    writer.heading();
    std::visit([&](auto const& transcript) { writer.transcript(transcript); },
               content.transcripts.find(language)->second);
    writer.rights();
    return std::move(writer).finish();
}

std::size_t columns_of(std::string_view text)
{
    std::size_t columns = 0;
    for (auto const c : scalars(text)) columns += columns_of_one(c);
    return columns;
}

std::vector<std::string> wrapped(std::string_view text, std::size_t width, std::string_view language)
{
    std::vector<std::string> lines;
    std::string line;
    for (auto const& piece : pieces_of(text, language)) {
        if (!line.empty() && columns_of(without_trailing_space(line + piece)) > width) {
            lines.push_back(without_trailing_space(std::exchange(line, {})));
        }
        line += piece;
    }
    lines.push_back(without_trailing_space(line));
    return lines;
}

std::string safe_for_terminal(std::string_view text)
{
    auto const codes = icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
    icu::UnicodeString safe;
    for (std::int32_t at = 0; at < codes.length(); at = codes.moveIndex32(at, 1)) {
        auto const c = codes.char32At(at) == '\t' ? UChar32{' '} : codes.char32At(at);
        safe.append(is_unsafe(static_cast<char32_t>(c)) ? UChar32{0xfffd} : c);
    }
    std::string out;
    safe.toUTF8String(out);
    return out;
}

}  // namespace nightletter::reader
