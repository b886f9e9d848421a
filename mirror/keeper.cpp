#include "mirror/keeper.hpp"

#include <algorithm>

namespace nightletter::mirror {

KeepActions Keeper::handle(KeepEvent const& event)
{
    std::visit([this](auto const& one) { on(one); }, event);
    read_next();
    return std::exchange(actions_, {});
}

KeepActions Keeper::tick(UtcTime today, Moment now)
{
    if (!being_read_ && to_read_.empty()) {
        if (auto const bundle = round_.next(today, now)) to_read_.push_back(*bundle);
    }
    read_next();
    return std::exchange(actions_, {});
}

bool Keeper::awaits_reading_of(BundleId const& bundle) const
{
    auto const found = copies_.find(bundle);
    return found != copies_.end() && (found->second.step == Step::serving || found->second.step == Step::checking);
}

std::size_t Keeper::unfinished() const
{
    auto const is_unfinished = [this](auto const& entry) {
        auto const& [bundle, copy] = entry;
        if (copy.step != Step::checking) return copy.step == Step::leaving || copy.step == Step::copying;
        return being_read_ == bundle || std::ranges::find(to_read_, bundle) != to_read_.end();
    };
    return static_cast<std::size_t>(std::ranges::count_if(copies_, is_unfinished));
}

void Keeper::on(SealedCopyHeld const& event)
{
    auto& copy = copies_[event.bundle];
    copy.info_hash = event.info_hash;
    round_.add(event.bundle, event.bytes, event.read_at);
    serve(event.bundle, copy);
}

void Keeper::on(CopySuspected const& event)
{
    auto& copy = copies_[event.bundle];
    copy = {event.info_hash, Step::checking};
    if (event.state == store::BundleState::missing) {
        copies_.erase(event.bundle);
        actions_.emplace_back(FetchAgain{event.bundle});
        return;
    }
    round_.add(event.bundle, event.bytes, event.read_at);
    // Its sizes or times changed; its bytes may be right all the same. Before all that are in service.
    to_read_.push_front(event.bundle);
}

void Keeper::on(CopyRead const& event)
{
    if (being_read_ == event.bundle) being_read_.reset();
    auto const found = copies_.find(event.bundle);
    if (found == copies_.end()) return;
    auto& copy = found->second;
    bool const sound = event.state == store::BundleState::sealed;
    if (copy.step == Step::checking && sound) return serve(event.bundle, copy);
    if (copy.step == Step::checking) return heal(event.bundle, copy);
    if (copy.step != Step::serving || sound) return;
    copy.step = Step::leaving;
    actions_.emplace_back(EndServing{event.bundle, copy.info_hash});
}

void Keeper::on(ReadingTroubled const& event)
{
    // What could not be looked at stays as it was: the swarm hashes each piece before it is sent.
    if (being_read_ == event.bundle) being_read_.reset();
    round_.put_off(event.bundle, event.today);
}

void Keeper::on(HealingCopied const& event)
{
    auto const found = copies_.find(event.bundle);
    if (found == copies_.end() || found->second.step != Step::copying) return;
    copies_.erase(found);
    round_.remove(event.bundle);
    actions_.emplace_back(FetchAgain{event.bundle});
}

void Keeper::on(CopyWithdrawn const& event)
{
    auto const found = copies_.find(event.bundle);
    if (found == copies_.end()) return;
    auto& copy = found->second;
    std::erase(to_read_, event.bundle);
    round_.remove(event.bundle);
    if (copy.step == Step::serving) actions_.emplace_back(EndServing{event.bundle, copy.info_hash});
    if (copy.step == Step::serving || copy.step == Step::leaving)
        copy.step = Step::leaving_for_good;
    else
        copies_.erase(found);
}

void Keeper::on(ReadingWanted const&)
{
    to_read_.clear();
    for (auto const& [bundle, copy] : copies_) to_read_.push_back(bundle);
}

void Keeper::on(swarm::DamageFound const& event)
{
    auto const served = served_.find(event.bundle);
    if (served == served_.end()) return;
    auto& copy = copies_.at(served->second);
    if (copy.step != Step::serving) return;
    actions_.emplace_back(TakeOutOfService{served->second});
    copy.step = Step::leaving;
}

void Keeper::on(swarm::Released const& event)
{
    auto const served = served_.find(event.bundle);
    if (served == served_.end()) return;
    auto const bundle = served->second;
    auto& copy = copies_.at(bundle);
    if (copy.step != Step::leaving && copy.step != Step::leaving_for_good) return;
    served_.erase(served);
    if (copy.step == Step::leaving) return heal(bundle, copy);
    copies_.erase(bundle);
}

void Keeper::serve(BundleId const& bundle, Copy& copy)
{
    copy.step = Step::serving;
    served_[copy.info_hash] = bundle;
    actions_.emplace_back(Serve{bundle});
}

void Keeper::read_next()
{
    while (!being_read_ && !to_read_.empty()) {
        auto const bundle = to_read_.front();
        to_read_.pop_front();
        if (!awaits_reading_of(bundle)) continue;
        being_read_ = bundle;
        actions_.emplace_back(ReadAgain{bundle});
    }
}

void Keeper::heal(BundleId const& bundle, Copy& copy)
{
    copy.step = Step::copying;
    actions_.emplace_back(CopyForHealing{bundle});
}

}  // namespace nightletter::mirror
