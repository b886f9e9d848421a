// base/command_line.hpp: what every program's command line has in common.
//
// Subcommands come from a table. A mistyped word gets "did you mean" and exit code 2; errors are the four lines of
// CONTRIBUTING.md on standard error, or one JSON object with --json. Used by main files only, on one thread.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/exit_code.hpp"

namespace CLI {
class App;
}

namespace nightletter {

// What became of it, the fact that decided it, what is still true, what to do. `word` is the stable, hyphenated name.
struct Message {
    std::string what;
    std::string word;
    std::string because;
    std::string still;
    std::string next;

    [[nodiscard]] std::string text() const;
};

struct Failure {
    ExitCode exit = ExitCode::failed;
    Message message;
};

struct Command {
    std::string name;
    std::string sentence;  // for --help, no full stop
    std::string example;
    // Adds the options to the subcommand and returns what runs once they are parsed.
    std::function<std::function<ExitCode()>(CLI::App&)> prepare;
};

struct Program {
    std::string name;
    std::string sentence;
    std::string example;
    std::vector<Command> commands;
};

// Parses, runs one command, and returns the process's exit code. Never throws.
[[nodiscard]] int run_program(Program const& program, int argc, char const* const* argv);

// One object: what `report` prints with --json.
[[nodiscard]] std::string failure_json(Failure const& failure);
// Prints the message to standard error (as JSON when the command line asked for --json) and returns its code.
ExitCode report(Failure const& failure);

// True after the common flag was given; queries print one object, errors too.
[[nodiscard]] bool wants_json();
[[nodiscard]] bool wants_quiet();
// True when words may be coloured on that stream: a terminal, no NO_COLOR, TERM not dumb, --color not never.
[[nodiscard]] bool may_colour(int fd);

}  // namespace nightletter
