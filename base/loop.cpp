#include "base/loop.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

namespace nightletter {
namespace {

class TimerAppointment final : public Appointment {
public:
    TimerAppointment(boost::asio::io_context& context, std::chrono::milliseconds delay, std::function<void()> what)
        : timer_{context, delay}
    {
        timer_.async_wait([alive = std::weak_ptr<bool>{alive_}, what = std::move(what)](auto const& error) {
            if (!error && !alive.expired()) what();
        });
    }

private:
    // A timer that has expired cannot be cancelled any more; the token keeps its handler from running all the same.
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
    boost::asio::steady_timer timer_;
};

}  // namespace

Loop::Loop(unsigned pool_threads, std::size_t queue_bound)
    : guard_{context_.get_executor()}, pool_{pool_threads}, queue_bound_{queue_bound}
{
}

Loop::~Loop()
{
    pool_.stop();
    pool_.join();
}

void Loop::run()
{
    context_.run();
}

void Loop::stop()
{
    context_.stop();
}

void Loop::post(std::function<void()> what)
{
    boost::asio::post(context_, std::move(what));
}

bool Loop::work(std::function<void()> job, std::function<void()> done)
{
    if (queued_.fetch_add(1) >= queue_bound_) {
        queued_.fetch_sub(1);
        return false;
    }
    boost::asio::post(pool_, [this, job = std::move(job), done = std::move(done)]() mutable {
        job();
        queued_.fetch_sub(1);
        post(std::move(done));
    });
    return true;
}

std::unique_ptr<Appointment> Loop::after(std::chrono::milliseconds delay, std::function<void()> what)
{
    return std::make_unique<TimerAppointment>(context_, delay, std::move(what));
}

}  // namespace nightletter
