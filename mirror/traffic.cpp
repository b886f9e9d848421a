#include "mirror/traffic.hpp"

#include "base/durable_file.hpp"

namespace nightletter::mirror {

Traffic::Traffic(Ports ports, TrafficPlan plan, UtcTime floor, store::TrafficBook book, Observer observer)
    : ports_{std::move(ports)},
      plan_{std::move(plan)},
      floor_{floor},
      book_{std::move(book)},
      observer_{std::move(observer)},
      crew_{ports_.workers}
{
}

void Traffic::start(std::function<void(Spending)> allow)
{
    allow_ = std::move(allow);
    if (book_.was_put_aside()) {
        observer_(MirrorTroubled{{"read", book_.file().string(), "it was damaged; traffic is counted from zero"}});
    }
    tick();
}

void Traffic::handle(swarm::TrafficMoved const& event)
{
    auto const moved = event.moved.since(std::exchange(counted_.swarm, event.moved));
    counted_.untold.peers += moved;
    count(moved);
}

void Traffic::tick()
{
    auto const now = ports_.moment();
    auto const today = ports_.clock.now();
    count_web();
    auto const rates = rates_at(today, plan_.windows, plan_.rates);
    if (told_.rates != rates) ports_.throttle.limit(*(told_.rates = rates));
    if (!told_.spending || now - times_.read >= between_readings) {
        times_.read = now;
        if (auto read = book_.read_others(); !read) observer_(MirrorTroubled{read.error()});
    }
    judge(book_.month_at(today, floor_));
    tell_if_due(now);
    write_if_due(now);
    next_tick_ = ports_.timers.after(std::chrono::seconds{1}, [this] { tick(); });
}

void Traffic::count_web()
{
    auto const web = ports_.web();
    auto const moved = web.since(std::exchange(counted_.web, web));
    counted_.untold.web += moved;
    count(moved);
}

void Traffic::count(Moved const& moved)
{
    if (moved.total() == 0) return;
    counted_.unwritten += moved.total();
    book_.count(book_.month_at(ports_.clock.now(), floor_), moved);
}

void Traffic::judge(store::Month month)
{
    auto const used = book_.used(month).total();
    auto const now = spending(used, plan_.monthly);
    if (told_.spending == now) return;
    bool const is_news = told_.spending || now != Spending::within_budget;
    told_.spending = now;
    if (is_news) observer_(TrafficBudget{now, used, plan_.monthly});
    allow_(now);
}

void Traffic::tell_if_due(Moment now)
{
    if (told_.month && now - times_.told < between_tallies) return;
    times_.told = now;
    tell();
}

void Traffic::tell()
{
    auto const month = book_.used(book_.month_at(ports_.clock.now(), floor_));
    auto const moved = counted_.untold.peers.total() + counted_.untold.web.total();
    if (moved == 0 && told_.month == month) return;
    told_.month = month;
    counted_.untold.month = month;
    counted_.untold.state = told_.spending.value_or(Spending::within_budget);
    observer_(std::exchange(counted_.untold, {}));
}

void Traffic::write_if_due(Moment now)
{
    auto const waited = now - times_.written;
    bool const is_due = (counted_.unwritten >= worth_writing && waited >= between_writings) ||
                        (counted_.unwritten > 0 && waited >= longest_unwritten);
    if (!is_due || times_.is_writing) return;
    times_.written = now;
    times_.is_writing = true;
    auto const unwritten = std::exchange(counted_.unwritten, 0);
    auto const outcome = std::make_shared<Expected<void, Trouble>>();
    crew_.work([outcome, file = book_.file(), text = book_.text()] { *outcome = write_durably(file, as_bytes(text)); },
               [this, outcome, unwritten] {
                   times_.is_writing = false;
                   if (*outcome) return;
                   counted_.unwritten += unwritten;
                   observer_(MirrorTroubled{outcome->error()});
               });
}

void Traffic::write_now()
{
    next_tick_.reset();
    tell();
    if (counted_.unwritten == 0) return;
    counted_.unwritten = 0;
    if (auto written = write_durably(book_.file(), as_bytes(book_.text())); !written)
        observer_(MirrorTroubled{written.error()});
}

}  // namespace nightletter::mirror
