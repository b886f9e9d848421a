// reader/progress.hpp: what a person sees while a fetch goes on.
//
// On a terminal one line of standard error that is written over; elsewhere a plain line now and then. It says which
// stage, how much, from how many, in words that are not the protocol's. With --json each report is a line on standard
// output.
#pragma once

#include <chrono>
#include <map>
#include <string>

#include "mirror/report.hpp"

namespace nightletter::reader {

enum class ProgressForm { none, plain, terminal, json };

class Progress {
public:
    using Moment = std::chrono::steady_clock::time_point;

    explicit Progress(ProgressForm form) : form_{form} {}

    // What to write now, with its line end or carriage return; often empty.
    [[nodiscard]] std::string asking(Moment now);
    [[nodiscard]] std::string line(mirror::Report const& report, Moment now);
    // Clears the line that stands on the terminal.
    [[nodiscard]] std::string finish();

private:
    [[nodiscard]] std::string say(std::string const& text);
    [[nodiscard]] std::string overwrite(std::string const& text, Moment now);

    ProgressForm form_;
    bool line_stands_ = false;
    std::optional<Moment> last_;
};

}  // namespace nightletter::reader
