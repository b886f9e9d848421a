// tests/support/failing_calls.cpp: a library to preload that lets the n-th system call of a program fail, or be its
// last.
//
// Set in the environment of the program under test:
//     NIGHTLETTER_CALLS_UNDER  directory; only calls on something below it are counted
//     NIGHTLETTER_CALL         n, from 1: which of them fails
//     NIGHTLETTER_CALL_ENDS    an errno, or `kill`: the process dies before the call is made
//     NIGHTLETTER_CALLS_LOG    a file that gets one line per counted call, `fsync /path`
// Counting begins when the program calls nightletter_count_calls(). One thread counts at a time.
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>

namespace {

std::atomic<bool> counting{false};
std::atomic<long> calls{0};

std::string environment(char const* name)
{
    char const* value = ::getenv(name);
    return value == nullptr ? std::string{} : std::string{value};
}

std::string path_of(int fd)
{
    char buffer[4096];
    auto const link = "/proc/self/fd/" + std::to_string(fd);
    auto const length = ::readlink(link.c_str(), buffer, sizeof buffer);
    return length < 0 ? std::string{} : std::string(buffer, static_cast<std::size_t>(length));
}

std::string path_at(int directory, char const* path)
{
    if (path[0] == '/' || directory == AT_FDCWD) return path;
    return path_of(directory) + '/' + path;
}

void log_call(std::string const& line)
{
    static auto const& log = *new std::string{environment("NIGHTLETTER_CALLS_LOG")};
    if (log.empty()) return;
    auto const fd = static_cast<int>(::syscall(SYS_openat, AT_FDCWD, log.c_str(), O_WRONLY | O_APPEND | O_CREAT, 0644));
    (void)::syscall(SYS_write, fd, line.data(), line.size());
    ::syscall(SYS_close, fd);
}

// True when this call is the one that fails; errno is set then.
bool fails(char const* call, std::string const& path)
{
    if (!counting) return false;
    static auto const& under = *new std::string{environment("NIGHTLETTER_CALLS_UNDER")};
    static long const chosen = std::atol(environment("NIGHTLETTER_CALL").c_str());
    static auto const& ends = *new std::string{environment("NIGHTLETTER_CALL_ENDS")};
    if (!path.starts_with(under)) return false;
    auto const number = ++calls;
    log_call(std::string{call} + ' ' + path + '\n');
    if (number != chosen) return false;
    if (ends == "kill") ::syscall(SYS_kill, ::getpid(), SIGKILL);
    errno = std::atoi(ends.c_str());
    return true;
}

template <class Function>
Function* real(char const* name)
{
    return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

}  // namespace

extern "C" {

void nightletter_count_calls()
{
    counting = true;
}

#define NIGHTLETTER_ON_FD(result, name, parameters, arguments)                       \
    result name parameters                                                           \
    {                                                                                \
        static auto* const call = real<result parameters>(#name);                    \
        return fails(#name, path_of(fd)) ? static_cast<result>(-1) : call arguments; \
    }

NIGHTLETTER_ON_FD(ssize_t, write, (int fd, void const* data, size_t size), (fd, data, size))
NIGHTLETTER_ON_FD(ssize_t, pwrite, (int fd, void const* data, size_t size, off_t at), (fd, data, size, at))
NIGHTLETTER_ON_FD(ssize_t, pwrite64, (int fd, void const* data, size_t size, off64_t at), (fd, data, size, at))
NIGHTLETTER_ON_FD(int, fsync, (int fd), (fd))
NIGHTLETTER_ON_FD(int, fdatasync, (int fd), (fd))
NIGHTLETTER_ON_FD(int, ftruncate, (int fd, off_t size), (fd, size))
NIGHTLETTER_ON_FD(int, ftruncate64, (int fd, off64_t size), (fd, size))
NIGHTLETTER_ON_FD(int, fchmod, (int fd, mode_t mode), (fd, mode))

#define NIGHTLETTER_ON_PATH(name, parameters, arguments, path) \
    int name parameters                                        \
    {                                                          \
        static auto* const call = real<int parameters>(#name); \
        return fails(#name, path) ? -1 : call arguments;       \
    }

NIGHTLETTER_ON_PATH(rename, (char const* from, char const* to), (from, to), to)
NIGHTLETTER_ON_PATH(renameat2, (int a, char const* from, int b, char const* to, unsigned flags),
                    (a, from, b, to, flags), path_at(b, to))
NIGHTLETTER_ON_PATH(mkdir, (char const* path, mode_t mode), (path, mode), path)
NIGHTLETTER_ON_PATH(chmod, (char const* path, mode_t mode), (path, mode), path)
NIGHTLETTER_ON_PATH(unlink, (char const* path), (path), path)
NIGHTLETTER_ON_PATH(unlinkat, (int directory, char const* path, int flags), (directory, path, flags),
                    path_at(directory, path))
NIGHTLETTER_ON_PATH(symlink, (char const* target, char const* path), (target, path), path)
NIGHTLETTER_ON_PATH(mkostemp, (char* pattern, int flags), (pattern, flags), pattern)
NIGHTLETTER_ON_PATH(__open_2, (char const* path, int flags), (path, flags), path)
NIGHTLETTER_ON_PATH(__open64_2, (char const* path, int flags), (path, flags), path)
NIGHTLETTER_ON_PATH(__openat_2, (int directory, char const* path, int flags), (directory, path, flags),
                    path_at(directory, path))

ssize_t copy_file_range(int from, off64_t* from_at, int fd, off64_t* to_at, size_t size, unsigned flags)
{
    static auto* const call = real<ssize_t(int, off64_t*, int, off64_t*, size_t, unsigned)>("copy_file_range");
    return fails("copy_file_range", path_of(fd)) ? -1 : call(from, from_at, fd, to_at, size, flags);
}

// The mode is read whether or not it was given; the callee looks at it only when it was.
#define NIGHTLETTER_OPEN(name)                                                \
    int name(char const* path, int flags, ...)                                \
    {                                                                         \
        static auto* const call = real<int(char const*, int, mode_t)>(#name); \
        va_list rest;                                                         \
        va_start(rest, flags);                                                \
        auto const mode = va_arg(rest, mode_t);                               \
        va_end(rest);                                                         \
        return fails(#name, path) ? -1 : call(path, flags, mode);             \
    }

NIGHTLETTER_OPEN(open)
NIGHTLETTER_OPEN(open64)

#define NIGHTLETTER_OPENAT(name)                                                                 \
    int name(int directory, char const* path, int flags, ...)                                    \
    {                                                                                            \
        static auto* const call = real<int(int, char const*, int, mode_t)>(#name);               \
        va_list rest;                                                                            \
        va_start(rest, flags);                                                                   \
        auto const mode = va_arg(rest, mode_t);                                                  \
        va_end(rest);                                                                            \
        return fails(#name, path_at(directory, path)) ? -1 : call(directory, path, flags, mode); \
    }

NIGHTLETTER_OPENAT(openat)
NIGHTLETTER_OPENAT(openat64)

}  // extern "C"
