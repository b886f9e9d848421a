// web/web.hpp: what the rest of the program may ask of web servers.
//
// One port, small enough to fake; the real thing is web/client.hpp. A request is for some bytes of one file and has a
// bound on everything: size, time, silence. It knows nothing of what the bytes mean. Loop thread only; no call blocks.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace nightletter::web {

struct Range {
    std::uint64_t first = 0;
    std::uint64_t size = 0;  // bytes, at most; from 1
};

// `fresh`: one that carries nothing else, for links on which every connection dies after so many bytes.
enum class Connection { shared, fresh };

struct Request {
    std::string url;
    Range range;
    Connection connection = Connection::shared;
    std::chrono::milliseconds stall = std::chrono::seconds{20};  // without a byte
    std::chrono::milliseconds deadline = std::chrono::minutes{2};
};

// Fewer bytes than asked for when the server chose so, or the file has no more.
struct Answer {
    Bytes bytes;
    std::uint64_t total = 0;  // of the whole file, as the server says
};

enum class Fault {
    not_found,    // the server has no such file for us
    refused,      // any other status; redirects too
    too_large,    // more bytes than were asked for
    wrong_range,  // other bytes than were asked for
    untrusted,    // its certificate is not good for this name
    unreachable,  // no answer began
    broken_off,   // the answer began and then ended, stood still, took too long
};

[[nodiscard]] std::string_view word(Fault fault);

struct Failure {
    Fault fault = Fault::unreachable;
    Bytes received;  // the beginning of what was asked for, when it was broken off
    std::uint64_t total = 0;
};

using Outcome = Expected<Answer, Failure>;

// A request under way; destroying it ends it, and then nobody is told.
class Visit {
public:
    virtual ~Visit() = default;
};

class Web {
public:
    virtual ~Web() = default;
    // `done` comes later, never from inside the call; the visit may be destroyed in it.
    [[nodiscard]] virtual std::unique_ptr<Visit> get(Request request, std::function<void(Outcome)> done) = 0;
};

}  // namespace nightletter::web
