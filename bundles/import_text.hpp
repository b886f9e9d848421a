// bundles/import_text.hpp: turns what people have (pasted web text, SRT, WebVTT) into a transcript.
//
// Importers never invent: title, date and rights stay empty, and a `Word:` at the start of a paragraph that nobody
// declared is a question, never silently somebody's words. Pure functions, any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "bundles/content.hpp"
#include "bundles/metadata.hpp"
#include "bundles/remark.hpp"

namespace nightletter::bundles {

enum class SourceKind { pasted_text, srt, webvtt };

// By what the text looks like, never by a file's name.
[[nodiscard]] SourceKind kind_of_source(ByteView source);

// A `Name:` that starts a paragraph (or a subtitle's line, or a <v Name>) of the source.
struct Candidate {
    std::string name;
    std::size_t times = 0;
    std::size_t first_line = 0;

    bool operator==(Candidate const&) const = default;
};

// In order of first appearance. A program asks a person about each, or takes the names given on its command line.
[[nodiscard]] std::vector<Candidate> speaker_candidates(ByteView source);

struct ImportOptions {
    std::string language;               // BCP 47, lower case; an importer cannot know it
    std::vector<std::string> speakers;  // names a person confirmed, spelled as in the source
};

struct Imported {
    TranscriptName::Kind kind = TranscriptName::Kind::untimed;
    std::string transcript;         // canonical text of data/transcript.<language>.txt or .vtt
    Metadata draft;                 // language and speakers; everything else is left empty
    std::vector<Remark> questions;  // lines are those of the source; weight `question` or `advice`
};

[[nodiscard]] Expected<Imported, TextFault> import_text(ByteView source, ImportOptions const& options);

}  // namespace nightletter::bundles
