#include "signer/confirmation.hpp"

#include <iostream>

#include "signer/failures.hpp"
#include "signer/terminal.hpp"

namespace nightletter::signer {
namespace {

Failure not_confirmed(ExitCode exit, std::string because, std::string next)
{
    return {exit, {"nothing was signed", "not-confirmed", std::move(because), "nothing was changed", std::move(next)}};
}

}  // namespace

void show_lines(std::vector<std::string> const& lines)
{
    if (wants_json() || wants_quiet()) return;
    for (auto const& line : lines) std::cerr << line << '\n';
}

Expected<void, Failure> confirm(std::string const& question, ConfirmationOptions const& options)
{
    if (options.yes) return {};
    auto const nobody = not_confirmed(ExitCode::wrong_usage, "there is no terminal at which a person could agree",
                                      "read what would be signed, then add --yes");
    if (options.no_input) return fail(nobody);
    auto const terminal = Terminal::open();
    if (!terminal) return fail(nobody);
    auto const answer = terminal->ask(question + " [yes/no] ");
    if (!answer && answer.error() == TerminalFault::interrupted) return fail(stopped());
    if (answer && (*answer == "yes" || *answer == "y")) return {};
    return fail(not_confirmed(ExitCode::failed, "you did not answer yes", "run the same command again"));
}

}  // namespace nightletter::signer
