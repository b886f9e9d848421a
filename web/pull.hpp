// web/pull.hpp: brings some bytes of one file, however often the connection stops.
//
// Asks for as much at a time as the server's pace allows, goes on behind what has come when an answer breaks off, gives
// up after three requests in a row that brought next to nothing. Time is a port. Loop thread only.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/loop.hpp"
#include "web/pace.hpp"
#include "web/web.hpp"

namespace nightletter::web {

// `whole`: the range starts at 0, and a file that is longer is too large.
enum class Extent { whole, part };

struct Pulled {
    std::string url;
    Range range;  // size: most that may come
    Extent extent = Extent::whole;
    std::chrono::milliseconds stall = std::chrono::seconds{15};
};

class Pull {
public:
    using Brought = std::function<void(Expected<Bytes, Fault>)>;
    static constexpr unsigned most_failures = 3;         // in a row
    static constexpr std::size_t next_to_nothing = 512;  // bytes; fewer are kept, and count as none
    static constexpr std::chrono::milliseconds first_pause = std::chrono::seconds{1};  // doubled by each failure

    struct Ports {
        Web& web;
        Timers& timers;
        std::function<std::chrono::milliseconds()> moment;
        Pace& pace;
    };

    // `brought` comes later, once; the pull may be destroyed in it. Destroying it before ends it.
    Pull(Ports ports, Pulled pulled, Brought brought);
    ~Pull();
    Pull(Pull const&) = delete;
    Pull& operator=(Pull const&) = delete;

private:
    void ask();
    void answered(Outcome outcome, std::uint64_t asked);
    void failed(Failure failure);
    // False when the bytes cannot be used: the pull has ended.
    [[nodiscard]] bool take(Bytes bytes, std::uint64_t total);
    [[nodiscard]] bool has_all() const;
    void end(Expected<Bytes, Fault> result);

    Ports ports_;
    Pulled pulled_;
    Brought brought_;
    Bytes bytes_;
    std::optional<std::uint64_t> total_;  // of the file
    std::chrono::milliseconds asked_at_{};
    unsigned failures_ = 0;
    std::unique_ptr<Visit> visit_;
    std::unique_ptr<Appointment> pause_;
};

}  // namespace nightletter::web
