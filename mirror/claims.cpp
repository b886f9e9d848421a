#include "mirror/claims.hpp"

namespace nightletter::mirror {

std::optional<Message> Claims::greeting() const
{
    if (role_ != ClaimRole::asks) return std::nullopt;
    return Message{AskSealed{}};
}

void Claims::hear(swarm::PeerTag peer, AskSealed const&)
{
    if (role_ == ClaimRole::tells) told_.try_emplace(peer);
}

Expected<void, Refusal> Claims::hear(swarm::PeerTag peer, SealedClaim claim)
{
    if (role_ != ClaimRole::asks) return fail(Refusal::unasked);
    claimed_.insert_or_assign(peer, std::move(claim));
    return {};
}

void Claims::forget(swarm::PeerTag peer)
{
    told_.erase(peer);
    claimed_.erase(peer);
}

bool Claims::is_round_due(Moment now) const
{
    return !told_.empty() && now >= next_round_;
}

std::vector<swarm::PeerTag> Claims::begin_round(Sha256 const& claim, Moment now)
{
    next_round_ = now + pause;
    std::vector<swarm::PeerTag> askers;
    for (auto& [peer, told] : told_) {
        if (told != claim) askers.push_back(peer);
        told = claim;
    }
    return askers;
}

std::vector<SealedClaim> Claims::about(Sha256 const& feed) const
{
    std::map<ClaimMark, SealedClaim const*> by_mark;
    for (auto const& [peer, claim] : claimed_) {
        if (claim.feed == feed) by_mark[claim.mark] = &claim;
    }
    std::vector<SealedClaim> claims;
    for (auto const& [mark, claim] : by_mark) claims.push_back(*claim);
    return claims;
}

}  // namespace nightletter::mirror
