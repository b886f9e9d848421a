// One look: well or not, why, what to type.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <nlohmann/json.hpp>

#include "daemon/ctl/asking.hpp"
#include "daemon/ctl/commands.hpp"

namespace nightletter::ctl {
namespace {

using Json = nlohmann::json;

std::string listed(Json const& words)
{
    std::string text;
    for (auto const& word : words) text += (text.empty() ? "" : ", ") + word.get<std::string>();
    return text;
}

std::string coloured(std::string const& text, bool is_well)
{
    if (!may_colour(1)) return text;
    return fmt::format("\033[{}m{}\033[0m", is_well ? 32 : 31, text);
}

void print_publishers(Json const& publishers)
{
    if (publishers.empty()) {
        std::cout << "publishers  none; nightletterctl follow nlp1... --role unlisted\n";
        return;
    }
    for (auto const& one : publishers) {
        std::cout << fmt::format("{}  {}\n            {} of {} bundles, {}; feed {}, {}\n", one.value("publisher", ""),
                                 one.value("name", ""), one.value("sealed", 0U), one.value("releases", 0U),
                                 size_text(one.value("bytes", std::uint64_t{0})), one.value("seq", std::uint64_t{0}),
                                 listed(one["labels"]));
    }
}

std::string moved_text(Json const& moved)
{
    return size_text(moved.value("sent", std::uint64_t{0}) + moved.value("received", std::uint64_t{0}));
}

void print_traffic(Json const& traffic)
{
    auto const monthly = traffic.value("monthly", std::uint64_t{0});
    auto const bound = monthly == 0 ? "" : fmt::format(" of {} ({})", size_text(monthly), traffic.value("state", ""));
    std::cout << fmt::format("traffic     {}{} this month, {} today\n", moved_text(traffic["month"]), bound,
                             moved_text(traffic["today"]));
}

void print_attention(Json const& attention)
{
    for (auto const& one : attention) {
        std::cout << fmt::format(
            "attention   {} ({} times, last {})\n            {}\n            "
            "nightletterctl explain {}\n",
            one.value("word", ""), one.value("count", 0U), one.value("last", ""), one.value("line", ""),
            one.value("word", ""));
    }
}

ExitCode print(std::string const& answer)
{
    auto const status = Json::parse(answer);
    bool const is_well = status.value("healthy", false);
    auto const& store = status["store"];
    auto const& bundles = status["bundles"];
    auto const quota = store.value("quota", std::uint64_t{0});
    std::cout << coloured(is_well ? "healthy" : "NOT HEALTHY", is_well) << ", " << status.value("state", "") << ", "
              << status.value("role", "") << (status.value("role_decided", false) ? "" : " (nobody chose yet)");
    if (status["port"].is_number()) std::cout << ", port " << status["port"].get<unsigned>();
    std::cout << fmt::format("\nkept        {} of {}, {} free\n", size_text(store.value("bytes", std::uint64_t{0})),
                             quota == 0 ? "what the disk holds" : size_text(quota),
                             size_text(store.value("free", std::uint64_t{0})));
    std::cout << fmt::format("bundles     {} sealed, {} arriving, {} damaged\n", bundles.value("sealed", 0U),
                             bundles.value("arriving", 0U), bundles.value("damaged", 0U));
    print_traffic(status["traffic"]);
    print_publishers(status["publishers"]);
    for (auto const& id : status["needs_seeds"]) std::cout << "needs seeds " << id.get<std::string>() << '\n';
    print_attention(status["attention"]);
    return ExitCode::done;
}

}  // namespace

Command status_command()
{
    return {"status", "shows everything on one screen", "nightletterctl status", [](CLI::App& app) {
                auto const socket = socket_option(app);
                return [=] { return ask_and_print(*socket, {Method::get, "/v1/status", {}}, print); };
            }};
}

}  // namespace nightletter::ctl
