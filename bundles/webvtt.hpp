// bundles/webvtt.hpp: timed transcripts in the part of WebVTT that we carry.
//
// docs/formats.md section 2, "Transcripts": header, cue ids, timings, <v Name>, <i>, <b>, <lang>. Everything else is
// refused in a bundle; the importer drops it. Pure functions, any thread. Times are milliseconds.
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "bundles/metadata.hpp"
#include "bundles/remark.hpp"

namespace nightletter::bundles {

// A run of text with everything that is said about it.
struct Run {
    std::string text;      // not empty; a line break is '\n'
    std::string speaker;   // a Speaker's id; empty for nobody's words
    std::string language;  // of this run when it differs from the transcript's; else empty
    bool italic = false;
    bool bold = false;

    bool operator==(Run const&) const = default;
};

struct Cue {
    std::string id;  // the anchor readers link to; empty in every cue of a file or in none
    std::chrono::milliseconds begin{0};
    std::chrono::milliseconds end{0};
    std::vector<Run> runs;

    bool operator==(Cue const&) const = default;
};

struct TimedTranscript {
    std::vector<Cue> cues;

    bool operator==(TimedTranscript const&) const = default;
};

// Stops at the first fault, with its line.
[[nodiscard]] Expected<TimedTranscript, TextFault> parse_webvtt(ByteView text, std::span<Speaker const> speakers);

// The canonical form; parse_webvtt gives back an equal TimedTranscript.
[[nodiscard]] std::string webvtt_text(TimedTranscript const& transcript, std::span<Speaker const> speakers,
                                      std::string_view language);

// The anchor of the cue at `index`: its id, or "c1", "c2", … in a file without ids.
[[nodiscard]] std::string cue_anchor(TimedTranscript const& transcript, std::size_t index);

// `mm:ss.mmm` or `hh:mm:ss.mmm`, with at least two digits of hours; written always with hours.
[[nodiscard]] std::optional<std::chrono::milliseconds> parse_timestamp(std::string_view text);
[[nodiscard]] std::string timestamp_text(std::chrono::milliseconds time);

// Up to 64 of a-z A-Z 0-9 - _, so that it can stand in a link.
[[nodiscard]] bool is_cue_id(std::string_view text);

}  // namespace nightletter::bundles
