#include "bundles/transcript.hpp"

#include <optional>
#include <string_view>

#include "bundles/bag.hpp"
#include "bundles/plain_text.hpp"
#include "bundles/speaker_names.hpp"

namespace nightletter::bundles {
namespace {

constexpr std::string_view end_of_turns = "***";

struct Paragraph {
    std::size_t first_line = 0;  // from 1
    std::vector<std::string_view> lines;
};

// A line `***` is a paragraph of its own, with or without blank lines around it.
std::vector<Paragraph> paragraphs_of(std::vector<std::string_view> const& lines)
{
    std::vector<Paragraph> paragraphs;
    bool continues = false;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        bool const alone = lines[i] == end_of_turns;
        if (lines[i].empty()) {
            continues = false;
            continue;
        }
        if (!continues || alone) paragraphs.push_back({i + 1, {}});
        paragraphs.back().lines.push_back(lines[i]);
        continues = !alone;
    }
    return paragraphs;
}

// A backslash at the start of a line says "these are only words"; before white space or nothing it is itself.
std::string_view unescaped(std::string_view line)
{
    if (line.size() < 2 || line.front() != '\\' || line[1] == ' ' || line[1] == '\t') return line;
    return line.substr(1);
}

class Reading {
public:
    explicit Reading(std::span<Speaker const> speakers) : names_{speakers} {}

    std::optional<TextFault> take(Paragraph const& paragraph)
    {
        auto const first = paragraph.lines.front();
        if (first == end_of_turns) return end_turns(paragraph.first_line);
        auto const label = label_of(first);
        auto const speaker = label ? names_.find(label->name) : std::nullopt;
        if (speaker) return start_turn(paragraph, *speaker, *label);
        std::string text;
        return words(paragraph, 0, text);
    }

    Expected<Transcript, TextFault> finish(std::size_t lines)
    {
        if (auto fault = unfinished_turn()) return fail(std::move(*fault));
        if (made_.turns.empty()) {
            return fail(
                TextFault{Refusal::no_turns, 0, "no paragraph starts with a declared speaker's name and a colon"});
        }
        if (ended_at_ != 0 && made_.closing_note.empty()) {
            return fail(TextFault{Refusal::misplaced_closing_note, lines, "nothing follows the line ***"});
        }
        return std::move(made_);
    }

private:
    std::optional<TextFault> end_turns(std::size_t line)
    {
        if (ended_at_ != 0) {
            return TextFault{Refusal::misplaced_closing_note, line,
                             "a second line ***; the first, in line " + std::to_string(ended_at_) +
                                 ", already ended the turns. Write \\*** if it is only an ornament"};
        }
        if (auto fault = unfinished_turn()) return fault;
        ended_at_ = line;
        return std::nullopt;
    }

    std::optional<TextFault> start_turn(Paragraph const& paragraph, std::string_view speaker, Label const& label)
    {
        if (ended_at_ != 0) {
            return TextFault{Refusal::misplaced_closing_note, paragraph.first_line,
                             "a turn of " + std::string{label.name} + " after the line *** in line " +
                                 std::to_string(ended_at_) + ", which ends the turns"};
        }
        if (auto fault = unfinished_turn()) return fault;
        made_.turns.push_back({std::string{speaker}, {}});
        turn_line_ = paragraph.first_line;
        turn_name_ = label.name;
        std::string text{label.rest};
        if (paragraph.lines.size() == 1 && text.empty()) return std::nullopt;
        return words(paragraph, 1, text);
    }

    // Adds lines `from` on to `text`, which becomes a paragraph of whatever is being read.
    std::optional<TextFault> words(Paragraph const& paragraph, std::size_t from, std::string& text)
    {
        for (auto i = from; i < paragraph.lines.size(); ++i) {
            auto const line = paragraph.lines[i];
            if (i > 0 && names_.is_label(line)) {
                return TextFault{Refusal::label_inside_paragraph, paragraph.first_line + i,
                                 '"' + std::string{label_of(line)->name} +
                                     ":\" in the middle of a paragraph; put a blank line before it, or a backslash "
                                     "if it starts nobody's turn"};
            }
            if (!text.empty()) text += '\n';
            text += unescaped(line);
        }
        destination().push_back(std::move(text));
        return std::nullopt;
    }

    std::vector<std::string>& destination()
    {
        if (ended_at_ != 0) return made_.closing_note;
        return made_.turns.empty() ? made_.introduction : made_.turns.back().paragraphs;
    }

    std::optional<TextFault> unfinished_turn() const
    {
        if (made_.turns.empty() || !made_.turns.back().paragraphs.empty()) return std::nullopt;
        return TextFault{Refusal::empty_turn, turn_line_, "\"" + std::string{turn_name_} + ":\" and nothing said"};
    }

    SpeakerNames names_;
    Transcript made_;
    std::size_t ended_at_ = 0;   // line of ***, 0 before it
    std::size_t turn_line_ = 0;  // where the newest turn starts
    std::string_view turn_name_;
};

class Writing {
public:
    Writing(std::span<Speaker const> speakers, std::string_view language)
        : speakers_{speakers}, language_{language}, names_{speakers}
    {
    }

    void paragraph(std::string_view text, std::string_view label = {})
    {
        if (!out_.empty()) out_ += '\n';
        bool at_start = true;
        for (auto const line : split_lines(text)) {
            if (at_start && !label.empty()) {
                out_ += std::string{label} + ": ";
            } else if (line.starts_with('\\') || line == end_of_turns || names_.is_label(line)) {
                out_ += '\\';
            }
            out_ += line;
            out_ += '\n';
            at_start = false;
        }
    }

    void turn(Turn const& turn)
    {
        auto label = name_of(speakers_, turn.speaker, language_);
        for (auto const& text : turn.paragraphs) paragraph(text, std::exchange(label, {}));
    }

    void end_turns() { out_ += "\n***\n"; }

    std::string finish() && { return std::move(out_); }

private:
    std::span<Speaker const> speakers_;
    std::string_view language_;
    SpeakerNames names_;
    std::string out_;
};

}  // namespace

Expected<Transcript, TextFault> parse_transcript(ByteView text, std::span<Speaker const> speakers)
{
    auto const lines = read_plain_lines(text, limit::transcript);
    if (!lines) return fail(lines.error());
    if (speakers.empty()) return fail(TextFault{Refusal::no_turns, 0, "no speaker is declared"});
    Reading reading{speakers};
    for (auto const& paragraph : paragraphs_of(*lines)) {
        if (auto fault = reading.take(paragraph)) return fail(std::move(*fault));
    }
    return reading.finish(lines->size());
}

std::string transcript_text(Transcript const& transcript, std::span<Speaker const> speakers, std::string_view language)
{
    Writing writing{speakers, language};
    for (auto const& text : transcript.introduction) writing.paragraph(text);
    for (auto const& turn : transcript.turns) writing.turn(turn);
    if (!transcript.closing_note.empty()) writing.end_turns();
    for (auto const& text : transcript.closing_note) writing.paragraph(text);
    return std::move(writing).finish();
}

}  // namespace nightletter::bundles
