#include "mirror/web_mirror.hpp"

#include <algorithm>

namespace nightletter::mirror {

WebMirror::WebMirror(std::string address, Ports ports, Failed failed)
    : address_{std::move(address)}, ports_{std::move(ports)}, failed_{std::move(failed)}
{
}

bool WebMirror::is_ready() const
{
    return place_.use_count() - 1 < most_at_once && ports_.moment() >= rests_until_;
}

std::unique_ptr<web::Pull> WebMirror::pull(std::string const& path, web::Range range, web::Extent extent,
                                           web::Pull::Brought brought)
{
    auto told = [this, place = place_, brought = std::move(brought)](Expected<Bytes, web::Fault> result) mutable {
        heard(result);
        place.reset();
        brought(std::move(result));
    };
    return std::make_unique<web::Pull>(web::Pull::Ports{ports_.web, ports_.timers, ports_.moment, pace_},
                                       web::Pulled{address_ + path, range, extent, ports_.stall}, std::move(told));
}

void WebMirror::heard(Expected<Bytes, web::Fault> const& result)
{
    using web::Fault;
    bool const answers = result || result.error() == Fault::not_found || result.error() == Fault::too_large ||
                         result.error() == Fault::wrong_range;
    answering_ = answers;
    if (answers) {
        failures_ = 0;
        return;
    }
    auto const now = ports_.moment();
    if (now < rests_until_) return;  // another request said so already
    rests_until_ = now + std::min(longest_rest, first_rest * (1U << std::min(failures_, 10U)));
    ++failures_;
    failed_(result.error());
}

}  // namespace nightletter::mirror
