// daemon/ctl/asking.hpp: what the commands of nightletterctl have in common.
//
// The socket's option, the question, the object that came back. Main thread.
#pragma once

#include <memory>

#include "daemon/ctl/client.hpp"

namespace CLI {
class App;
}

namespace nightletter::ctl {

inline constexpr char const* usual_configuration = "/etc/nightletter/nightletterd.toml";
inline constexpr char const* usual_socket = "/run/nightletter/control.sock";

// The option --socket; the path is filled in once the command line is parsed.
[[nodiscard]] std::shared_ptr<std::string> socket_option(CLI::App& app);

// Asks; with --json prints the answer unchanged; otherwise hands it to `print`, one JSON object. Returns the command's
// exit code.
[[nodiscard]] ExitCode ask_and_print(std::string const& socket, Question const& question,
                                     std::function<ExitCode(std::string const&)> const& print);

// `1.2 GB`
[[nodiscard]] std::string size_text(std::uint64_t bytes);

}  // namespace nightletter::ctl
