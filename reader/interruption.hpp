// reader/interruption.hpp: the first Ctrl-C ends cleanly, the second at once.
//
// For commands that go on for as long as a person lets them.
#pragma once

#include <atomic>

namespace nightletter::reader {

// Set by the first SIGINT after the first call.
[[nodiscard]] std::atomic<bool> const& interruption();

}  // namespace nightletter::reader
