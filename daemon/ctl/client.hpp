// daemon/ctl/client.hpp: asks the daemon over its control socket.
//
// docs/control.md. One question for each connection, with an end to waiting. Blocks; main thread of nightletterctl.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>

#include "base/command_line.hpp"
#include "base/result.hpp"

namespace nightletter::ctl {

enum class Method { get, put, remove, post };

struct Question {
    Method method = Method::get;
    std::string target;  // "/v1/status"
    std::string body;    // JSON or empty
};

class Client {
public:
    static constexpr std::chrono::seconds patience{30};

    explicit Client(std::filesystem::path socket) : socket_{std::move(socket)} {}

    // The body of the answer. What the daemon refused is a failure in its own words, as is that it could not be asked.
    [[nodiscard]] Expected<std::string, Failure> ask(Question const& question) const;
    // Every line that comes, until `line` returns false or the daemon ends.
    [[nodiscard]] Expected<void, Failure> follow(std::string const& target,
                                                 std::function<bool(std::string const&)> const& line) const;

private:
    std::filesystem::path socket_;
};

}  // namespace nightletter::ctl
