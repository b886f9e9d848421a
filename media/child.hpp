// media/child.hpp: one question answered in a child of this process.
//
// The child is a fork: it shares no memory with this process from then on, gives up what restriction.hpp takes, and
// answers with one Report. Whatever it does instead of answering is a fault of what it was given to read. The caller
// has no second thread and no open key.
#pragma once

#include <chrono>
#include <functional>

#include "media/report.hpp"
#include "media/restriction.hpp"

namespace nightletter::media {

// `allowance.answers` is set here. Trouble only when no child could be had.
[[nodiscard]] Expected<Report, Trouble> ask_a_child(Allowance allowance, std::chrono::milliseconds most,
                                                    std::function<Report()> const& work);

// write(2) until all is written: the one system call with effect that the child has.
[[nodiscard]] bool write_all(int fd, ByteView bytes);

}  // namespace nightletter::media
