// What is mirrored.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <nlohmann/json.hpp>

#include "daemon/ctl/asking.hpp"
#include "daemon/ctl/commands.hpp"

namespace nightletter::ctl {
namespace {

using Json = nlohmann::json;

std::string title_of(Json const& bundle)
{
    if (!bundle.contains("titles") || bundle["titles"].empty()) return {};
    auto const& titles = bundle["titles"];
    return titles.contains("en") ? titles["en"].get<std::string>() : titles.begin()->get<std::string>();
}

ExitCode print_list(std::string const& answer, std::string const& state)
{
    auto const list = Json::parse(answer);
    for (auto const& bundle : list["bundles"]) {
        if (!state.empty() && bundle.value("state", "") != state) continue;
        std::cout << fmt::format("{}  {:8}  {:>9}  {}\n", bundle.value("bundle", ""), bundle.value("state", ""),
                                 size_text(bundle.value("bytes", std::uint64_t{0})), title_of(bundle));
    }
    return ExitCode::done;
}

ExitCode print_one(std::string const& answer)
{
    auto const bundle = Json::parse(answer);
    for (auto const& [name, value] : bundle.items()) {
        if (name == "schema") continue;
        if (name == "titles") {
            for (auto const& [language, title] : value.items())
                std::cout << fmt::format("title {:8} {}\n", language, title.get<std::string>());
            continue;
        }
        if (name == "bytes" || name == "held" || name == "wanted") {
            std::cout << fmt::format("{:14} {}\n", name, size_text(value.get<std::uint64_t>()));
            continue;
        }
        std::cout << fmt::format("{:14} {}\n", name, value.is_string() ? value.get<std::string>() : value.dump());
    }
    return ExitCode::done;
}

}  // namespace

Command list_command()
{
    return {"list", "lists the bundles that are held or on their way", "nightletterctl list --state arriving",
            [](CLI::App& app) {
                auto const state = std::make_shared<std::string>();
                app.add_option("--state", *state, "Only those: sealed, arriving, damaged or missing")
                    ->check(CLI::IsMember({"sealed", "arriving", "damaged", "missing"}));
                auto const socket = socket_option(app);
                return [=] {
                    return ask_and_print(*socket, {Method::get, "/v1/bundles", {}},
                                         [&](std::string const& answer) { return print_list(answer, *state); });
                };
            }};
}

Command show_command()
{
    return {"show", "tells all that is known here of one bundle", "nightletterctl show nlb1...", [](CLI::App& app) {
                auto const id = std::make_shared<std::string>();
                app.add_option("BUNDLE", *id, "nlb1...")->required();
                auto const socket = socket_option(app);
                return [=] { return ask_and_print(*socket, {Method::get, "/v1/bundles/" + *id, {}}, print_one); };
            }};
}

}  // namespace nightletter::ctl
