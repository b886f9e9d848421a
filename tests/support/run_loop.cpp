#include "tests/support/run_loop.hpp"

namespace nightletter::test {

bool run_until(Loop& loop, std::function<bool()> const& condition, std::chrono::milliseconds deadline)
{
    auto const end = std::chrono::steady_clock::now() + deadline;
    while (!condition()) {
        if (std::chrono::steady_clock::now() >= end) return false;
        loop.context().run_one_for(std::chrono::milliseconds{10});
    }
    return true;
}

void run_for(Loop& loop, std::chrono::milliseconds time)
{
    (void)run_until(
        loop, [] { return false; }, time);
}

}  // namespace nightletter::test
