// tests/support/stuck_calls.cpp: a library to preload that lets a program's loop, its disk or its database fail while a
// file says so.
//
// NIGHTLETTER_STUCK in the environment of the program under test names a directory. As long as there is in it
//     loop      no wait for events returns
//     disk      nothing is synced
//     database  no write to a catalogue succeeds (EIO)
#include <dlfcn.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string>

namespace {

bool is_said(char const* name)
{
    static char const* const directory = std::getenv("NIGHTLETTER_STUCK");
    return directory != nullptr && ::access((std::string{directory} + '/' + name).c_str(), F_OK) == 0;
}

void stand_still(char const* name)
{
    while (is_said(name)) ::usleep(10'000);
}

bool is_catalogue(int fd)
{
    char path[4096];
    auto const length = ::readlink(("/proc/self/fd/" + std::to_string(fd)).c_str(), path, sizeof path);
    return length > 0 && std::string(path, static_cast<std::size_t>(length)).find("/catalogue.db") != std::string::npos;
}

template <class Function>
Function* real(char const* name)
{
    return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

}  // namespace

extern "C" {

int epoll_wait(int fd, epoll_event* events, int most, int timeout)
{
    static auto* const call = real<int(int, epoll_event*, int, int)>("epoll_wait");
    stand_still("loop");
    return call(fd, events, most, timeout);
}

int fsync(int fd)
{
    static auto* const call = real<int(int)>("fsync");
    stand_still("disk");
    return call(fd);
}

int fdatasync(int fd)
{
    static auto* const call = real<int(int)>("fdatasync");
    stand_still("disk");
    return call(fd);
}

ssize_t pwrite64(int fd, void const* data, size_t size, off64_t at)
{
    static auto* const call = real<ssize_t(int, void const*, size_t, off64_t)>("pwrite64");
    if (!is_said("database") || !is_catalogue(fd)) return call(fd, data, size, at);
    errno = EIO;
    return -1;
}

}  // extern "C"
