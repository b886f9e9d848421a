// base/loop.hpp: the one thread that owns the state, with a small pool for work that blocks.
//
// Everything posted runs on the thread inside run(), in order. `work` runs a job on the pool and posts its completion
// back; the pool's queue is bounded and a full one refuses the job. Programs that open no socket do not link this.
#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>

namespace nightletter {

// A moment in the future at which something runs on the loop; destroying it forgets the appointment.
class Appointment {
public:
    virtual ~Appointment() = default;
};

// Time as a port for state machines: production has Asio timers, tests record what was asked and decide when.
class Timers {
public:
    virtual ~Timers() = default;
    [[nodiscard]] virtual std::unique_ptr<Appointment> after(std::chrono::milliseconds delay,
                                                             std::function<void()> what) = 0;
};

class Loop final : public Timers {
public:
    // `queue_bound`: jobs on the pool, running or waiting, before `work` refuses.
    explicit Loop(unsigned pool_threads = 2, std::size_t queue_bound = 1024);
    ~Loop() override;

    void run();
    // From any thread; run() returns once the handler in progress has.
    void stop();
    // From any thread.
    void post(std::function<void()> what);
    // False when the pool's queue is full: nothing was queued and the caller tries again later.
    [[nodiscard]] bool work(std::function<void()> job, std::function<void()> done);
    [[nodiscard]] std::unique_ptr<Appointment> after(std::chrono::milliseconds delay,
                                                     std::function<void()> what) override;
    [[nodiscard]] boost::asio::io_context& context() { return context_; }

private:
    boost::asio::io_context context_;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> guard_;
    boost::asio::thread_pool pool_;
    std::atomic<std::size_t> queued_ = 0;
    std::size_t queue_bound_;
};

}  // namespace nightletter
