#include "bundles/lint.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "bundles/content.hpp"
#include "bundles/language_tag.hpp"
#include "bundles/plain_text.hpp"
#include "bundles/source_text.hpp"
#include "bundles/speaker_names.hpp"
#include "bundles/text_direction.hpp"

namespace nightletter::bundles {
namespace {

using Transcripts = std::map<std::string, ByteView, std::less<>>;

constexpr std::string_view right_to_left_mark = "\xe2\x80\x8f";

Remark remark_of(Weight weight, std::string_view word, std::string_view file, std::size_t line, std::string what,
                 std::string next)
{
    return {.weight = weight,
            .word = std::string{word},
            .file = std::string{file},
            .line = line,
            .column = 0,
            .what = std::move(what),
            .next = std::move(next)};
}

std::string without_tags(std::string_view line)
{
    std::string plain;
    for (std::size_t at = 0; at < line.size();) {
        auto const open = std::min(line.find('<', at), line.size());
        plain += line.substr(at, open - at);
        auto const close = line.find('>', open);
        at = close == std::string_view::npos ? line.size() : close + 1;
    }
    return plain;
}

// A player guesses a line's direction from its first letter (WebVTT, "processing model").
bool runs_the_wrong_way(std::string_view words)
{
    return first_direction(words) == Direction::left_to_right && has_letters_of(words, Direction::right_to_left);
}

// ".سلام" for "سلام." : somebody moved the full stop to where a broken player shows it at the right place.
bool has_reversed_punctuation(std::string_view words)
{
    auto const letters = scalars(words);
    static constexpr std::u32string_view marks = U".!?:\u061f\u060c\u061b\u06d4";
    if (letters.size() < 2 || marks.find(letters[0]) == std::u32string_view::npos) return false;
    if (marks.find(letters[1]) != std::u32string_view::npos) return false;
    return first_direction(words) == Direction::right_to_left &&
           marks.find(letters.back()) == std::u32string_view::npos;
}

// One transcript, line by line.
class Looking {
public:
    Looking(std::string_view path, TranscriptName const& name, std::span<Speaker const> speakers)
        : path_{path}, kind_{name.kind}, direction_{direction_of(name.language)}, names_{speakers}
    {
    }

    void look(std::string_view text)
    {
        auto const lines = split_lines(text);
        bool starts_paragraph = true;
        for (std::size_t i = 0; i < lines.size(); ++i) {
            auto const line = trimmed(lines[i]);
            number_ = i + 1;
            if (!line.empty()) look_at(line, starts_paragraph);
            starts_paragraph = line.empty();
        }
    }

    std::vector<Remark> remarks() && { return std::move(remarks_); }

private:
    void look_at(std::string_view line, bool starts_paragraph)
    {
        bool const timed = kind_ == TranscriptName::Kind::timed;
        if (line == "***") in_closing_note_ = true;
        if (timed && line.find("-->") != std::string_view::npos) return;
        auto const words = timed ? without_tags(line) : std::string{line};
        bool const may_be_label = timed ? line.find("<v") == std::string_view::npos : starts_paragraph;
        if (may_be_label && !in_closing_note_) look_for_speaker(line);
        if (has_bidi_override(line)) {
            add(Weight::advice, "bidi-override", "an invisible character that reorders text (U+202A to U+202E)",
                "take it out, or use an isolate (U+2066 to U+2069)");
        }
        if (direction_ != Direction::right_to_left) return;
        if (has_reversed_punctuation(words)) {
            add(Weight::refused, "reversed-punctuation", "a punctuation mark before the words instead of after them",
                "put it where it is read: at the end of the sentence");
        }
        if (timed && runs_the_wrong_way(words)) {
            add(Weight::advice, "direction-mark",
                "the line starts with a left-to-right letter; players will turn it round", "put U+200F at its start");
        }
    }

    void look_for_speaker(std::string_view line)
    {
        auto const name = name_like_label(line);
        if (!name) return;
        auto const written = std::string{*name};
        if (kind_ == TranscriptName::Kind::timed) {
            add(Weight::question, "undeclared-speaker",
                '"' + written + ":\" at the start of a line: is this a speaker?", "if so, write <v " + written + ">");
        } else if (!names_.find(*name)) {
            add(Weight::question, "undeclared-speaker", '"' + written + ":\": is this a speaker?",
                "if so, declare that name in bundle.toml; if not, write a backslash before it, or a line *** above it "
                "where the interview is over");
        } else if (!names_.is_label(line)) {
            add(Weight::question, "undeclared-speaker", "a space between \"" + written + "\" and the colon",
                "write \"" + written + ":\"");
        }
    }

    void add(Weight weight, std::string_view word, std::string what, std::string next)
    {
        remarks_.push_back(remark_of(weight, word, path_, number_, std::move(what), std::move(next)));
    }

    std::string_view path_;
    TranscriptName::Kind kind_;
    Direction direction_;
    SpeakerNames names_;
    std::size_t number_ = 0;
    bool in_closing_note_ = false;
    std::vector<Remark> remarks_;
};

void look_at_languages(Metadata const& metadata, Transcripts const& transcripts, std::vector<Remark>& remarks)
{
    auto const differ = [&remarks](std::string_view file, std::string what, std::string next) {
        remarks.push_back(
            remark_of(Weight::refused, word(Refusal::transcripts_differ), file, 0, std::move(what), std::move(next)));
    };
    auto const languages = metadata.languages();
    std::map<std::string, std::size_t, std::less<>> files;
    for (auto const& [path, text] : transcripts) {
        auto const name = parse_transcript_path(path);
        if (!name) {
            differ(path, "not named transcript.<language>.txt or .vtt", "give it such a name, in lower case");
        } else if (++files[name->language] > 1) {
            differ(path, "a second transcript in one language", "keep one of the two");
        } else if (std::find(languages.begin(), languages.end(), name->language) == languages.end()) {
            differ(path, "bundle.toml does not name the language \"" + name->language + '"',
                   "add it to translations, or take the file away");
        }
    }
    for (auto const& language : languages) {
        if (language.empty() || files.contains(language)) continue;
        differ(bundle_toml_name, "there is no transcript in \"" + language + '"',
               "write " + transcript_path({language, TranscriptName::Kind::untimed}) + ", or take the language out");
    }
}

void look_at_tags(BundleToml const& toml, std::vector<Remark>& remarks)
{
    for (auto const& language : toml.metadata.languages()) {
        if (!is_language_tag(language)) continue;
        auto const unknown = unknown_subtag(language);
        auto const meant = suggested_tag(language);
        if (!unknown && !meant) continue;
        auto const known_line = toml.lines.find("language");
        remarks.push_back(
            remark_of(Weight::advice, "unknown-language", bundle_toml_name,
                      known_line == toml.lines.end() ? 0 : known_line->second,
                      unknown ? "this computer knows no \"" + *unknown + "\" of the tag \"" + language + '"'
                              : "the tag \"" + language + "\" has a newer form",
                      meant ? "write \"" + *meant + "\" if that is meant" : "look the tag up, if it is not meant so"));
    }
}

void look_at_rights_and_consent(BundleToml const& toml, UtcDay today, std::vector<Remark>& remarks)
{
    auto const line = [&toml](std::string_view member) {
        auto const found = toml.lines.find(member);
        return found == toml.lines.end() ? std::size_t{0} : found->second;
    };
    auto const& rights = toml.metadata.rights;
    bool const known = rights.starts_with("https://creativecommons.org/") ||
                       rights.starts_with("http://rightsstatements.org/") ||
                       rights.starts_with("https://rightsstatements.org/");
    if (!rights.empty() && !known) {
        remarks.push_back(remark_of(Weight::advice, "rights-in-words", bundle_toml_name, line("rights"),
                                    "rights is no address of creativecommons.org or rightsstatements.org",
                                    "readers and archives recognise such an address; words are allowed"));
    }
    for (auto const& agreed : toml.metadata.consent) {
        auto const day = agreed.starts_with("not-before ") ? parse_day(agreed.substr(11)) : std::nullopt;
        if (!day || *day <= today) continue;
        remarks.push_back(remark_of(Weight::refused, "too-early", bundle_toml_name, line("consent"),
                                    "the speakers agreed to publication not before " + day_text(*day),
                                    "sign it on that day"));
    }
}

}  // namespace

std::vector<Remark> remarks_in_texts(BundleToml const& toml, Transcripts const& transcripts, UtcDay today)
{
    auto remarks = remarks_in(toml);
    look_at_languages(toml.metadata, transcripts, remarks);
    look_at_tags(toml, remarks);
    look_at_rights_and_consent(toml, today, remarks);
    for (auto const& [path, text] : transcripts) {
        auto const name = parse_transcript_path(path);
        if (!name) continue;
        auto const& speakers = toml.metadata.speakers;
        auto const read = read_transcript(*name, text, speakers);
        if (!read) remarks.push_back(remark(path, read.error()));
        if (!read &&
            (read.error().refusal == Refusal::not_plain_text || read.error().refusal == Refusal::text_too_large)) {
            continue;
        }
        Looking looking{path, *name, speakers};
        looking.look(as_text(text));
        auto found = std::move(looking).remarks();
        std::move(found.begin(), found.end(), std::back_inserter(remarks));
    }
    return remarks;
}

std::string with_direction_marks(std::string_view webvtt)
{
    std::string made;
    bool in_words = false;
    auto const lines = split_lines(webvtt);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        auto line = lines[i];
        if (i > 0) made += '\n';
        if (in_words && runs_the_wrong_way(without_tags(line))) {
            while (line.starts_with('<') && line.find('>') != std::string_view::npos) {
                made += line.substr(0, line.find('>') + 1);
                line.remove_prefix(line.find('>') + 1);
            }
            made += right_to_left_mark;
        }
        made += line;
        in_words = line.find("-->") != std::string_view::npos || (in_words && !trimmed(line).empty());
    }
    return made;
}

}  // namespace nightletter::bundles
