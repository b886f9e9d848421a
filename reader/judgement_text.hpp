// reader/judgement_text.hpp: a judgement in words for people, in JSON for programs.
//
// The three verdicts keep the words of docs/formats.md section 6, with or without colour. No path of the reader's is
// printed that the reader did not type.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/command_line.hpp"
#include "reader/judgement.hpp"

namespace nightletter::reader {

[[nodiscard]] ExitCode exit_code(Verdict verdict);

// The verdict with what it covers: "VERIFIED, a publisher you follow (text only, 2 recordings not held)".
[[nodiscard]] std::string verdict_line(Judgement const& judgement);

// One line for each thing that led to the verdict; findings by file.
[[nodiscard]] std::string details(Judgement const& judgement, UtcTime now);

// One line of details: a name in its column, or none to go on with the name above, and what is said.
[[nodiscard]] std::string row(std::string_view name, std::string const& value);

// "12 bytes", "3.4 MiB".
[[nodiscard]] std::string size_text(std::uint64_t bytes);

// "12 days ago", "today", "in 3 days": how old a publisher's newest word is.
[[nodiscard]] std::string age(UtcTime then, UtcTime now);

// What to say on standard error when the verdict is not `verified`.
[[nodiscard]] Failure failure_of(Judgement const& judgement);

// nightletter.verify/1
[[nodiscard]] std::string judgement_json(Judgement const& judgement, UtcTime now);

}  // namespace nightletter::reader
