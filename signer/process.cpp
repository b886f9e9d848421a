#include "signer/process.hpp"

#include <sys/prctl.h>
#include <sys/resource.h>

#include <csignal>

#include "base/result.hpp"

namespace nightletter::signer {
namespace {

volatile std::sig_atomic_t was_interrupted = 0;

void remember(int)
{
    was_interrupted = 1;
}

}  // namespace

void harden_process()
{
    rlimit const none{0, 0};
    NIGHTLETTER_INSIST(::setrlimit(RLIMIT_CORE, &none) == 0);
    NIGHTLETTER_INSIST(::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0);
    // A file that may not grow further is an error that is reported, not the end of the process.
    NIGHTLETTER_INSIST(std::signal(SIGXFSZ, SIG_IGN) != SIG_ERR);
    rlimit locked{};
    if (::getrlimit(RLIMIT_MEMLOCK, &locked) == 0) {
        locked.rlim_cur = locked.rlim_max;
        (void)::setrlimit(RLIMIT_MEMLOCK, &locked);  // the few pages of a key fit the default as well
    }
}

void watch_for_interruption()
{
    struct sigaction action {};
    action.sa_handler = remember;
    action.sa_flags = static_cast<int>(SA_RESETHAND);  // without SA_RESTART: a prompt that waits is woken
    ::sigemptyset(&action.sa_mask);
    NIGHTLETTER_INSIST(::sigaction(SIGINT, &action, nullptr) == 0);
    NIGHTLETTER_INSIST(::sigaction(SIGTERM, &action, nullptr) == 0);
}

bool interrupted()
{
    return was_interrupted != 0;
}

}  // namespace nightletter::signer
