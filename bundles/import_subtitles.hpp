// bundles/import_subtitles.hpp: reads SRT with its loose habits, or any WebVTT, as the timed transcript we carry.
//
// Belongs to import_text.hpp. Styles, positions, comments and unknown tags are dropped; words and times never are. A
// `Name:` at the start of a line of SRT is a voice when it is declared.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "bundles/import_text.hpp"

namespace nightletter::bundles {

[[nodiscard]] std::vector<Candidate> subtitle_candidates(std::vector<std::string> const& lines);

[[nodiscard]] Expected<TimedTranscript, TextFault> import_subtitles(std::vector<std::string> const& lines,
                                                                    std::span<Speaker const> speakers);

}  // namespace nightletter::bundles
