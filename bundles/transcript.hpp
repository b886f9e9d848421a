// bundles/transcript.hpp: untimed transcripts: who said what, in paragraphs.
//
// docs/formats.md section 2, "Transcripts". Only a declared speaker's name starts a turn; nothing is ever attributed
// by guessing. This file knows no file and no importer. Pure functions, any thread.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "bundles/metadata.hpp"
#include "bundles/remark.hpp"

namespace nightletter::bundles {

struct Turn {
    std::string speaker;                  // a Speaker's id
    std::vector<std::string> paragraphs;  // at least one; a line break inside one is '\n'

    bool operator==(Turn const&) const = default;
};

struct Transcript {
    std::vector<std::string> introduction;
    std::vector<Turn> turns;
    std::vector<std::string> closing_note;

    bool operator==(Transcript const&) const = default;
};

// Stops at the first fault, with its line.
[[nodiscard]] Expected<Transcript, TextFault> parse_transcript(ByteView text, std::span<Speaker const> speakers);

// The canonical form: one blank line between paragraphs, `Name: text` on one line, names in `language`.
// parse_transcript gives back an equal Transcript.
[[nodiscard]] std::string transcript_text(Transcript const& transcript, std::span<Speaker const> speakers,
                                          std::string_view language);

}  // namespace nightletter::bundles
