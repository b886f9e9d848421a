#include "mirror/following.hpp"

#include <algorithm>
#include <array>
#include <random>

#include "mirror/topic.hpp"

namespace nightletter::mirror {
namespace {

// A hide lapses and a deletion falls due without anybody saying so.
constexpr Moment time_between_reviews = std::chrono::minutes{1};

ClaimMark new_mark()
{
    std::random_device random;
    std::array<std::uint8_t, ClaimMark::size> bytes{};
    for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random());
    return ClaimMark{bytes};
}

}  // namespace

Following::Following(Ports const& ports, FollowPlan plan, Observer observer)
    : ports_{ports}, plan_{std::move(plan)}, observer_{std::move(observer)}
{
}

Expected<void, Trouble> Following::start(Collection& collection)
{
    collection_ = &collection;
    for (auto const& publisher : plan_.publishers) {
        auto ledger = open_ledger(publisher);
        if (!ledger) return fail(ledger.error());
        auto const topic = topic_of(publisher);
        followed_[topic] = {
            topic, publisher,
            std::make_unique<Follower>(std::move(*ledger), collection, Claims{plan_.claims, new_mark()}),
            HeadRound{topic.data()[0]}};
    }
    for (auto& [topic, followed] : followed_) {
        set_releases(followed);
        report(followed);
        ports_.rendezvous.join(topic);
        for (auto const& peer : plan_.peers) ports_.rendezvous.connect(topic, peer);
    }
    delete_what_is_due();
    return {};
}

Expected<Ledger, Trouble> Following::open_ledger(PublisherId const& publisher)
{
    auto const documents = ports_.store.publishers().documents(publisher);
    if (!documents) return fail(documents.error());
    auto const high_water = ports_.store.publishers().high_water(publisher);
    return Ledger::restore(publisher, *documents, high_water, plan_.time_floor);
}

void Following::handle(swarm::Event const& event)
{
    if (auto const* const joined = std::get_if<swarm::PeerJoined>(&event)) return tell(joined->topic, *joined);
    if (auto const* const left = std::get_if<swarm::PeerLeft>(&event)) return tell(left->topic, *left);
    if (auto const* const message = std::get_if<swarm::MessageArrived>(&event)) return tell(message->topic, *message);
    if (auto const* const found = std::get_if<swarm::ItemFound>(&event)) look_at(found->item);
}

void Following::go_round(Followed& followed, Moment now)
{
    auto const step = followed.round.tick(now, followed.follower->ledger().have().feed);
    if (step == HeadRound::Step::none) return;
    auto slot = followed.follower->ledger().slot(iso_week(ports_.clock.now()));
    if (!slot) return;
    if (step != HeadRound::Step::post) return ports_.board.read(slot->key, slot->salt);
    if (!slot->value.empty()) ports_.board.post(std::move(*slot));
}

void Following::look_at(swarm::SignedItem const& item)
{
    auto const week = iso_week(ports_.clock.now());
    for (auto& [topic, followed] : followed_) {
        auto const slot = followed.follower->ledger().slot(week);
        if (!slot || slot->key != item.key || slot->salt != item.salt) continue;
        tell(topic, HeadFound{item});
        if (slot->value.empty() || item.seq < slot->seq) continue;
        if (followed.round.found()) observer_(HeadReadBack{followed.publisher, item.seq % trust::seq_bound});
    }
}

bool Following::offer(FoundDocuments const& found)
{
    auto const at = followed_.find(topic_of(found.publisher));
    if (at == followed_.end()) return true;
    auto& followed = at->second;
    auto const actions = followed.follower->handle(HaulFound{found.haul}, ports_.moment(), ports_.clock.now());
    perform(followed, actions);
    return std::ranges::none_of(
        actions, [](FollowAction const& action) { return std::holds_alternative<ReportDocumentRefused>(action); });
}

void Following::tick()
{
    auto const now = ports_.moment();
    for (auto& [topic, followed] : followed_) {
        perform(followed, followed.follower->tick(now));
        go_round(followed, now);
    }
    if (now - reviewed_at_ < time_between_reviews) return;
    reviewed_at_ = now;
    if (auto erased = ports_.store.finish_erasing(ports_.clock.now()); !erased)
        observer_(MirrorTroubled{erased.error()});
    for (auto& [topic, followed] : followed_) {
        if (followed.is_due || served(followed.follower->ledger().acceptance()) != followed.served)
            set_releases(followed);
        // Time alone makes a feed stale.
        if (labels_of(followed) != told_labels_[topic]) report(followed);
    }
    delete_what_is_due();
}

std::set<PublisherId> Following::publishers() const
{
    return {plan_.publishers.begin(), plan_.publishers.end()};
}

Ledger const* Following::ledger(PublisherId const& publisher) const
{
    auto const found = followed_.find(topic_of(publisher));
    return found == followed_.end() ? nullptr : &found->second.follower->ledger();
}

std::size_t Following::visits(PublisherId const& publisher) const
{
    auto const found = followed_.find(topic_of(publisher));
    return found == followed_.end() ? 0 : found->second.follower->visits();
}

std::vector<SealedClaim> Following::claims(PublisherId const& publisher) const
{
    auto const found = followed_.find(topic_of(publisher));
    return found == followed_.end() ? std::vector<SealedClaim>{} : found->second.follower->claims();
}

void Following::ask_for_info(PublisherId const& publisher, InfoHash const& info_hash)
{
    tell(topic_of(publisher), InfoWanted{info_hash});
}

trust::Acceptance const* Following::acceptance_of(PublisherId const& publisher) const
{
    auto const* const held = ledger(publisher);
    return held == nullptr ? nullptr : &held->acceptance();
}

bool Following::is_dark(PublisherId const& publisher, BundleId const& bundle) const
{
    auto const* const acceptance = acceptance_of(publisher);
    if (block_of(plan_.choice, publisher, bundle) != nullptr) return true;
    if (acceptance == nullptr || acceptance->feed() == nullptr) return false;
    return !acceptance->standing(bundle, ports_.clock.now(), policy_of(publisher)).is_served();
}

trust::WithdrawalPolicy Following::policy_of(PublisherId const& publisher) const
{
    auto const own = plan_.withdrawals.find(publisher);
    return own == plan_.withdrawals.end() ? trust::WithdrawalPolicy{} : own->second;
}

void Following::tell(InfoHash const& topic, FollowEvent const& event)
{
    auto const found = followed_.find(topic);
    if (found == followed_.end()) return;
    auto& followed = found->second;
    perform(followed, followed.follower->handle(event, ports_.moment(), ports_.clock.now()));
}

void Following::perform(Followed& followed, FollowActions const& actions)
{
    for (auto const& action : actions) std::visit([&](auto const& one) { act(followed, one); }, action);
}

void Following::act(Followed const& followed, Tell const& action)
{
    ports_.rendezvous.send(followed.topic, action.peer, action.payload);
}

void Following::act(Followed const& followed, TurnAway const& action)
{
    ports_.rendezvous.disconnect(followed.topic, action.peer);
}

void Following::act(Followed const& followed, KeepRecord const& action)
{
    auto const kept = ports_.store.publishers().keep(action.record);
    if (kept) return tell(followed.topic, RecordKept{});
    // Nothing of it was believed yet. A disk that may recover is tried again; one that may not ends the process.
    tell(followed.topic, RecordNotKept{});
    if (kept.error().retry == Retry::may_help) return observer_(MirrorTroubled{kept.error()});
    observer_(StorageFailed{kept.error()});
}

void Following::act(Followed& followed, Adopted const&)
{
    set_releases(followed);
    report(followed);
}

void Following::act(Followed const&, InfoBrought const& action)
{
    collection_->info_brought(action.info_hash, action.info);
}

void Following::act(Followed const&, InfoNowhere const& action)
{
    collection_->info_nowhere(action.info_hash);
}

void Following::act(Followed const&, ReportDocumentRefused const& action)
{
    observer_(DocumentRefused{action.refusal});
}

void Following::act(Followed const& followed, ReportNeighbourRefused const& action)
{
    observer_(NeighbourRefused{followed.publisher, action.reason});
}

void Following::report(Followed const& followed)
{
    auto const& acceptance = followed.follower->ledger().acceptance();
    auto const* const chain = acceptance.chain();
    if (chain == nullptr) return;
    PublisherAdopted adopted{
        followed.publisher, chain->newest().root().name, chain->newest().root().version, 0, 0, 0, {}};
    if (auto const* const feed = acceptance.feed()) {
        adopted.epoch = feed->point().epoch;
        adopted.seq = feed->point().seq;
    }
    adopted.releases = served(acceptance).size();
    adopted.labels = told_labels_[followed.topic] = labels_of(followed);
    observer_(adopted);
}

std::vector<std::string> Following::labels_of(Followed const& followed) const
{
    std::vector<std::string> texts;
    for (auto const& label : followed.follower->ledger().acceptance().labels(ports_.clock.now()))
        texts.push_back(label.text());
    return texts;
}

void Following::set_releases(Followed& followed)
{
    auto before = std::exchange(followed.served, served(followed.follower->ledger().acceptance()));
    followed.is_due = !collection_->set_releases(followed.publisher, followed.served);
    if (before == followed.served) return;
    // What one publisher no longer names may be another's to name.
    for (auto& [topic, other] : followed_) {
        if (&other != &followed) other.is_due = true;
    }
}

void Following::delete_what_is_due()
{
    auto const now = ports_.clock.now();
    std::set<WithdrawnBundle> due;
    for (auto const& [topic, followed] : followed_) {
        auto const& acceptance = followed.follower->ledger().acceptance();
        for (auto const& [hash, held] : acceptance.withdrawals().all()) {
            WithdrawnBundle const one{followed.publisher, held.document.withdrawal().bundle};
            auto const effect = acceptance.standing(one.bundle, now, policy_of(one.publisher)).effect;
            bool const is_due = effect.deletion && *effect.deletion <= acceptance.now(now);
            if (is_due && !deleted_.contains(one)) due.insert(one);
        }
    }
    if (!due.empty() && collection_->erase(due)) deleted_.merge(due);
}

std::vector<trust::Release> Following::served(trust::Acceptance const& acceptance) const
{
    std::vector<trust::Release> releases;
    for (auto const& release : acceptance.releases()) {
        if (!plan_.only.empty() && !plan_.only.contains(release.bundle)) continue;
        if (!is_dark(acceptance.publisher(), release.bundle)) releases.push_back(release);
    }
    return releases;
}

}  // namespace nightletter::mirror
