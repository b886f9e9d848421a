// What nightletterd owes to the person and the system that start it: exit codes (docs/handbook.md), one clear message,
// readiness, an end in under five seconds.
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>

#include "tests/daemon/desk.hpp"

namespace nightletter::test {
namespace {

using namespace std::chrono_literals;

struct Outcome {
    int exit = -1;
    std::string words;  // standard output and standard error together
};

Outcome run(std::string const& arguments)
{
    Outcome outcome;
    auto const program = std::string{NIGHTLETTERD} + (::geteuid() == 0 ? " --as-root " : " ");
    auto* const pipe = ::popen((program + arguments + " 2>&1").c_str(), "r");
    std::array<char, 4096> some{};
    while (auto const got = std::fread(some.data(), 1, some.size(), pipe)) outcome.words.append(some.data(), got);
    auto const status = ::pclose(pipe);
    if (WIFEXITED(status)) outcome.exit = WEXITSTATUS(status);
    return outcome;
}

// The socket that systemd would listen on.
class NotifySocket {
public:
    explicit NotifySocket(std::string const& path) : socket_{::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)}
    {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        path.copy(address.sun_path, sizeof(address.sun_path) - 1);
        if (::bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0)
            throw std::runtime_error{"bind"};
        timeval const patience{10, 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    }
    ~NotifySocket() { ::close(socket_); }

    std::string next() const
    {
        std::array<char, 4096> datagram{};
        auto const got = ::recv(socket_, datagram.data(), datagram.size(), 0);
        return got < 0 ? std::string{} : std::string{datagram.data(), static_cast<std::size_t>(got)};
    }

private:
    int socket_;
};

class ProcessTest : public ::testing::Test {
protected:
    std::string config(std::string const& text)
    {
        auto const path = place / "nightletterd.toml";
        write_text(path, text);
        return path.string();
    }

    TemporaryDirectory place;
    Newsroom publisher;
};

TEST_F(ProcessTest, AMistypedKeyIsSaidWithItsLineAndNothingIsOpened)
{
    auto const outcome =
        run("--config " + config("[store]\npath = \"" + (place / "store").string() + "\"\nqouta = \"1 GB\"\n"));
    EXPECT_EQ(outcome.exit, 2);
    EXPECT_NE(outcome.words.find("line 3: unknown key \"store.qouta\", did you mean \"store.quota\"?"),
              std::string::npos)
        << outcome.words;
    EXPECT_FALSE(std::filesystem::exists(place / "store"));
}

TEST_F(ProcessTest, ChecksAConfigurationWithoutOpeningAnything)
{
    auto const path = config("[store]\npath = \"" + (place / "store").string() + "\"\n");
    auto const outcome = run("--config " + path + " --check");
    EXPECT_EQ(outcome.exit, 0);
    EXPECT_FALSE(std::filesystem::exists(place / "store"));
}

TEST_F(ProcessTest, SaysThatThereIsNoConfiguration)
{
    auto const outcome = run("--config " + (place / "none.toml").string());
    EXPECT_EQ(outcome.exit, 2);
    EXPECT_NE(outcome.words.find("  next     "), std::string::npos);
}

TEST_F(ProcessTest, AWrongOptionIsWrongUsage)
{
    EXPECT_EQ(run("--no-such-option").exit, 2);
    EXPECT_EQ(run("--help").exit, 0);
    EXPECT_EQ(run("--version").exit, 0);
}

TEST_F(ProcessTest, AStoreThatIsOpenAlreadyEndsItWithTheCodeOfStorage)
{
    RunningDaemon first{place / "first", publisher.id()};
    ASSERT_TRUE(first.start());
    auto const outcome = run("--config " + first.config().string());
    EXPECT_EQ(outcome.exit, 11);
    EXPECT_NE(outcome.words.find("not-started"), std::string::npos) << outcome.words;
}

TEST_F(ProcessTest, TellsSystemdWhenItListensAndWhenItStops)
{
    NotifySocket const systemd{(place / "notify").string()};
    RunningDaemon daemon{place / "daemon", publisher.id()};
    daemon.with("NOTIFY_SOCKET=" + (place / "notify").string());
    ASSERT_TRUE(daemon.start());
    EXPECT_EQ(systemd.next().substr(0, 7), "READY=1");
    EXPECT_EQ(daemon.stop(), 0);
    EXPECT_EQ(systemd.next(), "STOPPING=1");
}

class StoppingTest : public DeskTest {};

TEST_F(StoppingTest, AFetchUnderWayDoesNotHoldTheEndUp)
{
    auto const printed = output.add("night-school", {{"data/media/talk.opus", noise(60'000'000)}});
    ASSERT_TRUE(desk.says(sealed(printed.id)));
    RunningDaemon mirror{place / "mirror", publisher.id()};
    mirror.knows(desk.endpoint());
    ASSERT_TRUE(mirror.start());
    ASSERT_TRUE(mirror.says("stage=fetching"));
    EXPECT_EQ(mirror.stop(), 0);  // within five seconds
    expect_only_sealed_copies(mirror);
}

}  // namespace
}  // namespace nightletter::test
