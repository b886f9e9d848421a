// signer/answer.hpp: what a command says when it has done its work.
//
// Lines for people on standard output, or one JSON object with --json; the same facts either way. Ends a command,
// with exit code 0 unless it says otherwise.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/command_line.hpp"

namespace nightletter::signer {

class Answer {
public:
    explicit Answer(std::string_view command);  // "sign" → schema nightletter.sign/1
    ~Answer();
    Answer(Answer const&) = delete;
    Answer& operator=(Answer const&) = delete;

    Answer& fact(std::string_view name, std::string_view value);
    Answer& fact(std::string_view name, std::uint64_t value);
    Answer& fact(std::string_view name, std::vector<std::string> const& values);
    Answer& claim(std::string_view name, bool holds);
    // For people only; shown even with --quiet, because it is the result.
    Answer& line(std::string_view text);
    // For people only; left out with --quiet.
    Answer& advice(std::string_view text);

    ExitCode give();

private:
    struct Facts;
    std::unique_ptr<Facts> facts_;
    std::string lines_;
};

}  // namespace nightletter::signer
