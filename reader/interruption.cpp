#include "reader/interruption.hpp"

#include <csignal>

namespace nightletter::reader {
namespace {

std::atomic<bool> is_interrupted = false;

}  // namespace

std::atomic<bool> const& interruption()
{
    struct sigaction action {};
    action.sa_handler = [](int) { is_interrupted = true; };
    action.sa_flags = static_cast<int>(SA_RESETHAND);
    (void)::sigaction(SIGINT, &action, nullptr);
    return is_interrupted;
}

}  // namespace nightletter::reader
