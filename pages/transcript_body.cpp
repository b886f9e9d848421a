#include "pages/transcript_body.hpp"

#include "bundles/language_tag.hpp"
#include "bundles/text_direction.hpp"
#include "pages/words.hpp"

namespace nightletter::pages {
namespace {

using bundles::Cue;
using bundles::Role;
using bundles::Run;
using bundles::TimedTranscript;
using bundles::Transcript;
using bundles::Turn;

class Body {
public:
    Body(Html& html, bundles::Content const& content, std::string_view language, Place place)
        : html_{html}, metadata_{content.metadata}, language_{language}, place_{place}, words_{words_in(language)}
    {
    }

    void write(Transcript const& transcript)
    {
        aside(transcript.introduction, words_.part.introduction, "introduction");
        std::size_t number = 0;
        for (auto const& turn : transcript.turns) write(turn, ++number);
        aside(transcript.closing_note, words_.part.closing_note, "closing");
    }

    // Cues that follow one another in one voice stand together.
    void write(TimedTranscript const& transcript)
    {
        std::string_view voice;
        bool open = false;
        for (std::size_t i = 0; i < transcript.cues.size(); ++i) {
            auto const& cue = transcript.cues[i];
            for (std::size_t from = 0; from < cue.runs.size();) {
                auto const to = end_of_voice(cue, from);
                if (!open || cue.runs[from].speaker != voice) {
                    if (std::exchange(open, true)) html_.close().line_break();
                    voice = cue.runs[from].speaker;
                    open_voice(voice);
                }
                write(cue, from, to, bundles::cue_anchor(transcript, i));
                from = to;
            }
        }
        if (open) html_.close().line_break();
    }

private:
    void aside(std::vector<std::string> const& paragraphs, std::string_view heading, std::string_view kind)
    {
        if (paragraphs.empty()) return;
        html_.open("div", {{"class", kind}, {"role", "note"}, {"aria-label", heading}});
        for (auto const& text : paragraphs) paragraph(text);
        html_.close().line_break();
    }

    void write(Turn const& turn, std::size_t number)
    {
        auto const anchor = anchor_of('t' + std::to_string(number));
        html_.open("div", {{"class", class_of(turn.speaker)}, {"id", anchor}, {"lang", language_}});
        auto const label = std::string{words_.part.turn} + ' ' + std::to_string(number);
        html_.link(Link{'#' + anchor}, {{"class", "mark"}, {"aria-label", label}});
        html_.text(std::to_string(number)).close();
        name(turn.speaker);
        for (auto const& text : turn.paragraphs) paragraph(text);
        html_.close().line_break();
    }

    static std::size_t end_of_voice(Cue const& cue, std::size_t from)
    {
        auto to = from + 1;
        while (to < cue.runs.size() && cue.runs[to].speaker == cue.runs[from].speaker) ++to;
        return to;
    }

    void open_voice(std::string_view speaker)
    {
        html_.open("div", {{"class", speaker.empty() ? "turn nobody" : class_of(speaker)}, {"lang", language_}});
        if (!speaker.empty()) name(speaker);
    }

    void write(Cue const& cue, std::size_t from, std::size_t to, std::string const& id)
    {
        if (from > 0) {
            html_.open("p");
        } else {
            auto const anchor = anchor_of(id);
            html_.open("p", {{"id", anchor}});
            auto const time = bundles::timestamp_text(cue.begin);
            html_.link(Link{'#' + anchor}, {{"class", "mark"}, {"dir", "ltr"}});
            html_.leaf("time", time.substr(0, time.find('.')), {{"datetime", time}}).close();
        }
        for (auto i = from; i < to; ++i) write(cue.runs[i]);
        html_.close();
    }

    void write(Run const& run)
    {
        if (!run.language.empty()) html_.open("span", {{"lang", run.language}, {"dir", dir_of(run.language)}});
        if (run.italic) html_.open("i");
        if (run.bold) html_.open("b");
        html_.text(run.text);
        if (run.bold) html_.close();
        if (run.italic) html_.close();
        if (!run.language.empty()) html_.close();
    }

    // A paragraph without a single letter of the transcript's own direction runs the way its letters do.
    void paragraph(std::string_view text)
    {
        if (bundles::has_letters_of(text, bundles::direction_of(language_))) {
            html_.leaf("p", text);
        } else {
            html_.leaf("p", text, {{"dir", "auto"}});
        }
    }

    void name(std::string_view speaker)
    {
        html_.open("p", {{"class", "name"}});
        html_.leaf("bdi", is_editor(speaker) ? words_.part.note : shown_name(speaker)).close();
    }

    std::string_view shown_name(std::string_view speaker) const
    {
        auto const* found = metadata_.speaker(speaker);
        return found == nullptr ? speaker : bundles::in_language(found->name, language_, metadata_.language);
    }

    bool is_editor(std::string_view speaker) const
    {
        auto const* found = metadata_.speaker(speaker);
        return found != nullptr && found->role == Role::editor;
    }

    std::string_view class_of(std::string_view speaker) const
    {
        auto const* found = metadata_.speaker(speaker);
        if (found == nullptr) return "turn";
        if (found->role == Role::editor) return "turn note";
        return found->role == Role::interviewer ? "turn asks" : "turn";
    }

    std::string anchor_of(std::string const& plain) const
    {
        return place_ == Place::first ? plain : std::string{language_} + '.' + plain;
    }

    Html& html_;
    bundles::Metadata const& metadata_;
    std::string_view language_;
    Place place_;
    Words const& words_;
};

}  // namespace

std::string_view dir_of(std::string_view language)
{
    return bundles::direction_of(language) == bundles::Direction::right_to_left ? "rtl" : "ltr";
}

void write_transcript(Html& html, bundles::Content const& content, std::string_view language, Place place)
{
    auto const found = content.transcripts.find(language);
    if (found == content.transcripts.end()) return;
    auto const id = "page." + std::string{language};
    html.open("article", {{"id", id}, {"lang", language}, {"dir", dir_of(language)}});
    auto const title = bundles::in_language(content.metadata.title, language, content.metadata.language);
    if (place == Place::later) html.leaf("h2", title);
    Body body{html, content, language, place};
    std::visit([&body](auto const& transcript) { body.write(transcript); }, found->second);
    html.close().line_break();
}

}  // namespace nightletter::pages
