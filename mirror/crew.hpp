// mirror/crew.hpp: work on other threads whose results find nobody once their owner is gone.
//
// What the pool has no place for waits here and is handed over as soon as something else is done. Loop thread only.
#pragma once

#include <deque>
#include <memory>

#include "mirror/ports.hpp"

namespace nightletter::mirror {

class Crew {
public:
    explicit Crew(Workers& workers);
    ~Crew();
    Crew(Crew const&) = delete;
    Crew& operator=(Crew const&) = delete;

    // `job` must own all it touches: it runs on, and may be dropped, after the crew is gone.
    void work(std::function<void()> job, std::function<void()> done);

private:
    struct Task {
        std::function<void()> job;
        std::function<void()> done;
    };
    struct Shift {
        Workers* workers;
        std::deque<Task> waiting;
    };
    static void hand_over(std::shared_ptr<Shift> const& shift);

    std::shared_ptr<Shift> shift_;
};

}  // namespace nightletter::mirror
