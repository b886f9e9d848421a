// mirror/loop_workers.hpp: the loop's pool, lent to one mirror for as long as that is open.
//
// Closed, it drops what was not begun and says when nothing of it runs any more: whoever opens the same store next is
// alone with it. Loop thread only.
#pragma once

#include <atomic>
#include <memory>

#include "mirror/ports.hpp"

namespace nightletter::mirror {

class LoopWorkers final : public Workers {
public:
    explicit LoopWorkers(Loop& loop);
    ~LoopWorkers() override;
    LoopWorkers(LoopWorkers const&) = delete;
    LoopWorkers& operator=(LoopWorkers const&) = delete;

    [[nodiscard]] bool work(std::function<void()> job, std::function<void()> done) override;
    // `idle` runs on the loop; nothing more is taken.
    void close(std::function<void()> idle);

private:
    struct Lent {
        std::atomic<bool> is_closed = false;
        std::size_t jobs = 0;        // running or waiting
        std::function<void()> idle;  // who waits for their end
    };

    Loop* loop_;
    std::shared_ptr<Lent> lent_;
};

}  // namespace nightletter::mirror
