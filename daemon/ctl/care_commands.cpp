// Looking after a mirror: reading everything again, the configuration, what happens.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <nlohmann/json.hpp>

#include "config/read.hpp"
#include "daemon/ctl/asking.hpp"
#include "daemon/ctl/commands.hpp"

namespace nightletter::ctl {
namespace {

using Json = nlohmann::json;

ExitCode check_configuration(std::string const& path)
{
    auto const config = config::read_file(path);
    if (config) {
        if (wants_json()) {
            std::cout << Json{{"schema", "nightletter.config/1"}, {"type", "result"}, {"ok", true}, {"exit", 0}}.dump()
                      << '\n';
        } else if (!wants_quiet()) {
            std::cout << path << ": sound\n";
        }
        return ExitCode::done;
    }
    auto const& fault = config.error();
    auto const file = fault.file.empty() ? path : fault.file.string();
    return report({ExitCode::wrong_usage,
                   {file + " is no configuration", "wrong-configuration",
                    (fault.line == 0 ? "" : "line " + std::to_string(fault.line) + ": ") + fault.what,
                    "a daemon that runs goes on with what it had", "correct the file, check again"}});
}

std::string listed(Json const& words)
{
    std::string text;
    for (auto const& word : words) text += (text.empty() ? "" : ", ") + word.get<std::string>();
    return text;
}

ExitCode print_reload(std::string const& text)
{
    auto const answer = Json::parse(text);
    auto const changed = listed(answer["changed"]);
    auto const waiting = listed(answer["need_restart"]);
    std::cout << (changed.empty() ? "nothing says anything else than before" : "changed: " + changed) << '\n';
    if (!waiting.empty())
        std::cout << "in force after a restart: " << waiting << "\n  systemctl restart nightletterd\n";
    return ExitCode::done;
}

bool print_event(std::string const& line)
{
    auto const json = Json::parse(line, nullptr, false);
    if (wants_json() || !json.is_object()) {
        std::cout << line << std::endl;
        return true;
    }
    std::cout << json.value("time", "") << ' ' << json.value("weight", "") << ' ' << json.value("word", "");
    for (auto const& [name, value] : json.items()) {
        if (name == "schema" || name == "time" || name == "weight" || name == "word") continue;
        std::cout << ' ' << name << '=' << (value.is_string() ? value.get<std::string>() : value.dump());
    }
    std::cout << std::endl;
    return true;
}

}  // namespace

Command check_command()
{
    return {"check", "reads every sealed byte again now; what is damaged is healed", "nightletterctl check --all",
            [](CLI::App& app) {
                auto const all = std::make_shared<bool>(false);
                app.add_flag("--all", *all, "Every bundle")->required();
                auto const socket = socket_option(app);
                return [all, socket] {
                    return ask_and_print(*socket, {Method::post, "/v1/check", {}}, [](std::string const&) {
                        if (!wants_quiet()) std::cout << "reading; nightletterctl events shows what is found\n";
                        return ExitCode::done;
                    });
                };
            }};
}

Command config_command()
{
    return {"config", "says whether a configuration is sound", "nightletterctl config check", [](CLI::App& app) {
                auto const what = std::make_shared<std::string>();
                auto const path = std::make_shared<std::string>(usual_configuration);
                app.add_option("WHAT", *what, "check")->required()->check(CLI::IsMember({"check"}));
                app.add_option("FILE", *path, "The configuration, with its drop-ins")->capture_default_str();
                // Whatever an option writes to lives as long as the command.
                return [what, path] { return check_configuration(*path); };
            }};
}

Command reload_command()
{
    return {"reload", "makes the daemon read its configuration again", "nightletterctl reload", [](CLI::App& app) {
                auto const socket = socket_option(app);
                return [=] { return ask_and_print(*socket, {Method::post, "/v1/reload", {}}, print_reload); };
            }};
}

Command events_command()
{
    return {"events", "follows what happens, until Ctrl-C", "nightletterctl events --json", [](CLI::App& app) {
                auto const socket = socket_option(app);
                return [=]() -> ExitCode {
                    auto const done = Client{*socket}.follow("/v1/events", print_event);
                    return done ? ExitCode::done : report(done.error());
                };
            }};
}

}  // namespace nightletter::ctl
