// daemon/service.hpp: the mirror kept open, opened anew when the operator decides otherwise.
//
// Opening is recovery, so a changed decision takes effect the way a restart does, within the process: what was verified
// is on disk, connections are made again (docs/decisions/0013). Loop thread only.
#pragma once

#include <memory>

#include "base/loop.hpp"
#include "config/config.hpp"
#include "mirror/node.hpp"

namespace nightletter::daemon {

class Service {
public:
    enum class State { closed, open, closing };

    Service(Loop& loop, mirror::Observer observer);

    // Nothing is open yet, or nothing any more.
    [[nodiscard]] Expected<void, mirror::NotOpened> open(config::Config const& config);
    // Closes what is open; `closed` runs on the loop within five seconds. One at a time.
    void close(std::function<void()> closed);

    [[nodiscard]] State state() const { return state_; }
    // Null unless open.
    [[nodiscard]] mirror::Node* node() { return state_ == State::open ? node_.get() : nullptr; }

private:
    Loop& loop_;
    mirror::Observer observer_;
    std::unique_ptr<mirror::Node> node_;
    State state_ = State::closed;
};

}  // namespace nightletter::daemon
