#include "bundles/import_subtitles.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "bundles/language_tag.hpp"
#include "bundles/plain_text.hpp"
#include "bundles/source_text.hpp"
#include "bundles/speaker_names.hpp"
#include "bundles/webvtt_payload.hpp"

namespace nightletter::bundles {
namespace {

constexpr std::string_view arrow = "-->";
constexpr std::size_t longest_tag = 512;  // bytes; a `<` without its `>` so near is only a sign

struct RawCue {
    std::size_t first_line = 0;  // of its words, from 1
    std::string id;
    std::string times;
    std::vector<std::string_view> words;
};

bool has_arrow(std::string_view line)
{
    return line.find(arrow) != std::string_view::npos;
}

// A cue is a line with an arrow, the line above it in its block as id, the lines below as words.
std::vector<RawCue> raw_cues(std::vector<std::string> const& lines)
{
    std::vector<RawCue> cues;
    for (auto const& block : source_paragraphs(lines)) {
        auto const times = std::find_if(block.lines.begin(), block.lines.end(), has_arrow);
        if (times == block.lines.end()) continue;
        auto const index = static_cast<std::size_t>(times - block.lines.begin());
        RawCue cue{block.first_line + index + 1, {}, std::string{*times}, {times + 1, block.lines.end()}};
        if (index > 0) cue.id = block.lines[index - 1];
        cues.push_back(std::move(cue));
    }
    return cues;
}

// SRT writes a comma and sometimes one digit of hours.
std::optional<std::chrono::milliseconds> loose_timestamp(std::string_view text)
{
    std::string plain{text};
    std::replace(plain.begin(), plain.end(), ',', '.');
    if (plain.find(':') == 1) plain.insert(0, 1, '0');
    return parse_timestamp(plain);
}

bool read_times(std::string_view line, Cue& cue)
{
    auto const at = line.find(arrow);
    auto const after = trimmed(line.substr(at + arrow.size()));
    auto const begin = loose_timestamp(trimmed(line.substr(0, at)));
    auto const end = loose_timestamp(after.substr(0, after.find_first_of(" \t")));
    if (!begin || !end) return false;
    cue.begin = *begin;
    cue.end = *end;
    return true;
}

// The words of one cue, whatever tags they come in.
class LooseWords {
public:
    explicit LooseWords(SpeakerNames const& names) : names_{names} {}

    void take(std::string_view line)
    {
        line = voiced(line);
        while (!line.empty()) {
            if (line.front() == '<' && tag(line)) continue;
            auto const brace = line.substr(0, longest_tag).find('}');
            if (line.starts_with("{\\") && brace != std::string_view::npos) {  // SubStation's {\an8}
                line.remove_prefix(brace + 1);
                continue;
            }
            if (auto const entity = take_entity(line)) {
                runs_.put(*entity, style_);
                continue;
            }
            auto const next = std::min(line.find_first_of("<{&", 1), line.size());
            runs_.put(line.substr(0, next), style_);
            line.remove_prefix(next);
        }
        runs_.put("\n", style_);
    }

    std::vector<Run> finish() && { return std::move(runs_).finish(); }

private:
    // Takes a declared `Name:` off the start of a line and gives it the voice.
    std::string_view voiced(std::string_view line)
    {
        auto const label = label_of(line);
        auto const speaker = label ? names_.find(without_spaces_around(label->name)) : std::nullopt;
        if (!speaker) return line;
        style_.speaker = *speaker;
        return label->rest;
    }

    // False for a `<` that starts no tag: that is a sign.
    bool tag(std::string_view& line)
    {
        auto const end = line.substr(0, longest_tag).find('>');
        if (end == std::string_view::npos || end == 1 || line[1] == ' ') return false;
        auto const inside = line.substr(1, end - 1);
        line.remove_prefix(end + 1);
        bool const opens = inside.front() != '/';
        auto const name = inside.substr(opens ? 0 : 1, inside.find_first_of(" .", 1) - (opens ? 0 : 1));
        auto const annotation = trimmed(inside.substr(std::min(inside.find(' '), inside.size())));
        if (name == "i") style_.italic = opens;
        if (name == "b") style_.bold = opens;
        if (name == "lang")
            style_.language = opens && is_language_tag(annotation) ? std::string{annotation} : std::string{};
        if (name == "v") {
            auto const speaker = opens ? names_.find(without_spaces_around(annotation)) : std::nullopt;
            style_.speaker = speaker ? std::string{*speaker} : std::string{};
        }
        return true;
    }

    SpeakerNames const& names_;
    RunBuilder runs_;
    Run style_;
};

// Keeps the ids when every cue has a usable one of its own, else numbers them.
void settle_ids(std::vector<Cue>& cues)
{
    std::set<std::string> ids;
    bool usable = true;
    for (auto const& cue : cues) usable = usable && is_cue_id(cue.id) && ids.insert(cue.id).second;
    auto const is_number = [](std::string const& id) {
        return std::all_of(id.begin(), id.end(), [](char c) { return c >= '0' && c <= '9'; });
    };
    // SRT's running numbers are no anchors that anybody chose.
    usable = usable && !std::all_of(ids.begin(), ids.end(), is_number);
    for (std::size_t i = 0; i < cues.size() && !usable; ++i) cues[i].id = 'c' + std::to_string(i + 1);
}

std::optional<std::string_view> voice_in(std::string_view line)
{
    auto const at = line.find("<v");
    auto const end = line.find('>', at);
    if (at == std::string_view::npos || end == std::string_view::npos) return std::nullopt;
    auto const space = line.find(' ', at);
    if (space == std::string_view::npos || space > end) return std::nullopt;
    auto const name = without_spaces_around(line.substr(space, end - space));
    return name.empty() ? std::nullopt : std::optional{name};
}

}  // namespace

std::vector<Candidate> subtitle_candidates(std::vector<std::string> const& lines)
{
    std::vector<Candidate> candidates;
    std::map<std::string, std::size_t, std::less<>> places;
    for (auto const& cue : raw_cues(lines)) {
        for (std::size_t i = 0; i < cue.words.size(); ++i) {
            auto const voice = voice_in(cue.words[i]);
            auto const name = voice ? voice : name_like_label(cue.words[i]);
            if (!name) continue;
            auto const [place, is_new] = places.try_emplace(std::string{*name}, candidates.size());
            if (is_new) candidates.push_back({std::string{*name}, 0, cue.first_line + i});
            ++candidates[place->second].times;
        }
    }
    return candidates;
}

Expected<TimedTranscript, TextFault> import_subtitles(std::vector<std::string> const& lines,
                                                      std::span<Speaker const> speakers)
{
    SpeakerNames const names{speakers};
    TimedTranscript made;
    for (auto const& raw : raw_cues(lines)) {
        Cue cue;
        if (!read_times(raw.times, cue)) {
            return fail(TextFault{Refusal::malformed_webvtt, raw.first_line - 1, "times that cannot be read"});
        }
        LooseWords words{names};
        for (auto const line : raw.words) words.take(line);
        cue.runs = std::move(words).finish();
        if (cue.runs.empty()) continue;  // nothing is said
        if (cue.end <= cue.begin) {
            return fail(TextFault{Refusal::bad_cue, raw.first_line - 1, "a cue that ends before it begins"});
        }
        cue.id = raw.id;
        made.cues.push_back(std::move(cue));
    }
    if (made.cues.empty()) return fail(TextFault{Refusal::no_turns, 0, "no cue with words in it"});
    std::stable_sort(made.cues.begin(), made.cues.end(), [](Cue const& a, Cue const& b) { return a.begin < b.begin; });
    settle_ids(made.cues);
    return made;
}

}  // namespace nightletter::bundles
