#include "bundles/import_text.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "base/text.hpp"
#include "bundles/import_subtitles.hpp"
#include "bundles/language_tag.hpp"
#include "bundles/source_text.hpp"
#include "bundles/speaker_names.hpp"

namespace nightletter::bundles {
namespace {

constexpr std::string_view three_stars = "***";

// "hein-htet-kyaw" of "Hein Htet Kyaw"; "speaker-2" where the script gives no a-z.
std::string id_of(std::string_view name, std::size_t number)
{
    std::string id;
    for (auto c : name) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        bool const kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (kept) id += c;
        if (!kept && c == ' ' && !id.empty() && id.back() != '-') id += '-';
    }
    while (id.ends_with('-')) id.pop_back();
    auto const letters = std::count_if(id.begin(), id.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    if (letters < 2 || id.size() > 48) return "speaker-" + std::to_string(number);
    return id;
}

std::vector<Speaker> declared(ImportOptions const& options)
{
    std::vector<Speaker> speakers;
    for (auto const& spelled : options.speakers) {
        auto const name = to_nfc(without_spaces_around(spelled));
        auto const same_name = [&name](Speaker const& s) { return s.name.begin()->second == name; };
        if (name.empty() || std::any_of(speakers.begin(), speakers.end(), same_name)) continue;
        auto id = id_of(name, speakers.size() + 1);
        auto const same_id = [&id](Speaker const& s) { return s.id == id; };
        if (std::any_of(speakers.begin(), speakers.end(), same_id)) id += '-' + std::to_string(speakers.size() + 1);
        speakers.push_back({std::move(id), {{options.language, name}}, false, Role::unspecified});
    }
    return speakers;
}

// Sorts the lines of pasted text into introduction, turns and closing note.
class PastedText {
public:
    PastedText(std::vector<SourceParagraph> const& paragraphs, std::vector<Speaker> const& speakers)
        : paragraphs_{paragraphs}, names_{speakers}
    {
        for (auto const& paragraph : paragraphs_) {
            for (std::size_t i = 0; i < paragraph.lines.size(); ++i) {
                if (speaker_of(paragraph.lines[i])) last_label_ = paragraph.first_line + i;
            }
        }
    }

    Transcript sort()
    {
        for (auto const& paragraph : paragraphs_) take(paragraph);
        finish_turn();
        return std::move(made_);
    }

    std::vector<Remark> questions() && { return std::move(questions_); }

private:
    std::optional<std::string> speaker_of(std::string_view line) const
    {
        auto const label = label_of(line);
        auto const id = label ? names_.find(without_spaces_around(label->name)) : std::nullopt;
        if (!id) return std::nullopt;
        return std::string{*id};
    }

    void take(SourceParagraph const& paragraph)
    {
        auto const first = paragraph.lines.front();
        bool const after_turns = paragraph.first_line > last_label_ && last_label_ != 0;
        if (after_turns && first == three_stars && paragraph.lines.size() == 1) {
            closing_ = true;
            return;
        }
        std::string text;
        bool may_begin_note = after_turns && !closing_;
        for (std::size_t i = 0; i < paragraph.lines.size(); ++i) {
            auto const line = paragraph.lines[i];
            if (auto speaker = speaker_of(line)) {
                put(std::exchange(text, {}));
                start_turn(std::move(*speaker), line, paragraph.first_line + i);
                text = without_spaces_around(label_of(line)->rest);
                may_begin_note = false;
                continue;
            }
            if (i == 0 && may_begin_note && name_like_label(line)) begin_closing_note(line, paragraph.first_line);
            text += (text.empty() ? "" : "\n") + std::string{line};
        }
        put(std::move(text));
    }

    void start_turn(std::string speaker, std::string_view line, std::size_t number)
    {
        finish_turn();
        made_.turns.push_back({std::move(speaker), {}});
        turn_label_ = label_of(line)->name;
        turn_line_ = number;
    }

    // A label with nothing said holds no words; it is left out, and that is said.
    void finish_turn()
    {
        if (made_.turns.empty() || !made_.turns.back().paragraphs.empty()) return;
        made_.turns.pop_back();
        questions_.push_back({.weight = Weight::question,
                              .word = std::string{word(Refusal::empty_turn)},
                              .file = {},
                              .line = turn_line_,
                              .column = 0,
                              .what = "\"" + std::string{turn_label_} + ":\" and nothing said; it was left out",
                              .next = "look whether words are missing in the source"});
    }

    void begin_closing_note(std::string_view line, std::size_t number)
    {
        closing_ = true;
        questions_.push_back({.weight = Weight::question,
                              .word = "closing-note",
                              .file = {},
                              .line = number,
                              .column = 0,
                              .what = "\"" + std::string{label_of(line)->name} +
                                      ":\" is no declared speaker; from here on it is the closing note, nobody's words",
                              .next = "if somebody says this, declare that name as a speaker"});
    }

    void put(std::string text)
    {
        if (text.empty()) return;
        if (closing_) {
            made_.closing_note.push_back(std::move(text));
        } else if (made_.turns.empty()) {
            made_.introduction.push_back(std::move(text));
        } else {
            made_.turns.back().paragraphs.push_back(std::move(text));
        }
    }

    std::vector<SourceParagraph> const& paragraphs_;
    SpeakerNames names_;
    Transcript made_;
    std::vector<Remark> questions_;
    std::size_t last_label_ = 0;  // line of the last declared speaker's label; 0 without one
    std::string_view turn_label_;
    std::size_t turn_line_ = 0;
    bool closing_ = false;
};

std::vector<Candidate> candidates_in(std::vector<SourceParagraph> const& paragraphs)
{
    struct Seen {
        Candidate candidate;
        bool starts_a_paragraph = false;
    };
    std::vector<Seen> seen;
    std::map<std::string, std::size_t, std::less<>> places;
    for (auto const& paragraph : paragraphs) {
        for (std::size_t i = 0; i < paragraph.lines.size(); ++i) {
            auto const name = name_like_label(paragraph.lines[i]);
            if (!name) continue;
            auto const [place, is_new] = places.try_emplace(std::string{*name}, seen.size());
            if (is_new) seen.push_back({{std::string{*name}, 0, paragraph.first_line + i}, false});
            auto& one = seen[place->second];
            ++one.candidate.times;
            one.starts_a_paragraph |= i == 0;
        }
    }
    std::vector<Candidate> candidates;
    for (auto& one : seen) {
        // In the middle of a paragraph a single "Word:" is a sentence; a recurring one is a conversation.
        if (one.starts_a_paragraph || one.candidate.times > 1) candidates.push_back(std::move(one.candidate));
    }
    return candidates;
}

void ask_about_speakers(std::vector<Candidate> const& candidates, std::vector<Speaker> const& speakers,
                        std::vector<Remark>& questions)
{
    SpeakerNames const names{speakers};
    auto const is_note = [](Remark const& r) { return r.word == "closing-note"; };
    auto const note = std::find_if(questions.begin(), questions.end(), is_note);
    auto const asked_already = note == questions.end() ? std::size_t{0} : note->line;
    for (auto const& candidate : candidates) {
        if (names.find(candidate.name) || candidate.first_line == asked_already) continue;
        questions.push_back({.weight = Weight::question,
                             .word = "undeclared-speaker",
                             .file = {},
                             .line = candidate.first_line,
                             .column = 0,
                             .what = "\"" + candidate.name + ":\" (" + std::to_string(candidate.times) +
                                     (candidate.times == 1 ? " time)" : " times)") + ": is this a speaker?",
                             .next =
                                 "if so, declare that name; if not, write a backslash before it, or a line *** above "
                                 "it where the interview is over"});
    }
}

void ask_about_missing_members(std::vector<Remark>& questions)
{
    for (auto const& [member, what] : {std::pair{"title", "what is it called?"}, std::pair{"date", "when was it held?"},
                                       std::pair{"rights", "on what terms may others use it?"}}) {
        questions.push_back({.weight = Weight::question,
                             .word = std::string{word(Refusal::missing_member)},
                             .file = std::string{"bundle.toml"},
                             .line = 0,
                             .column = 0,
                             .what = std::string{member} + " is empty: " + what,
                             .next = "write it into bundle.toml"});
    }
}

SourceKind kind_of(std::vector<std::string> const& lines)
{
    if (lines.front().starts_with("WEBVTT")) return SourceKind::webvtt;
    auto const first = std::find_if(lines.begin(), lines.end(), [](auto const& line) { return !line.empty(); });
    auto const has_times = [&](auto line) { return line != lines.end() && line->find(" --> ") != std::string::npos; };
    if (first != lines.end() && (has_times(first) || has_times(first + 1))) return SourceKind::srt;
    return SourceKind::pasted_text;
}

std::vector<Candidate> candidates_in(std::vector<std::string> const& lines)
{
    if (kind_of(lines) != SourceKind::pasted_text) return subtitle_candidates(lines);
    return candidates_in(source_paragraphs(lines));
}

}  // namespace

SourceKind kind_of_source(ByteView source)
{
    auto const lines = read_source_lines(source);
    return lines ? kind_of(*lines) : SourceKind::pasted_text;
}

std::vector<Candidate> speaker_candidates(ByteView source)
{
    auto const lines = read_source_lines(source);
    return lines ? candidates_in(*lines) : std::vector<Candidate>{};
}

Expected<Imported, TextFault> import_text(ByteView source, ImportOptions const& options)
{
    if (!is_language_tag(options.language)) {
        return fail(
            TextFault{Refusal::bad_member, 0, "the language of the text is needed, as a tag such as fa, my, en"});
    }
    auto const lines = read_source_lines(source);
    if (!lines) return fail(lines.error());
    Imported made;
    made.draft.language = options.language;
    made.draft.speakers = declared(options);
    if (kind_of(*lines) == SourceKind::pasted_text) {
        auto const paragraphs = source_paragraphs(*lines);
        PastedText pasted{paragraphs, made.draft.speakers};
        made.transcript = transcript_text(pasted.sort(), made.draft.speakers, options.language);
        made.questions = std::move(pasted).questions();
    } else {
        auto timed = import_subtitles(*lines, made.draft.speakers);
        if (!timed) return fail(timed.error());
        made.kind = TranscriptName::Kind::timed;
        made.transcript = webvtt_text(*timed, made.draft.speakers, options.language);
    }
    ask_about_speakers(candidates_in(*lines), made.draft.speakers, made.questions);
    ask_about_missing_members(made.questions);
    return made;
}

}  // namespace nightletter::bundles
