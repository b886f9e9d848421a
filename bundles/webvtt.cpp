#include "bundles/webvtt.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>

#include "bundles/bag.hpp"
#include "bundles/plain_text.hpp"
#include "bundles/speaker_names.hpp"
#include "bundles/webvtt_payload.hpp"

namespace nightletter::bundles {
namespace {

using std::chrono::milliseconds;

constexpr std::string_view arrow = "-->";

// Lines without a blank one among them.
struct Block {
    std::size_t first_line = 0;  // from 1
    std::span<std::string_view const> lines;
};

std::vector<Block> blocks_of(std::span<std::string_view const> lines)
{
    std::vector<Block> blocks;
    std::size_t start = 0;
    for (std::size_t i = 0; i <= lines.size(); ++i) {
        if (i < lines.size() && !lines[i].empty()) continue;
        if (i > start) blocks.push_back({start + 1, lines.subspan(start, i - start)});
        start = i + 1;
    }
    return blocks;
}

std::optional<std::int64_t> digits(std::string_view text, std::size_t fewest, std::size_t most)
{
    std::int64_t value = 0;
    if (text.size() < fewest || text.size() > most || text.front() == '-') return std::nullopt;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

bool has_arrow(std::string_view line)
{
    return line.find(arrow) != std::string_view::npos;
}

std::optional<TextFault> fault_in_header(std::span<std::string_view const> lines)
{
    if (lines.empty() || !lines.front().starts_with("WEBVTT")) {
        return TextFault{Refusal::malformed_webvtt, 1, "the first line is not WEBVTT"};
    }
    if (lines.front() != "WEBVTT") {
        return TextFault{Refusal::outside_webvtt_subset, 1, "words after WEBVTT in the first line"};
    }
    if (lines.size() > 1 && !lines[1].empty()) {
        return TextFault{Refusal::outside_webvtt_subset, 2, "header lines under WEBVTT"};
    }
    return std::nullopt;
}

class Reading {
public:
    explicit Reading(std::span<Speaker const> speakers) : names_{speakers} {}

    std::optional<TextFault> take(Block const& block)
    {
        auto const timed_first = has_arrow(block.lines.front());
        auto const has_id = !timed_first && block.lines.size() > 1 && has_arrow(block.lines[1]);
        auto const kind = block.lines.front().substr(0, block.lines.front().find_first_of(" \t"));
        if (!timed_first && (kind == "NOTE" || kind == "STYLE" || kind == "REGION")) {
            return outside(block.first_line, "a " + std::string{kind} + " block");
        }
        if (!timed_first && !has_id) {
            return TextFault{Refusal::malformed_webvtt, block.first_line, "a cue without its line of times"};
        }
        Cue cue;
        if (has_id) cue.id = block.lines.front();
        auto const times = has_id ? std::size_t{1} : std::size_t{0};
        if (auto fault = read_times(block.lines[times], block.first_line + times, cue)) return fault;
        auto runs = parse_payload(block.lines.subspan(times + 1), block.first_line + times + 1, names_);
        if (!runs) return runs.error();
        cue.runs = std::move(*runs);
        return add(std::move(cue), block.first_line);
    }

    Expected<TimedTranscript, TextFault> finish()
    {
        if (made_.cues.empty()) return fail(TextFault{Refusal::no_turns, 0, "no cue"});
        return std::move(made_);
    }

private:
    static TextFault outside(std::size_t line, std::string what)
    {
        return {Refusal::outside_webvtt_subset, line, std::move(what)};
    }

    static std::optional<TextFault> read_times(std::string_view line, std::size_t number, Cue& cue)
    {
        auto const at = line.find(arrow);
        auto after = trimmed(line.substr(at + arrow.size()));
        auto const settings = after.find_first_of(" \t");
        auto const begin = parse_timestamp(trimmed(line.substr(0, at)));
        auto const end = parse_timestamp(after.substr(0, settings));
        if (!begin || !end) {
            return TextFault{Refusal::malformed_webvtt, number, "times are written 00:01:02.500 --> 00:01:04.000"};
        }
        if (settings != std::string_view::npos) return outside(number, "positions or alignment after the times");
        cue.begin = *begin;
        cue.end = *end;
        return std::nullopt;
    }

    std::optional<TextFault> add(Cue cue, std::size_t line)
    {
        auto const bad = [line](std::string what) { return TextFault{Refusal::bad_cue, line, std::move(what)}; };
        if (cue.runs.empty()) return bad("a cue without words");
        if (cue.end <= cue.begin) return bad("a cue that ends before it begins");
        if (!made_.cues.empty() && cue.begin < made_.cues.back().begin) {
            return bad("a cue that begins before the one above it");
        }
        if (!made_.cues.empty() && made_.cues.back().id.empty() != cue.id.empty()) {
            return bad("some cues have an id and some have none");
        }
        if (!cue.id.empty() && !is_cue_id(cue.id)) {
            return bad("a cue id is up to 64 of a-z A-Z 0-9 - _");
        }
        if (!cue.id.empty() && !ids_.insert(cue.id).second) return bad("the cue id \"" + cue.id + "\" a second time");
        made_.cues.push_back(std::move(cue));
        return std::nullopt;
    }

    SpeakerNames names_;
    TimedTranscript made_;
    std::set<std::string, std::less<>> ids_;
};

bool same_voice(Run const& a, Run const& b)
{
    return a.speaker == b.speaker;
}

std::string run_text(Run const& run)
{
    auto text = escaped_payload(run.text);
    if (run.bold) text = "<b>" + text + "</b>";
    if (run.italic) text = "<i>" + text + "</i>";
    if (!run.language.empty()) text = "<lang " + run.language + ">" + text + "</lang>";
    return text;
}

}  // namespace

std::optional<milliseconds> parse_timestamp(std::string_view text)
{
    std::int64_t hours = 0;
    if (std::count(text.begin(), text.end(), ':') == 2) {
        auto const colon = text.find(':');
        auto const read = digits(text.substr(0, colon), 2, 4);
        if (!read) return std::nullopt;
        hours = *read;
        text.remove_prefix(colon + 1);
    }
    if (text.size() != 9 || text[2] != ':' || text[5] != '.') return std::nullopt;
    auto const minutes = digits(text.substr(0, 2), 2, 2);
    auto const seconds = digits(text.substr(3, 2), 2, 2);
    auto const fraction = digits(text.substr(6), 3, 3);
    if (!minutes || !seconds || !fraction || *minutes > 59 || *seconds > 59) return std::nullopt;
    return milliseconds{((hours * 60 + *minutes) * 60 + *seconds) * 1000 + *fraction};
}

bool is_cue_id(std::string_view text)
{
    auto const may_stand = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    };
    return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), may_stand);
}

Expected<TimedTranscript, TextFault> parse_webvtt(ByteView text, std::span<Speaker const> speakers)
{
    auto const lines = read_plain_lines(text, limit::transcript);
    if (!lines) return fail(lines.error());
    if (auto fault = fault_in_header(*lines)) return fail(std::move(*fault));
    Reading reading{speakers};
    auto const blocks = blocks_of(*lines);
    for (std::size_t i = 1; i < blocks.size(); ++i) {  // the first is the header
        if (auto fault = reading.take(blocks[i])) return fail(std::move(*fault));
    }
    return reading.finish();
}

std::string webvtt_text(TimedTranscript const& transcript, std::span<Speaker const> speakers, std::string_view language)
{
    std::string out = "WEBVTT\n";
    for (auto const& cue : transcript.cues) {
        out += '\n';
        if (!cue.id.empty()) out += cue.id + '\n';
        out += timestamp_text(cue.begin) + " --> " + timestamp_text(cue.end) + '\n';
        for (std::size_t i = 0; i < cue.runs.size(); ++i) {
            auto const& run = cue.runs[i];
            bool const voiced = !run.speaker.empty();
            if (voiced && (i == 0 || !same_voice(cue.runs[i - 1], run))) {
                out += "<v " + escaped_payload(name_of(speakers, run.speaker, language)) + '>';
            }
            out += run_text(run);
            if (voiced && (i + 1 == cue.runs.size() || !same_voice(cue.runs[i + 1], run))) out += "</v>";
        }
        out += '\n';
    }
    return out;
}

std::string cue_anchor(TimedTranscript const& transcript, std::size_t index)
{
    auto const& id = transcript.cues.at(index).id;
    return id.empty() ? 'c' + std::to_string(index + 1) : id;
}

std::string timestamp_text(milliseconds time)
{
    auto const padded = [](std::int64_t value, std::size_t width) {
        auto text = std::to_string(value);
        return text.size() < width ? std::string(width - text.size(), '0') + text : text;
    };
    auto const all = time.count();
    return padded(all / 3'600'000, 2) + ':' + padded(all / 60'000 % 60, 2) + ':' + padded(all / 1000 % 60, 2) + '.' +
           padded(all % 1000, 3);
}

}  // namespace nightletter::bundles
