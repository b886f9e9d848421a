// tests/swarm/node.hpp: one session on loopback with everything it has told, in order.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <vector>

#include "swarm/session.hpp"
#include "tests/support/run_loop.hpp"
#include "tests/swarm/sample_bundle.hpp"

namespace nightletter::test {

[[nodiscard]] swarm::Settings loopback_settings();

class Node {
public:
    explicit Node(Loop& loop, swarm::Settings const& settings = loopback_settings());

    [[nodiscard]] swarm::Session& session() { return *session_; }
    [[nodiscard]] swarm::Session* operator->() { return session_.get(); }
    // Where others reach it; waits until it listens.
    [[nodiscard]] swarm::Endpoint endpoint();
    [[nodiscard]] std::vector<swarm::Event> const& events() const { return events_; }
    void forget_events() { events_.clear(); }

    // What has been told of one kind.
    template <class E>
    [[nodiscard]] std::vector<E> all() const
    {
        std::vector<E> found;
        for (auto const& event : events_) {
            if (auto const* one = std::get_if<E>(&event)) found.push_back(*one);
        }
        return found;
    }
    template <class E>
    [[nodiscard]] bool told(std::size_t times = 1) const
    {
        return all<E>().size() >= times;
    }
    template <class E>
    [[nodiscard]] bool hears(std::chrono::milliseconds deadline = std::chrono::seconds{20}, std::size_t times = 1)
    {
        return run_until(
            loop_, [&] { return told<E>(times); }, deadline);
    }
    [[nodiscard]] bool stands(InfoHash const& bundle, swarm::Stage stage,
                              std::chrono::milliseconds deadline = std::chrono::seconds{20});
    // Seeds a sample and waits until it is offered.
    [[nodiscard]] bool offers(SampleBundle const& bundle);
    // Stops and says how long libtorrent's threads took.
    [[nodiscard]] std::chrono::milliseconds stop();
    // What the subscriber does beside recording.
    std::function<void(swarm::Event const&)> on_event = [](swarm::Event const&) {};

private:
    Loop& loop_;
    std::vector<swarm::Event> events_;
    std::uint16_t port_ = 0;
    std::unique_ptr<swarm::Session> session_;
};

}  // namespace nightletter::test
