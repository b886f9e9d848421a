#include "media/child.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <exception>

#include "base/durable_file.hpp"

namespace nightletter::media {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

[[noreturn]] void be_the_child(Allowance const& allowance, std::function<Report()> const& work)
{
    if (!restrict_this_process(allowance)) ::_exit(1);
    Report report;
    try {
        report = work();
    } catch (std::exception const&) {  // out of the memory that was granted
        report = {{}, Unreadable::too_much};
    }
    ::_exit(write_all(allowance.answers, report_bytes(report)) ? 0 : 1);
}

// Everything the child says until it closes the pipe; nullopt when it says too much or takes too long.
std::optional<Bytes> answer_from(int pipe, steady_clock::time_point deadline)
{
    Bytes answer;
    while (true) {
        auto const left = std::chrono::duration_cast<milliseconds>(deadline - steady_clock::now()).count();
        if (left <= 0) return std::nullopt;
        pollfd waiting{pipe, POLLIN, 0};
        if (::poll(&waiting, 1, static_cast<int>(std::min<std::int64_t>(left, 60'000))) <= 0) continue;
        std::array<std::uint8_t, 4096> some{};
        auto const got = ::read(pipe, some.data(), some.size());
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return answer;
        answer.insert(answer.end(), some.begin(), some.begin() + got);
        if (answer.size() > longest_report) return Bytes{};
    }
}

Report report_of(pid_t child, int pipe, steady_clock::time_point deadline)
{
    auto const answer = answer_from(pipe, deadline);
    if (!answer) ::kill(child, SIGKILL);
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (!answer) return {{}, Unreadable::too_slow};
    auto const report = parse_report(*answer);
    bool const ended_well = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    return ended_well && report ? *report : Report{{}, Unreadable::gave_up};
}

}  // namespace

bool write_all(int fd, ByteView bytes)
{
    while (!bytes.empty()) {
        auto const written = ::write(fd, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return false;
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return true;
}

Expected<Report, Trouble> ask_a_child(Allowance allowance, std::chrono::milliseconds most,
                                      std::function<Report()> const& work)
{
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return fail(trouble_from_errno("make a pipe for", "a child"));
    FileDescriptor const ours{ends[0]};
    FileDescriptor theirs{ends[1]};
    allowance.answers = theirs.get();
    auto const child = ::fork();
    if (child < 0) return fail(trouble_from_errno("make a process for", "reading a file"));
    if (child == 0) be_the_child(allowance, work);
    theirs.close();
    return report_of(child, ours.get(), steady_clock::now() + most);
}

}  // namespace nightletter::media
