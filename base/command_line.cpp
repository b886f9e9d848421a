#include "base/command_line.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <iostream>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>

#include "base/text.hpp"

namespace nightletter {
namespace {

// One command line a process: what main's flags said, readable from where output is made.
struct CommonFlags {
    std::string program = "nightletter";
    std::string color = "auto";
    bool json = false;
    bool quiet = false;
};

CommonFlags& flags()
{
    static CommonFlags instance;
    return instance;
}

std::string one_screen_of_help(Program const& program)
{
    auto text = fmt::format("{}: {}\n\nExample:\n  {}\n\nCommands:\n", program.name, program.sentence, program.example);
    for (auto const& command : program.commands) text += fmt::format("  {:<12} {}\n", command.name, command.sentence);
    text += fmt::format(
        "\n{} COMMAND --help shows the options of one command.\n"
        "Everywhere: --json, -q/--quiet, --color=auto|always|never, --version.\n",
        program.name);
    return text;
}

ExitCode wrong_usage(std::string what, std::string because, std::string next)
{
    return report({ExitCode::wrong_usage,
                   {std::move(what), "wrong-usage", std::move(because), "nothing was changed", std::move(next)}});
}

// The word that stands where a command should, when it is none.
std::optional<ExitCode> unknown_command(Program const& program, std::span<char const* const> words)
{
    std::vector<std::string> names;
    for (auto const& command : program.commands) names.push_back(command.name);
    for (std::string const word : words) {
        if (word.starts_with('-')) continue;
        if (std::find(names.begin(), names.end(), word) != names.end()) return std::nullopt;
        auto const near = nearest(word, names);
        return wrong_usage("there is no command '" + word + "'",
                           near ? "did you mean '" + *near + "'?" : "the commands are listed by --help",
                           program.name + " --help");
    }
    return wrong_usage("no command was given", "this program needs one", program.name + " --help");
}

void add_common(CLI::App& app)
{
    app.add_flag("--json", flags().json, "Print one JSON object (or JSON lines) on standard output");
    app.add_flag("-q,--quiet", flags().quiet, "Print results and errors only");
    app.add_option("--color", flags().color, "When to colour words: auto, always or never")
        ->check(CLI::IsMember({"auto", "always", "never"}));
}

}  // namespace

std::string Message::text() const
{
    auto out = word.empty() ? what + "\n" : fmt::format("{} ({})\n", what, word);
    if (!because.empty()) out += "  because  " + because + "\n";
    if (!still.empty()) out += "  still    " + still + "\n";
    if (!next.empty()) out += "  next     " + next + "\n";
    return out;
}

std::string failure_json(Failure const& failure)
{
    auto const& message = failure.message;
    nlohmann::ordered_json const line{{"type", "result"},
                                      {"ok", false},
                                      {"exit", static_cast<int>(failure.exit)},
                                      {"error",
                                       {{"code", message.word},
                                        {"message", message.what},
                                        {"because", message.because},
                                        {"still", message.still},
                                        {"next", message.next}}}};
    return line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

ExitCode report(Failure const& failure)
{
    if (flags().json) {
        std::cout << failure_json(failure) << '\n';
    } else {
        std::cerr << flags().program << ": " << failure.message.text();
    }
    return failure.exit;
}

bool wants_json()
{
    return flags().json;
}

bool wants_quiet()
{
    return flags().quiet;
}

bool may_colour(int fd)
{
    if (flags().json || flags().color == "never") return false;
    if (flags().color == "always") return true;
    char const* const term = std::getenv("TERM");
    return ::isatty(fd) == 1 && std::getenv("NO_COLOR") == nullptr && term != nullptr && std::string{term} != "dumb";
}

int run_program(Program const& program, int argc, char const* const* argv)
{
    flags().program = program.name;
    std::span const words{argv + 1, static_cast<std::size_t>(argc - 1)};
    for (std::string const word : words) flags().json = flags().json || word == "--json";

    CLI::App app{program.sentence, program.name};
    app.set_version_flag("--version", program.name + " " NIGHTLETTER_VERSION);
    app.require_subcommand(0, 1);
    add_common(app);
    std::vector<std::pair<CLI::App*, std::function<ExitCode()>>> prepared;
    for (auto const& command : program.commands) {
        auto* const sub = app.add_subcommand(command.name, command.sentence);
        sub->fallthrough();
        sub->footer("Example:\n  " + command.example);
        prepared.emplace_back(sub, command.prepare(*sub));
    }
    bool const bare_help = words.size() == 1 && (std::string{words[0]} == "--help" || std::string{words[0]} == "-h");
    if (bare_help) {
        std::cout << one_screen_of_help(program);
        return static_cast<int>(ExitCode::done);
    }
    try {
        bool const asks_version = !words.empty() && std::string{words[0]} == "--version";
        if (!asks_version) {
            if (auto const wrong = unknown_command(program, words)) return static_cast<int>(*wrong);
        }
        app.parse(argc, argv);
        for (auto const& [sub, run] : prepared) {
            if (sub->parsed()) return static_cast<int>(run());
        }
    } catch (CLI::Success const& success) {
        return app.exit(success) == 0 ? 0 : static_cast<int>(ExitCode::failed);
    } catch (CLI::ParseError const& error) {
        return static_cast<int>(
            wrong_usage("the command line was not understood", error.what(), program.name + " --help"));
    } catch (std::exception const& error) {
        return static_cast<int>(
            report({ExitCode::failed, {"an unexpected failure", "unexpected", error.what(), {}, {}}}));
    }
    return static_cast<int>(ExitCode::done);
}

}  // namespace nightletter
