// mirror/errand.hpp: what one neighbour is asked, in which order, to catch up with a publisher.
//
// docs/formats.md section 6 C, D, W: roots from the one after the newest held, withdrawals that are not held, the feed,
// its heads. An errand brings documents home whole and unjudged; it knows nothing of signatures. It carries at most
// 64 roots and 256 withdrawals; what is left is for the next errand.
#pragma once

#include <deque>
#include <set>

#include "mirror/conversation.hpp"
#include "mirror/haul.hpp"

namespace nightletter::mirror {

// What need not be brought.
struct AlreadyHeld {
    std::uint32_t root_version = 0;
    Sha256 feed;   // zeros: none
    Sha256 heads;  // zeros: none
    std::set<Sha256> withdrawals;
};

// Whether the neighbour's feed may be one we would take.
enum class FeedWish { wanted, not_wanted };

class Errand {
public:
    static constexpr std::size_t most_roots = 64;
    static constexpr std::size_t most_withdrawals = 256;

    Errand(AlreadyHeld held, FeedWish feed);

    // The question to put next; nullopt when the errand is done.
    [[nodiscard]] std::optional<Question> next() const;
    // The answer to `next()`; a refusal ends the errand.
    [[nodiscard]] Expected<void, Refusal> take(Answer answer);
    [[nodiscard]] Haul bring_home() { return std::move(haul_); }
    // There was more than one errand carries.
    [[nodiscard]] bool left_something() const { return left_something_; }

private:
    [[nodiscard]] Expected<void, Refusal> take_index(Index const& index);
    void plan_roots(Index const& index);
    void plan_withdrawals(Index const& index);
    void plan(IndexEntry const& entry, DocumentKind kind);
    void put_away(WholeDocument document);

    AlreadyHeld held_;
    std::deque<Question> plan_;
    Bytes document_;  // waits for its signature set
    DocumentKind document_kind_ = DocumentKind::root;
    std::size_t withdrawals_planned_ = 0;
    Haul haul_;
    bool left_something_ = false;
};

}  // namespace nightletter::mirror
