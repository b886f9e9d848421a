// bundles/content.hpp: the readable part of a bundle: its metadata with one transcript per language.
//
// The last step of judging a bundle (docs/formats.md section 6 F, "metadata and transcripts parse"): the files are
// handed in as bytes, so that the same judgement serves a folder, a quarantine or a test. Pure functions, any thread.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "bundles/metadata.hpp"
#include "bundles/remark.hpp"
#include "bundles/transcript.hpp"
#include "bundles/webvtt.hpp"

namespace nightletter::bundles {

using AnyTranscript = std::variant<Transcript, TimedTranscript>;

struct Content {
    Metadata metadata;
    std::map<std::string, AnyTranscript, std::less<>> transcripts;  // by language
};

inline constexpr std::string_view metadata_path = "data/metadata.json";  // from the bag's root

struct TranscriptName {
    std::string language;
    enum class Kind { untimed, timed } kind = Kind::untimed;
};

// `data/transcript.fa.txt` → {fa, untimed}; nullopt for a path that is no transcript.
[[nodiscard]] std::optional<TranscriptName> parse_transcript_path(std::string_view path);
[[nodiscard]] std::string transcript_path(TranscriptName const& name);

struct ContentFault {
    std::string path;
    TextFault fault;
};

// `transcripts`: bag path → bytes of every `data/transcript.*` file. Each language of the metadata has exactly one.
[[nodiscard]] Expected<Content, ContentFault> read_content(
    ByteView metadata_json, std::map<std::string, ByteView, std::less<>> const& transcripts);

// One transcript in the form its name says.
[[nodiscard]] Expected<AnyTranscript, TextFault> read_transcript(TranscriptName const& name, ByteView text,
                                                                 std::span<Speaker const> speakers);

}  // namespace nightletter::bundles
