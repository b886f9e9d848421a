// What a shell needs to finish words that are begun: the commands with their options, as they are, written as a script.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>

#include "daemon/ctl/commands.hpp"

namespace nightletter::ctl {
namespace {

// `command` and `words` are filled in; where there are no words, the shell offers names of files.
constexpr char const* script = R"(# Completion of {0} for bash:  source <({0} completion bash)
_{0}()
{{
    local command="" words="" number
    for ((number = 1; number < COMP_CWORD; ++number)); do
        [[ ${{COMP_WORDS[number]}} == -* ]] || {{ command="${{COMP_WORDS[number]}}"; break; }}
    done
    case "$command ${{COMP_WORDS[COMP_CWORD - 1]}}" in
{1}    esac
    COMPREPLY=($(compgen -W "$words" -- "${{COMP_WORDS[COMP_CWORD]}}"))
}}
complete -o default -F _{0} {0}
)";

// `TEXT:{unlisted,public,hidden}` → unlisted public hidden
std::string choices_of(CLI::Option const& option)
{
    auto const type = option.get_type_name();
    auto const open = type.find('{');
    if (open == std::string::npos) return {};
    auto words = type.substr(open + 1, type.find('}', open) - open - 1);
    std::replace(words.begin(), words.end(), ',', ' ');
    return words;
}

std::string names_of(CLI::App const& app)
{
    std::string words;
    for (auto const* const option : app.get_options()) {
        for (auto const& name : option->get_lnames()) words += " --" + name;
        if (option->get_positional()) words += ' ' + choices_of(*option);
    }
    return words;
}

// The word after an option that takes one.
std::string values_of(CLI::App const& app, std::string const& command)
{
    std::string cases;
    for (auto const* const option : app.get_options()) {
        if (option->get_items_expected_max() == 0) continue;
        for (auto const& name : option->get_lnames())
            cases += fmt::format("        \"{} --{}\") words=\"{}\" ;;\n", command, name, choices_of(*option));
    }
    return cases;
}

std::string bash_script(CLI::App const& app)
{
    std::string commands;
    std::string cases;
    for (auto const* const sub : app.get_subcommands({})) {
        auto const& name = sub->get_name();
        commands += name + ' ';
        cases += values_of(*sub, name) + values_of(app, name);
        cases += fmt::format("        \"{} \"*) words=\"{}{}\" ;;\n", name, names_of(*sub), names_of(app));
    }
    cases += values_of(app, "") + fmt::format("        \" \"*) words=\"{}{}\" ;;\n", commands, names_of(app));
    return fmt::format(script, app.get_name(), cases);
}

}  // namespace

Command completion_command()
{
    return {"completion", "writes a script with which a shell completes words",
            "source <(nightletterctl completion bash)", [](CLI::App& app) {
                auto const shell = std::make_shared<std::string>();
                app.add_option("SHELL", *shell, "bash")->required()->check(CLI::IsMember({"bash"}));
                return [&app, shell] {
                    std::cout << bash_script(*app.get_parent());
                    return ExitCode::done;
                };
            }};
}

}  // namespace nightletter::ctl
