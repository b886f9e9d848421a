// bundles/webvtt_payload.hpp: the words of one cue, with its tags read into runs.
//
// Belongs to webvtt.hpp. White space around line breaks, and at both ends of a cue, means nothing; between two runs it
// belongs to the first.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bundles/speaker_names.hpp"
#include "bundles/webvtt.hpp"

namespace nightletter::bundles {

// Takes text character by character; adjacent runs differ in what is said about them.
class RunBuilder {
public:
    void put(std::string_view text, Run const& style);
    [[nodiscard]] std::vector<Run> finish() && { return std::move(made_); }

private:
    void settle_white_space();

    std::vector<Run> made_;
    std::string white_space_;
};

// The character that an entity at the start of `text` stands for, and takes it off; nullopt when there is none.
[[nodiscard]] std::optional<std::string_view> take_entity(std::string_view& text);

// `first_line` is the number of the first of `lines`, for faults.
[[nodiscard]] Expected<std::vector<Run>, TextFault> parse_payload(std::span<std::string_view const> lines,
                                                                  std::size_t first_line, SpeakerNames const& names);

// `&amp;`, `&lt;`, `&gt;` for what a cue's text cannot hold raw.
[[nodiscard]] std::string escaped_payload(std::string_view text);

}  // namespace nightletter::bundles
