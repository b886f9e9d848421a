// swarm/inbox.hpp: the way from libtorrent's threads to the loop.
//
// Whatever is posted runs on the loop in order, until the loop's side closes the inbox: after that nothing runs.
// Any thread may post; `close` is for the loop thread.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>

#include "base/loop.hpp"

namespace nightletter::swarm {

class Inbox : public std::enable_shared_from_this<Inbox> {
public:
    // `bound`: bytes of payload that may wait for the loop.
    explicit Inbox(Loop& loop, std::size_t bound = 16 * 1024 * 1024) : loop_{loop}, bound_{bound} {}

    // For what is few by nature: a report, an answer to a question of ours.
    void post(std::function<void()> what);
    // For what a stranger sends. False when too much waits already: nothing was queued, the sender is disconnected.
    [[nodiscard]] bool post_payload(std::size_t bytes, std::function<void()> what);
    void close() { closed_ = true; }

private:
    Loop& loop_;
    std::size_t const bound_;
    std::atomic<std::size_t> waiting_ = 0;
    bool closed_ = false;  // loop thread only
};

}  // namespace nightletter::swarm
