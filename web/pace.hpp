// web/pace.hpp: how many bytes at a time one server is asked for.
//
// Some networks freeze a connection after some ten kilobytes, some pass only a trickle. The pace learns what one
// request may carry: it grows while answers come quickly, shrinks to less than what came when one breaks off, and stays
// there for a while. One for each server. It knows no bytes and no clock.
#pragma once

#include <chrono>
#include <cstdint>

#include "web/web.hpp"

namespace nightletter::web {

class Pace {
public:
    static constexpr std::uint64_t least = 2 * 1024;        // bytes
    static constexpr std::uint64_t first = 256 * 1024;      // bytes
    static constexpr std::uint64_t most = 4 * 1024 * 1024;  // bytes: what one request holds in memory
    static constexpr unsigned careful_answers = 32;         // before growing again, once something broke off
    static constexpr auto quick = std::chrono::seconds{4};  // for one answer
    static constexpr auto slow = std::chrono::seconds{30};

    [[nodiscard]] std::uint64_t step() const { return step_; }
    // Once something broke off, each request goes by a connection of its own until the pace has grown back.
    [[nodiscard]] Connection connection() const { return careful_ ? Connection::fresh : Connection::shared; }

    void answered(std::uint64_t bytes, std::chrono::milliseconds took);
    void broke_off(std::uint64_t bytes);

private:
    std::uint64_t step_ = first;
    bool careful_ = false;
    unsigned answers_ = 0;  // in a row, since the last change
};

}  // namespace nightletter::web
