// tests/support/run_loop.hpp: runs a Loop on the test's own thread until something is true.
#pragma once

#include <chrono>
#include <functional>

#include "base/loop.hpp"

namespace nightletter::test {

// False when the deadline came first. The condition is looked at after each handler; nothing sleeps for longer than
// the loop has nothing to do.
[[nodiscard]] bool run_until(Loop& loop, std::function<bool()> const& condition,
                             std::chrono::milliseconds deadline = std::chrono::seconds{20});
// Lets things happen that should not: for tests of what must stay away.
void run_for(Loop& loop, std::chrono::milliseconds time);

}  // namespace nightletter::test
