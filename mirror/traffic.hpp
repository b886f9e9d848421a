// mirror/traffic.hpp: keeps what moves over the network within what the operator allows.
//
// Sets the limit of the hour, counts what the swarm and the web moved into the month's book, says when bundles must
// wait for the next month. It knows no bundle: `allow` is told the state. Loop thread only; writing happens on another.
#pragma once

#include <functional>
#include <memory>

#include "mirror/crew.hpp"
#include "mirror/rate_windows.hpp"
#include "mirror/report.hpp"
#include "store/traffic_book.hpp"

namespace nightletter::mirror {

struct TrafficPlan {
    swarm::Rates rates;  // outside of the windows
    std::vector<RateWindow> windows;
    std::uint64_t monthly = 0;  // bytes in both directions; 0: no budget
};

class Traffic {
public:
    // A kill loses what moved in five seconds, or a mebibyte where less moves.
    static constexpr Moment between_writings = std::chrono::seconds{5};
    static constexpr Moment longest_unwritten = std::chrono::minutes{1};
    static constexpr std::uint64_t worth_writing = 1 << 20;  // bytes
    static constexpr Moment between_readings = std::chrono::minutes{1};
    static constexpr Moment between_tallies = std::chrono::seconds{10};

    struct Ports {
        swarm::Throttle& throttle;
        Workers& workers;
        Timers& timers;
        Clock const& clock;
        std::function<Moment()> moment;
        std::function<Moved()> web;  // what went through web servers since the start
    };

    Traffic(Ports ports, TrafficPlan plan, UtcTime floor, store::TrafficBook book, Observer observer);

    // `allow` hears the state now and at each change.
    void start(std::function<void(Spending)> allow);
    void handle(swarm::TrafficMoved const& event);
    // For the last time, and tells the last tally: blocks for as long as a small file takes to reach the disk.
    void write_now();

private:
    void tick();
    void count(Moved const& moved);
    void judge(store::Month month);
    void write_if_due(Moment now);
    void count_web();
    void tell_if_due(Moment now);
    void tell();

    Ports ports_;
    TrafficPlan plan_;
    UtcTime floor_;
    store::TrafficBook book_;
    Observer observer_;
    std::function<void(Spending)> allow_;
    Crew crew_;
    struct Counted {
        Moved swarm;  // of what is in the book
        Moved web;
        std::uint64_t unwritten = 0;
        TrafficTally untold{};
    } counted_;
    struct Told {
        std::optional<swarm::Rates> rates;
        std::optional<Spending> spending;
        std::optional<Moved> month;
    } told_;
    struct Times {
        Moment written{};
        Moment read{};
        Moment told{};
        bool is_writing = false;
    } times_;
    std::unique_ptr<Appointment> next_tick_;
};

}  // namespace nightletter::mirror
