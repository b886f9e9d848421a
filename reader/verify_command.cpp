#include <unistd.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "base/durable_file.hpp"
#include "reader/asking.hpp"
#include "reader/commands.hpp"
#include "reader/judgement_text.hpp"
#include "reader/proof_text.hpp"

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

ExitCode run_proof(BundleArguments const& arguments)
{
    auto const question = question_of(arguments, SystemClock{}.now());
    if (!question) return report(question.error());
    auto const bytes = read_file(arguments.bundle, trust::largest_proof);
    if (!bytes) {
        return report({ExitCode::failed,
                       {bytes.error().sentence(), "unreadable", "that says nothing about what is in the file",
                        "nothing was changed", "look at the file and its permissions, then verify again"}});
    }
    auto const shown = judge_proof(*bytes, arguments.bundle, *question);
    if (!shown) return report(no_proof(shown.error()));
    if (wants_json()) {
        std::cout << proof_json(*shown) << '\n';
        return failure_of(*shown).exit;
    }
    std::cout << proof_line(*shown) << '\n';
    if (!wants_quiet()) std::cout << details(*shown);
    std::cout << std::flush;
    return report(failure_of(*shown));
}

ExitCode run(BundleArguments const& arguments)
{
    if (is_proof(arguments.bundle)) return run_proof(arguments);
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
    return {
        "verify", "checks every byte of a bundle, or explains a proof of two histories",
        "nightletter verify ./some-interview --publisher nlp1…", [](CLI::App& app) {
            auto const arguments = std::make_shared<BundleArguments>();
            add_bundle_arguments(app, *arguments);
            app.get_option("BUNDLE")->description(
                "A bundle's folder or the one above it; or nlb1…, nlp1…, a link: from your library; or the file of a "
                "proof that a mirror kept");
            return [arguments] { return run(*arguments); };
        }};
}

}  // namespace nightletter::reader
