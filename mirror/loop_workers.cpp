#include "mirror/loop_workers.hpp"

namespace nightletter::mirror {

LoopWorkers::LoopWorkers(Loop& loop) : loop_{&loop}, lent_{std::make_shared<Lent>()} {}

LoopWorkers::~LoopWorkers()
{
    lent_->is_closed = true;
}

bool LoopWorkers::work(std::function<void()> job, std::function<void()> done)
{
    if (lent_->is_closed) return false;
    bool const taken = loop_->work(
        [lent = lent_, job = std::move(job)] {
            if (!lent->is_closed) job();
        },
        [lent = lent_, done = std::move(done)] {
            --lent->jobs;
            if (!lent->is_closed) return done();
            if (lent->jobs == 0 && lent->idle) std::exchange(lent->idle, nullptr)();
        });
    if (taken) ++lent_->jobs;
    return taken;
}

void LoopWorkers::close(std::function<void()> idle)
{
    lent_->is_closed = true;
    if (lent_->jobs == 0) return loop_->post(std::move(idle));
    lent_->idle = std::move(idle);
}

}  // namespace nightletter::mirror
