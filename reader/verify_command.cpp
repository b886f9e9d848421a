#include <unistd.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "reader/asking.hpp"
#include "reader/commands.hpp"
#include "reader/judgement_text.hpp"

namespace nightletter::reader {
namespace {

std::string coloured(std::string const& line, Verdict verdict)
{
    if (!may_colour(STDOUT_FILENO)) return line;
    char const* const colour = is_verified(verdict)               ? "\x1b[1;32m"
                               : verdict == Verdict::not_verified ? "\x1b[1;31m"
                                                                  : "\x1b[1;33m";
    return colour + line + "\x1b[0m";
}

ExitCode run(BundleArguments const& arguments)
{
    auto const now = SystemClock{}.now();
    auto const judgement = judge_arguments(arguments, now);
    if (!judgement) return report(judgement.error());
    if (wants_json()) {
        std::cout << judgement_json(*judgement, now) << '\n';
        return exit_code(judgement->verdict);
    }
    std::cout << coloured(verdict_line(*judgement), judgement->verdict) << '\n';
    if (!wants_quiet()) std::cout << details(*judgement, now);
    std::cout << std::flush;
    return is_verified(judgement->verdict) ? ExitCode::done : report(failure_of(*judgement));
}

}  // namespace

Command verify_command()
{
    return {"verify", "checks every byte of a bundle", "nightletter verify ./some-interview --publisher nlp1…",
            [](CLI::App& app) {
                auto const arguments = std::make_shared<BundleArguments>();
                add_bundle_arguments(app, *arguments);
                return [arguments] { return run(*arguments); };
            }};
}

}  // namespace nightletter::reader
