// daemon/control/operations.hpp: what may be asked of the daemon over its control socket.
//
// The daemon carries it out; tests stand in for it. Loop thread only.
#pragma once

#include "base/loop.hpp"
#include "daemon/policy.hpp"
#include "daemon/standing.hpp"

namespace nightletter::daemon::control {

enum class MirrorState { open, closing, closed };

class Operations {
public:
    virtual ~Operations() = default;

    [[nodiscard]] virtual Policy& policy() = 0;
    [[nodiscard]] virtual Standing const& standing() const = 0;
    [[nodiscard]] virtual MirrorState state() const = 0;
    [[nodiscard]] virtual UtcTime now() const = 0;
    // What the policy says now is to be in force; answered at once, done soon after.
    virtual void take_effect() = 0;
    [[nodiscard]] virtual Expected<Policy::Reloaded, config::Fault> reload() = 0;
    // Every sealed byte is to be read again, out of turn; false: the mirror is not open.
    [[nodiscard]] virtual bool read_everything_again() = 0;
    // As Loop::work.
    [[nodiscard]] virtual bool work(std::function<void()> job, std::function<void()> done) = 0;
};

}  // namespace nightletter::daemon::control
