#include "daemon/standing.hpp"

namespace nightletter::daemon {

void Standing::heard(mirror::Report const& report, Entry const& entry, UtcTime now)
{
    take(report, now);
    if (entry.weight == Weight::warning || entry.weight == Weight::error) note(entry, now);
}

void Standing::closed()
{
    publishers_.clear();
    arriving_.clear();
    port_.reset();
}

void Standing::take(mirror::Report const& report, UtcTime now)
{
    if (auto const* const listening = std::get_if<swarm::Listening>(&report)) {
        port_ = listening->port;
    } else if (auto const* const adopted = std::get_if<mirror::PublisherAdopted>(&report)) {
        publishers_[adopted->publisher] = *adopted;
        adopted_at_ = now;
    } else if (auto const* const progress = std::get_if<mirror::BundleProgress>(&report)) {
        auto& arriving = arriving_[progress->bundle];
        arriving.total_bytes = progress->total_bytes;
        arriving.standing = progress->standing;
        bool const is_alone = progress->standing.peers == 0;
        if (!is_alone) arriving.alone_since.reset();
        if (is_alone && !arriving.alone_since) arriving.alone_since = now;
    } else if (auto const* const sealed = std::get_if<mirror::BundleSealed>(&report)) {
        arriving_.erase(sealed->bundle);
        ++sealed_;
    } else if (auto const* const document = std::get_if<mirror::DocumentRefused>(&report)) {
        ++refused_[document->refusal.word];
    } else if (auto const* const bundle = std::get_if<mirror::BundleRefused>(&report)) {
        arriving_.erase(bundle->bundle);
        ++refused_[bundle->word];
    } else if (auto const* const left_out = std::get_if<mirror::BundleLeftOut>(&report)) {
        arriving_.erase(left_out->bundle);
    } else if (auto const* const tally = std::get_if<mirror::TrafficTally>(&report)) {
        count(*tally, now);
    }
}

void Standing::count(mirror::TrafficTally const& tally, UtcTime now)
{
    auto const day = day_of(now);
    if (traffic_.day != day) traffic_.today = {};
    traffic_.day = day;
    traffic_.peers += tally.peers;
    traffic_.today += tally.peers;
    traffic_.today += tally.web;
    traffic_.month = tally.month;
    traffic_.state = tally.state;
}

void Standing::note(Entry const& entry, UtcTime now)
{
    auto const [found, is_new] = notices_.try_emplace(entry.word, Notice{{}, now, now, 0});
    auto& notice = found->second;
    notice.line = entry.line();
    notice.last = now;
    ++notice.count;
}

}  // namespace nightletter::daemon
