// mirror/neighbour.hpp: what the follower remembers of one neighbour while it is connected.
//
// Nothing of it outlives the connection: there is no reputation that a peer could feed.
#pragma once

#include "mirror/errand.hpp"
#include "mirror/follower.hpp"
#include "mirror/lending.hpp"

namespace nightletter::mirror {

struct Follower::Neighbour {
    std::optional<Have> have;
    bool has_news = false;  // it has said `have` since we last went there
    Conversation conversation;
    Lending lending;
    std::optional<Errand> errand;        // under way; the question outstanding is the errand's
    std::optional<InfoHash> info_asked;  // the question outstanding is for this info dictionary
    Moment rests_until{};                // no errand to it before
    Moment visit_again_at{};             // no errand before to one that says it has what we have
};

}  // namespace nightletter::mirror
