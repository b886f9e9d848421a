// base/moved.hpp: bytes that went over the network, by direction.
//
// Whoever counts says what of the layers below is in it. No units but bytes; any thread.
#pragma once

#include <cstdint>

namespace nightletter {

struct Moved {
    std::uint64_t sent = 0;
    std::uint64_t received = 0;

    [[nodiscard]] std::uint64_t total() const { return sent + received; }
    // What was counted since; nothing where the count began anew.
    [[nodiscard]] Moved since(Moved const& earlier) const
    {
        return {sent - (sent < earlier.sent ? sent : earlier.sent),
                received - (received < earlier.received ? received : earlier.received)};
    }
    Moved& operator+=(Moved const& more)
    {
        sent += more.sent;
        received += more.received;
        return *this;
    }
    bool operator==(Moved const&) const = default;
};

}  // namespace nightletter
