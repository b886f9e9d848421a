// daemon/control/message.hpp: a question over the control socket, with its answer.
//
// docs/control.md. Small values; whoever answers may do so later, once.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/command_line.hpp"

namespace nightletter::daemon::control {

enum class Method { get, put, remove, post };

struct Request {
    Method method = Method::get;
    std::vector<std::string> path;  // "/v1/pins/nlb1…" → v1, pins, nlb1…
    std::string body;               // JSON or empty; at most 64 KiB
};

struct Reply {
    unsigned status = 200;
    std::string type = "application/json";
    std::string body;
    // The connection stays open after the body, for lines that are told to everybody who follows.
    bool follows = false;
};

using Answer = std::function<void(Reply)>;
using Answerer = std::function<void(Request const&, Answer)>;

// What is not done, in the words of the command line: one JSON object.
[[nodiscard]] Reply refusal(unsigned status, Failure const& failure);

}  // namespace nightletter::daemon::control
