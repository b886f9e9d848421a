// What the child that reads hostile files cannot do, and what becomes of its answer when it dies, hangs or lies
// (docs/decisions/0008-confined-parsers.md).
#include "media/child.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <memory>

#include "base/durable_file.hpp"

namespace nightletter::media {
namespace {

using std::chrono::milliseconds;

constexpr Allowance plenty{.memory = std::uint64_t{2} << 30U, .file_size = 1U << 20U, .cpu_seconds = 10};

Report answer_of(std::function<Report()> const& work, Allowance const& allowance = plenty,
                 milliseconds most = milliseconds{20'000})
{
    auto const report = ask_a_child(allowance, most, work);
    return report ? *report : Report{{{Kind::other, "no child"}}, std::nullopt};
}

Report const gave_up{{}, Unreadable::gave_up};

// A child that lives to say this was allowed to do what it should not.
Report const survived{{{Kind::other, "survived"}}, std::nullopt};

TEST(ChildTest, AnswersWhatItsWorkGives)
{
    Report const report{{{Kind::position, "Exif"}}, std::nullopt};
    EXPECT_EQ(answer_of([&] { return report; }), report);
}

TEST(ChildTest, ThatDiesIsAFaultOfTheFile)
{
    EXPECT_EQ(answer_of([]() -> Report { std::abort(); }), gave_up);
    EXPECT_EQ(answer_of([]() -> Report { ::_exit(0); }), gave_up);
}

TEST(ChildTest, ThatHangsIsEnded)
{
    auto const forever = []() -> Report {
        for (bool volatile going = true; going;) {
        }
        return survived;
    };
    EXPECT_EQ(answer_of(forever, plenty, milliseconds{200}), (Report{{}, Unreadable::too_slow}));
}

TEST(ChildTest, OpensNoFile)
{
    EXPECT_EQ(answer_of([] {
                  (void)::open("/etc/hostname", O_RDONLY);
                  return survived;
              }),
              gave_up);
}

TEST(ChildTest, OpensNoSocket)
{
    EXPECT_EQ(answer_of([] {
                  (void)::socket(AF_INET, SOCK_STREAM, 0);
                  return survived;
              }),
              gave_up);
}

TEST(ChildTest, StartsNoProcess)
{
    EXPECT_EQ(answer_of([] {
                  (void)::fork();
                  return survived;
              }),
              gave_up);
    EXPECT_EQ(answer_of([] {
                  ::execl("/bin/true", "true", nullptr);
                  return survived;
              }),
              gave_up);
}

TEST(ChildTest, SignalsNobody)
{
    EXPECT_EQ(answer_of([] {
                  (void)::kill(::getppid(), SIGUSR1);
                  return survived;
              }),
              gave_up);
}

TEST(ChildTest, WritesToNothingThatWasOpenBefore)
{
    std::array<int, 2> ends{};
    ASSERT_EQ(::pipe2(ends.data(), O_NONBLOCK), 0);
    FileDescriptor const out{ends[0]};
    FileDescriptor const in{ends[1]};
    (void)answer_of([&] {
        (void)!::write(in.get(), "x", 1);
        return survived;
    });
    char got = 0;
    EXPECT_EQ(::read(out.get(), &got, 1), -1) << "the child reached a descriptor that is not its own";
}

TEST(ChildTest, CannotReadWhatWasOpenBefore)
{
    FileDescriptor const file{::open("/etc/hostname", O_RDONLY)};
    EXPECT_EQ(answer_of([&] {
                  char got = 0;
                  (void)!::read(file.get(), &got, 1);
                  return survived;
              }),
              gave_up);
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
TEST(ChildTest, ThatAsksForMoreMemoryThanIsGrantedSaysSo)
{
    auto const greedy = [] {
        std::vector<std::unique_ptr<char[]>> taken;
        for (int i = 0; i < 64; ++i) taken.push_back(std::make_unique<char[]>(8U << 20U));
        return survived;
    };
    EXPECT_EQ(answer_of(greedy, {.memory = 200U << 20U, .file_size = 0, .cpu_seconds = 10}),
              (Report{{}, Unreadable::too_much}));
}
#endif

TEST(ChildTest, IsLeftBehindByNobody)
{
    (void)answer_of([]() -> Report { std::abort(); });
    EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1);
    EXPECT_EQ(errno, ECHILD);
}

}  // namespace
}  // namespace nightletter::media
