// base/loop.hpp: one thread owns the state; the pool is bounded; a forgotten appointment is not kept.
#include "base/loop.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace nightletter {
namespace {

using namespace std::chrono_literals;

TEST(LoopTest, RunsCompletionsOnTheThreadThatRunsTheLoop)
{
    Loop loop;
    std::thread::id worked;
    std::thread::id completed;
    ASSERT_TRUE(loop.work([&] { worked = std::this_thread::get_id(); },
                          [&] {
                              completed = std::this_thread::get_id();
                              loop.stop();
                          }));
    loop.run();
    EXPECT_EQ(completed, std::this_thread::get_id());
    EXPECT_NE(worked, completed);
}

TEST(LoopTest, RefusesWorkBeyondItsBound)
{
    Loop loop{1, 1};
    std::atomic<bool> release = false;
    ASSERT_TRUE(loop.work([&] { release.wait(false); }, [&] { loop.stop(); }));
    EXPECT_FALSE(loop.work([] {}, [] {}));
    release = true;
    release.notify_all();
    loop.run();
}

TEST(LoopTest, ForgetsAnAppointmentThatWasDestroyedWhenItWasAlreadyDue)
{
    Loop loop;
    bool kept = false;
    std::unique_ptr<Appointment> second;
    auto const first = loop.after(0ms, [&] { second.reset(); });
    second = loop.after(0ms, [&] { kept = true; });
    auto const end = loop.after(1ms, [&] { loop.stop(); });
    // Both are due before the loop looks, so the second can no longer be cancelled when the first runs.
    for (auto const due = std::chrono::steady_clock::now() + 2ms; std::chrono::steady_clock::now() < due;) {
    }
    loop.run();
    EXPECT_FALSE(kept);
}

}  // namespace
}  // namespace nightletter
