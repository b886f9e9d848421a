// mirror/claims.hpp: what the neighbours of one publisher claim to have sealed, with what we claim ourselves.
//
// docs/formats.md 7.9. Claims are counted for people and decide nothing. One that nobody asked for is refused; each
// asker is told once, and then at every change, with a pause between; what a neighbour claimed is forgotten with it.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "mirror/document.hpp"
#include "mirror/wire.hpp"
#include "swarm/events.hpp"

namespace nightletter::mirror {

// What a program does about claims. A reader's tells nobody what it keeps.
enum class ClaimRole { silent, tells, asks };

class Claims {
public:
    static constexpr Moment pause = std::chrono::seconds{2};  // between two tellings

    Claims() = default;  // silent
    Claims(ClaimRole role, ClaimMark mark) : role_{role}, mark_{mark} {}

    // What to say to somebody who has come.
    [[nodiscard]] std::optional<Message> greeting() const;
    // A neighbour asks; it is told in the next round.
    void hear(swarm::PeerTag peer, AskSealed const& question);
    [[nodiscard]] Expected<void, Refusal> hear(swarm::PeerTag peer, SealedClaim claim);
    void forget(swarm::PeerTag peer);

    // Somebody asked, and the last round is long enough ago.
    [[nodiscard]] bool is_round_due(Moment now) const;
    // Whom to tell that this is what we have sealed; those who were told the same are left out.
    [[nodiscard]] std::vector<swarm::PeerTag> begin_round(Sha256 const& claim, Moment now);
    [[nodiscard]] ClaimMark mark() const { return mark_; }

    // What is claimed about that feed, one for each mark, by neighbours that are connected now.
    [[nodiscard]] std::vector<SealedClaim> about(Sha256 const& feed) const;

private:
    ClaimRole role_ = ClaimRole::silent;
    ClaimMark mark_;
    std::map<swarm::PeerTag, Sha256> told_;  // who asked, with the hash of what it was told; zeros: nothing yet
    std::map<swarm::PeerTag, SealedClaim> claimed_;
    Moment next_round_{};
};

}  // namespace nightletter::mirror
