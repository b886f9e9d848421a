#include "daemon/ctl/asking.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <array>
#include <iostream>
#include <nlohmann/json.hpp>

namespace nightletter::ctl {

std::shared_ptr<std::string> socket_option(CLI::App& app)
{
    auto socket = std::make_shared<std::string>(usual_socket);
    app.add_option("--socket", *socket, "The daemon's control socket")->capture_default_str();
    return socket;
}

ExitCode ask_and_print(std::string const& socket, Question const& question,
                       std::function<ExitCode(std::string const&)> const& print)
{
    auto const answer = Client{socket}.ask(question);
    if (!answer) return report(answer.error());
    if (wants_json()) {
        std::cout << *answer;
        return ExitCode::done;
    }
    if (!nlohmann::json::parse(*answer, nullptr, false).is_object()) {
        return report({ExitCode::failed,
                       {"the answer could not be read", "bad-answer", "nightletterd speaks another version",
                        "what was asked is done", "update both to the same version"}});
    }
    return print(*answer);
}

std::string size_text(std::uint64_t bytes)
{
    constexpr std::array<char const*, 5> units{"B", "KB", "MB", "GB", "TB"};
    auto size = static_cast<double>(bytes);
    std::size_t unit = 0;
    for (; size >= 1000 && unit + 1 < units.size(); ++unit) size /= 1000;
    return unit == 0 ? fmt::format("{} B", bytes) : fmt::format("{:.1f} {}", size, units[unit]);
}

}  // namespace nightletter::ctl
