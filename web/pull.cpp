#include "web/pull.hpp"

#include <algorithm>

namespace nightletter::web {

Pull::Pull(Ports ports, Pulled pulled, Brought brought)
    : ports_{std::move(ports)}, pulled_{std::move(pulled)}, brought_{std::move(brought)}
{
    NIGHTLETTER_INSIST(pulled_.range.size > 0 && (pulled_.extent == Extent::part || pulled_.range.first == 0));
    ask();
}

Pull::~Pull() = default;

void Pull::ask()
{
    auto const end =
        total_ ? std::min(*total_, pulled_.range.first + pulled_.range.size) : pulled_.range.first + pulled_.range.size;
    auto const first = pulled_.range.first + bytes_.size();
    auto const size = std::min(ports_.pace.step(), end - first);
    asked_at_ = ports_.moment();
    Request request{pulled_.url, {first, size}, ports_.pace.connection(), pulled_.stall, 4 * pulled_.stall};
    visit_ = ports_.web.get(std::move(request), [this, size](Outcome outcome) { answered(std::move(outcome), size); });
}

void Pull::answered(Outcome outcome, std::uint64_t asked)
{
    visit_.reset();
    if (!outcome) return failed(std::move(outcome.error()));
    auto const came = outcome->bytes.size();
    ports_.pace.answered(came, ports_.moment() - asked_at_);
    if (!take(std::move(outcome->bytes), outcome->total)) return;
    if (has_all()) return end(std::move(bytes_));
    // A server may send less than was asked for, but not for ever next to nothing.
    if (came < std::min<std::uint64_t>(asked, next_to_nothing)) {
        if (++failures_ >= most_failures) return end(fail(Fault::broken_off));
    } else {
        failures_ = 0;
    }
    ask();
}

void Pull::failed(Failure failure)
{
    bool const may_pass = failure.fault == Fault::broken_off || failure.fault == Fault::unreachable;
    if (!may_pass) return end(fail(failure.fault));
    auto const came = failure.received.size();
    if (failure.fault == Fault::broken_off) ports_.pace.broke_off(came);
    if (failure.total > 0 && came > 0 && !take(std::move(failure.received), failure.total)) return;
    // It broke off after the last byte.
    if (has_all()) return end(std::move(bytes_));
    failures_ = failure.total > 0 && came >= next_to_nothing ? 0 : failures_ + 1;
    if (failures_ >= most_failures) return end(fail(failure.fault));
    pause_ = ports_.timers.after(first_pause * (1U << failures_) / 2, [this] { ask(); });
}

bool Pull::take(Bytes bytes, std::uint64_t total)
{
    bool const too_long = pulled_.extent == Extent::whole && total > pulled_.range.size;
    // A file that has another length than a moment ago is another file.
    bool const changed = total_ && *total_ != total;
    if (too_long || changed) {
        end(fail(too_long ? Fault::too_large : Fault::wrong_range));
        return false;
    }
    total_ = total;
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
    return true;
}

bool Pull::has_all() const
{
    if (!total_) return false;
    return bytes_.size() >= std::min(*total_ - std::min(*total_, pulled_.range.first), pulled_.range.size);
}

void Pull::end(Expected<Bytes, Fault> result)
{
    auto const brought = std::move(brought_);
    brought(std::move(result));
}

}  // namespace nightletter::web
