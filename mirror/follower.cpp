#include "mirror/follower.hpp"

#include <algorithm>

#include "mirror/neighbour.hpp"

namespace nightletter::mirror {

class Follower::Desk final : public Holdings {
public:
    Desk(Ledger const& ledger, BundleShelf& shelf) : ledger_{&ledger}, shelf_{&shelf} {}

    [[nodiscard]] Have have() const override { return ledger_->have(); }
    [[nodiscard]] std::vector<IndexEntry> const& shelf(Shelf what) const override { return ledger_->shelf(what); }
    [[nodiscard]] std::shared_ptr<Bytes const> document(Sha256 const& hash) override
    {
        if (auto document = ledger_->document(hash)) return document;
        return shelf_->info(ledger_->acceptance().publisher(), *InfoHash::from(hash.bytes()));
    }
    // What we claim about a feed of this publisher's.
    [[nodiscard]] std::vector<bundles::TierSet> sealed_of(trust::AcceptedFeed const& feed) const
    {
        std::vector<bundles::TierSet> lines;
        for (auto const& release : feed.feed().releases) {
            lines.push_back(shelf_->sealed(ledger_->acceptance().publisher(), release.info_hash));
        }
        return lines;
    }

private:
    Ledger const* ledger_;
    BundleShelf* shelf_;
};

Follower::Follower(Ledger ledger, BundleShelf& shelf, Claims claims)
    : ledger_{std::move(ledger)}, desk_{std::make_unique<Desk>(ledger_, shelf)}, claims_{std::move(claims)}
{
}

Follower::~Follower() = default;

FollowActions Follower::handle(FollowEvent const& event, Moment now, UtcTime today)
{
    std::visit([&](auto const& one) { on(one, now, today); }, event);
    if (!staged_) {
        send_errands(now);
        send_for_infos(now);
    }
    return std::exchange(actions_, {});
}

FollowActions Follower::tick(Moment now)
{
    std::vector<swarm::PeerTag> overdue;
    for (auto& [peer, neighbour] : neighbours_) {
        if (neighbour.conversation.is_overdue(now)) overdue.push_back(peer);
        if (auto message = neighbour.lending.resume(*desk_, now)) tell(peer, *message);
    }
    for (auto const peer : overdue) turn_away(peer, Refusal::deadline_passed);
    send_errands(now);
    send_for_infos(now);
    tell_claim(now);
    return std::exchange(actions_, {});
}

std::vector<SealedClaim> Follower::claims() const
{
    auto const* const feed = ledger_.acceptance().feed();
    return feed == nullptr ? std::vector<SealedClaim>{} : claims_.about(feed->point().feed);
}

void Follower::on(swarm::PeerJoined const& event, Moment now, UtcTime)
{
    if (neighbours_.size() >= most_neighbours) {
        actions_.emplace_back(TurnAway{event.peer});
        return;
    }
    neighbours_.try_emplace(event.peer).first->second.rests_until = now;
    tell(event.peer, desk_->have());
    if (auto const greeting = claims_.greeting()) tell(event.peer, *greeting);
}

void Follower::on(swarm::PeerLeft const& event, Moment, UtcTime)
{
    forget(event.peer);
}

void Follower::on(swarm::MessageArrived const& event, Moment now, UtcTime today)
{
    if (!neighbours_.contains(event.peer)) return;
    auto message = decode(event.payload);
    if (!message) return turn_away(event.peer, message.error());
    if (auto heard = hear(event.peer, std::move(*message), now, today); !heard) turn_away(event.peer, heard.error());
}

void Follower::on(HaulFound const& event, Moment, UtcTime today)
{
    judge(event.haul, today);
}

void Follower::on(InfoWanted const& event, Moment, UtcTime)
{
    infos_wanted_.try_emplace(event.info_hash);
}

void Follower::on(HeadFound const& event, Moment, UtcTime)
{
    auto next = ledger_;
    auto const judgement = next.judge_head(event.item);
    stage(std::move(next), judgement);
}

void Follower::on(RecordKept const&, Moment, UtcTime)
{
    if (!staged_) return;
    ledger_ = std::move(*staged_);
    staged_.reset();
    for (auto const& [peer, neighbour] : neighbours_) tell(peer, desk_->have());
    actions_.emplace_back(Adopted{});
}

void Follower::on(RecordNotKept const&, Moment now, UtcTime)
{
    // What is not on disk was never believed; whoever has it is asked again soon.
    staged_.reset();
    for (auto& [peer, neighbour] : neighbours_) {
        neighbour.has_news = true;
        neighbour.rests_until = std::max(neighbour.rests_until, now + rest_after_trouble);
    }
}

Expected<void, Refusal> Follower::hear(swarm::PeerTag peer, Message message, Moment now, UtcTime today)
{
    auto& neighbour = neighbours_.at(peer);
    if (auto* const have = std::get_if<Have>(&message)) {
        neighbour.has_news = true;
        neighbour.have = *have;
        return {};
    }
    if (auto const* const want = std::get_if<Want>(&message)) {
        return answer(peer, neighbour.lending.handle(*want, *desk_, now));
    }
    if (auto const* const ask = std::get_if<Ask>(&message)) {
        return answer(peer, neighbour.lending.handle(*ask, *desk_, now));
    }
    if (auto* const part = std::get_if<Part>(&message)) {
        return go_on(peer, neighbour.conversation.hear(std::move(*part), now), now, today);
    }
    if (auto* const index = std::get_if<Index>(&message)) {
        return go_on(peer, neighbour.conversation.hear(std::move(*index)), now, today);
    }
    if (auto* const claim = std::get_if<SealedClaim>(&message)) return claims_.hear(peer, std::move(*claim));
    if (auto const* const ask = std::get_if<AskSealed>(&message)) claims_.hear(peer, *ask);
    return {};  // Unknown: a later version may say other things
}

Expected<void, Refusal> Follower::answer(swarm::PeerTag peer, Expected<std::optional<Message>, Refusal> reply)
{
    if (!reply) return fail(reply.error());
    if (*reply) tell(peer, **reply);
    return {};
}

Expected<void, Refusal> Follower::go_on(swarm::PeerTag peer, Expected<Progress, Refusal> progress, Moment now,
                                        UtcTime today)
{
    if (!progress) return fail(progress.error());
    if (progress->send) tell(peer, *progress->send);
    if (!progress->answer) return {};
    auto& neighbour = neighbours_.at(peer);
    if (neighbour.info_asked) {
        info_answered(peer, std::move(*progress->answer));
        return {};
    }
    auto const taken = neighbour.errand->take(std::move(*progress->answer));
    if (!taken) {
        // It changed its mind between its index and our question: no fault of form, only a turn lost.
        neighbour.errand.reset();
        neighbour.rests_until = now + rest_after_visit;
        return {};
    }
    if (neighbour.errand->next())
        put_next(peer, now);
    else
        come_home(peer, now, today);
    return {};
}

void Follower::info_answered(swarm::PeerTag peer, Answer answer)
{
    auto& neighbour = neighbours_.at(peer);
    auto const info_hash = *std::exchange(neighbour.info_asked, std::nullopt);
    auto const wanted = infos_wanted_.find(info_hash);
    if (wanted == infos_wanted_.end()) return;
    if (auto* const document = std::get_if<WholeDocument>(&answer)) {
        actions_.emplace_back(InfoBrought{info_hash, std::move(document->bytes)});
        infos_wanted_.erase(wanted);
        return;
    }
    wanted->second.insert(peer);
}

void Follower::tell_claim(Moment now)
{
    auto const* const feed = ledger_.acceptance().feed();
    if (feed == nullptr || !claims_.is_round_due(now)) return;
    Message const claim = SealedClaim{claims_.mark(), feed->point().feed, desk_->sealed_of(*feed)};
    for (auto const peer : claims_.begin_round(sha256(encode(claim)), now)) tell(peer, claim);
}

}  // namespace nightletter::mirror
