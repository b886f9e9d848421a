// Whom the follower asks next, and what it does with what is brought; follower.cpp says what it hears.
#include "mirror/follower.hpp"
#include "mirror/neighbour.hpp"

namespace nightletter::mirror {
namespace {

bool is_newer(Have const& theirs, Have const& ours)
{
    if (theirs.root_version != ours.root_version) return theirs.root_version > ours.root_version;
    if (theirs.epoch != ours.epoch) return theirs.epoch > ours.epoch;
    // The same number with another hash is worth seeing: it may be the proof of two histories.
    return theirs.seq != ours.seq ? theirs.seq > ours.seq : theirs.feed != ours.feed;
}

bool is_older_feed(Have const& theirs, Have const& ours)
{
    return theirs.epoch != ours.epoch ? theirs.epoch < ours.epoch : theirs.seq < ours.seq;
}

}  // namespace

void Follower::send_errands(Moment now)
{
    auto const ours = ledger_.seen();
    std::size_t under_way = 0;
    for (auto const& [peer, neighbour] : neighbours_) under_way += neighbour.errand ? 1 : 0;
    for (auto& [peer, neighbour] : neighbours_) {
        // One at a time, and another besides when the first takes long: the slow and the silent hold nobody up.
        bool const may_go = under_way == 0 || (under_way < errands_at_once && now - last_errand_ >= turn);
        if (!may_go) return;
        if (!neighbour.has_news || !neighbour.conversation.is_idle() || now < neighbour.rests_until) continue;
        auto const theirs = *neighbour.have;
        // A neighbour that has what we have may still know of a withdrawal; one that has less is told by our `have`.
        bool const level = theirs == ours && theirs != Have{};
        neighbour.has_news = level && now < neighbour.visit_again_at;
        if (neighbour.has_news || (!level && !is_newer(theirs, ours))) continue;
        neighbour.errand.emplace(ledger_.held(), is_older_feed(theirs, ours) ? FeedWish::not_wanted : FeedWish::wanted);
        last_errand_ = now;
        ++under_way;
        put_next(peer, now);
    }
}

void Follower::send_for_infos(Moment now)
{
    for (auto wanted = infos_wanted_.begin(); wanted != infos_wanted_.end();) {
        bool somebody_left = false;
        bool asked = false;
        for (auto& [peer, neighbour] : neighbours_) {
            if (neighbour.info_asked == wanted->first) asked = true;
            if (wanted->second.contains(peer)) continue;
            somebody_left = true;
        }
        for (auto& [peer, neighbour] : neighbours_) {
            if (asked || wanted->second.contains(peer) || !neighbour.conversation.is_idle()) continue;
            neighbour.info_asked = wanted->first;
            Wanted const question{*Sha256::from(wanted->first.bytes()), DocumentKind::info_dictionary};
            tell(peer, neighbour.conversation.put(question, now));
            asked = true;
        }
        if (somebody_left || asked) {
            ++wanted;
            continue;
        }
        actions_.emplace_back(InfoNowhere{wanted->first});
        wanted = infos_wanted_.erase(wanted);
    }
}

void Follower::put_next(swarm::PeerTag peer, Moment now)
{
    auto& neighbour = neighbours_.at(peer);
    tell(peer, neighbour.conversation.put(*neighbour.errand->next(), now));
}

void Follower::come_home(swarm::PeerTag peer, Moment now, UtcTime today)
{
    auto& neighbour = neighbours_.at(peer);
    ++visits_;
    auto errand = std::move(*neighbour.errand);
    neighbour.errand.reset();
    bool const promised_news = is_newer(*neighbour.have, ledger_.seen());
    auto const haul = errand.bring_home();
    bool const sound = judge(haul, today);
    neighbour.visit_again_at = now + rest_after_visit;
    if (!sound) neighbour.rests_until = now + rest_after_refusal;
    if (promised_news && haul.is_empty()) neighbour.rests_until = now + rest_after_boast;
    if (!haul.is_empty() && errand.left_something()) neighbour.has_news = true;
}

bool Follower::judge(Haul const& haul, UtcTime today)
{
    if (haul.is_empty()) return true;
    auto next = ledger_;
    auto const judgement = next.judge(haul, today);
    return stage(std::move(next), judgement);
}

bool Follower::stage(Ledger next, Judgement const& judgement)
{
    NIGHTLETTER_INSIST(!staged_);
    for (auto const& refusal : judgement.refusals) actions_.emplace_back(ReportDocumentRefused{refusal});
    if (judgement.changed) {
        actions_.emplace_back(KeepRecord{next.record()});
        staged_ = std::move(next);
    }
    return judgement.refusals.empty();
}

void Follower::tell(swarm::PeerTag peer, Message const& message)
{
    actions_.emplace_back(Tell{peer, encode(message)});
}

void Follower::turn_away(swarm::PeerTag peer, Refusal reason)
{
    actions_.emplace_back(TurnAway{peer});
    actions_.emplace_back(ReportNeighbourRefused{reason});
    forget(peer);
}

void Follower::forget(swarm::PeerTag peer)
{
    neighbours_.erase(peer);
    claims_.forget(peer);
    // Whoever it is when it comes back is asked again.
    for (auto& [info_hash, without] : infos_wanted_) without.erase(peer);
}

}  // namespace nightletter::mirror
