#include "mirror/boarding.hpp"

namespace nightletter::mirror {

void Boarding::add(BundleId const& bundle)
{
    waiting_.push_back(bundle);
    begin_some();
}

void Boarding::cancel(BundleId const& bundle)
{
    std::erase(waiting_, bundle);
}

void Boarding::heard(InfoHash const& bundle)
{
    if (unheard_.erase(bundle) > 0) begin_some();
}

void Boarding::tick()
{
    unheard_.clear();
    begin_some();
}

void Boarding::begin_some()
{
    while (!waiting_.empty() && unheard_.size() < most_at_once) {
        auto const bundle = waiting_.front();
        waiting_.pop_front();
        if (auto const begun = begin_(bundle)) unheard_.insert(*begun);
    }
}

}  // namespace nightletter::mirror
