#include "signer/terminal.hpp"

#include <fcntl.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

#include "signer/process.hpp"

namespace nightletter::signer {
namespace {

// Turns echo off for as long as it lives.
class Quiet {
public:
    explicit Quiet(int device) : device_{device}
    {
        if (::tcgetattr(device_, &before_) != 0) return;
        auto silent = before_;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        changed_ = ::tcsetattr(device_, TCSAFLUSH, &silent) == 0;
    }
    Quiet(Quiet const&) = delete;
    Quiet& operator=(Quiet const&) = delete;
    ~Quiet()
    {
        if (changed_) ::tcsetattr(device_, TCSAFLUSH, &before_);
    }
    [[nodiscard]] bool is_quiet() const { return changed_; }

private:
    int device_;
    termios before_{};
    bool changed_ = false;
};

// Waits until there is something to read. Interruptions are let in only while it waits, so that none falls between the
// question whether there was one and the waiting. False when there was one.
bool wait_for_input(int descriptor)
{
    sigset_t watched;
    sigset_t before;
    ::sigemptyset(&watched);
    ::sigaddset(&watched, SIGINT);
    ::sigaddset(&watched, SIGTERM);
    ::sigprocmask(SIG_BLOCK, &watched, &before);
    pollfd wanted{descriptor, POLLIN, 0};
    while (!interrupted() && ::ppoll(&wanted, 1, nullptr, &before) < 0 && errno == EINTR) {
    }
    ::sigprocmask(SIG_SETMASK, &before, nullptr);
    return !interrupted();
}

}  // namespace

Expected<GuardedBytes, TerminalFault> read_secret_line(int descriptor, std::size_t limit)
{
    GuardedBytes line{limit + 1};
    std::size_t filled = 0;
    while (true) {
        if (!wait_for_input(descriptor)) return fail(TerminalFault::interrupted);
        auto const got = ::read(descriptor, line.writable().data() + filled, 1);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return fail(TerminalFault::unreadable);
        if (got == 0 || line.bytes()[filled] == '\n') break;
        if (++filled > limit) return fail(TerminalFault::too_long);
    }
    if (filled > 0 && line.bytes()[filled - 1] == '\r') --filled;
    line.shrink(filled);
    return line;
}

Expected<Terminal, TerminalFault> Terminal::open()
{
    FileDescriptor device{::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)};
    if (!device.is_open()) return fail(TerminalFault::no_terminal);
    return Terminal{std::move(device)};
}

void Terminal::say(std::string_view text) const
{
    say(as_bytes(text));
}

void Terminal::say(ByteView secret) const
{
    while (!secret.empty()) {
        auto const written = ::write(device_.get(), secret.data(), secret.size());
        if (written <= 0) return;
        secret = secret.subspan(static_cast<std::size_t>(written));
    }
}

Expected<std::string, TerminalFault> Terminal::ask(std::string_view prompt) const
{
    constexpr std::size_t longest_answer = 1024;
    say(prompt);
    auto const line = read_secret_line(device_.get(), longest_answer);
    if (!line) return fail(line.error());
    return std::string{as_text(line->bytes())};
}

Expected<GuardedBytes, TerminalFault> Terminal::ask_secret(std::string_view prompt, std::size_t limit) const
{
    Quiet const quiet{device_.get()};
    if (!quiet.is_quiet()) return fail(TerminalFault::no_terminal);
    say(prompt);
    auto line = read_secret_line(device_.get(), limit);
    say("\n");
    return line;
}

}  // namespace nightletter::signer
