#include "media/restriction.hpp"

#include <malloc.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <climits>
#include <csignal>
#include <initializer_list>

namespace nightletter::media {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool is_sanitized = true;  // reserves terabytes of address space, speaks on standard error
#elif defined(__has_feature)
constexpr bool is_sanitized = __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);
#else
constexpr bool is_sanitized = false;
#endif

bool limit(__rlimit_resource resource, std::uint64_t most)
{
    rlimit const value{most, most};
    return ::setrlimit(resource, &value) == 0;
}

bool close_all_but(int one, int other)
{
    auto const first = static_cast<unsigned>(std::min(one, other));
    auto const second = static_cast<unsigned>(std::max(one, other));
    if (first > 0 && ::close_range(0, first - 1, 0) != 0) return false;
    if (second > first + 1 && ::close_range(first + 1, second - 1, 0) != 0) return false;
    return ::close_range(second + 1, UINT_MAX, 0) == 0;
}

bool allow(scmp_filter_ctx filter, std::initializer_list<int> calls)
{
    return std::ranges::all_of(calls,
                               [filter](int call) { return ::seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0) == 0; });
}

bool allow_writing_to(scmp_filter_ctx filter, int fd)
{
    scmp_arg_cmp const this_one{0, SCMP_CMP_EQ, static_cast<scmp_datum_t>(fd), 0};
    return ::seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(write), 1, this_one) == 0;
}

bool filter_system_calls(Allowance const& allowance)
{
    auto const filter = ::seccomp_init(SCMP_ACT_KILL_PROCESS);
    if (filter == nullptr) return false;
    bool done = allow(filter, {SCMP_SYS(brk), SCMP_SYS(mmap), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise),
                               SCMP_SYS(futex), SCMP_SYS(restart_syscall), SCMP_SYS(exit), SCMP_SYS(exit_group)});
    done = done && allow_writing_to(filter, allowance.answers);
    if (allowance.output >= 0) done = done && allow_writing_to(filter, allowance.output);
    if (is_sanitized) {
        done = done && allow(filter, {SCMP_SYS(mprotect), SCMP_SYS(sched_yield)}) &&
               allow_writing_to(filter, STDERR_FILENO);
    }
    done = done && ::seccomp_load(filter) == 0;
    ::seccomp_release(filter);
    return done;
}

}  // namespace

bool restrict_this_process(Allowance const& allowance)
{
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) return false;
    // Ctrl-C ends it; the parent is asked what to make of that.
    if (std::signal(SIGINT, SIG_DFL) == SIG_ERR || std::signal(SIGTERM, SIG_DFL) == SIG_ERR) return false;
    if (std::signal(SIGXFSZ, SIG_IGN) == SIG_ERR) return false;
    auto const other = allowance.output >= 0 ? allowance.output : allowance.answers;
    if (!is_sanitized && !close_all_but(allowance.answers, other)) return false;
    if (!is_sanitized && !limit(RLIMIT_AS, allowance.memory)) return false;
    if (!limit(RLIMIT_CORE, 0) || !limit(RLIMIT_NOFILE, 0) || !limit(RLIMIT_NPROC, 0)) return false;
    if (!limit(RLIMIT_FSIZE, allowance.file_size) || !limit(RLIMIT_CPU, allowance.cpu_seconds)) return false;
    // Out of memory, malloc would otherwise look up how many more arenas to try, in a file.
    if (::mallopt(M_ARENA_MAX, 1) != 1) return false;
    return filter_system_calls(allowance);
}

}  // namespace nightletter::media
