#include "mirror/crew.hpp"

namespace nightletter::mirror {

Crew::Crew(Workers& workers) : shift_{std::make_shared<Shift>(Shift{&workers, {}})} {}

Crew::~Crew() = default;

void Crew::work(std::function<void()> job, std::function<void()> done)
{
    shift_->waiting.push_back({std::move(job), std::move(done)});
    hand_over(shift_);
}

void Crew::hand_over(std::shared_ptr<Shift> const& shift)
{
    while (!shift->waiting.empty()) {
        auto const& task = shift->waiting.front();
        auto finish = [owner = std::weak_ptr<Shift>{shift}, done = task.done] {
            auto const alive = owner.lock();
            if (!alive) return;
            done();
            // `done` may have ended the owner; the shift itself is still ours to look at.
            hand_over(alive);
        };
        if (!shift->workers->work(task.job, std::move(finish))) return;
        shift->waiting.pop_front();
    }
}

}  // namespace nightletter::mirror
