// mirror/ledger.hpp: what one publisher has said, as this mirror believes it, ready to be lent out.
//
// trust::Acceptance decides; this file hands it what arrived in the order in which it can be believed, and keeps an
// index of what may be given to neighbours. It opens nothing: `record()` is what has to be on disk before anybody acts
// on a judgement. Copies are cheap, so a judgement is tried on a copy.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "mirror/errand.hpp"
#include "store/publisher_folders.hpp"
#include "swarm/events.hpp"
#include "trust/acceptance.hpp"

namespace nightletter::mirror {

// A refusal as the log tells it.
struct LedgerRefusal {
    PublisherId publisher;
    std::string document;  // root, feed, withdrawal, heads
    std::string word;
    std::uint64_t offered = 0;  // version or seq; 0: it could not be read
    std::uint64_t held = 0;
};

struct Judgement {
    bool changed = false;
    std::vector<LedgerRefusal> refusals;  // without those that only say that it is held already
};

class Ledger {
public:
    Ledger(PublisherId const& publisher, UtcTime time_floor);
    // From what the store kept. Documents that are no longer whole are left out and fetched again; the high-water mark
    // stays where it was.
    [[nodiscard]] static Ledger restore(PublisherId const& publisher, store::PublisherDocuments const& kept,
                                        std::optional<store::HighWaterMark> const& high_water, UtcTime time_floor);

    [[nodiscard]] Judgement judge(Haul const& haul, UtcTime today);
    // What a slot of the DHT holds; makes nothing trusted (docs/formats.md section 4).
    [[nodiscard]] Judgement judge_head(swarm::SignedItem const& item);

    [[nodiscard]] trust::Acceptance const& acceptance() const { return acceptance_; }
    [[nodiscard]] store::PublisherRecord record() const;
    [[nodiscard]] AlreadyHeld held() const;
    // The slot that the publisher's head hangs in during that week; nullopt before a root is held. Its value is empty
    // when no head for the newest feed is held.
    [[nodiscard]] std::optional<swarm::SignedItem> slot(IsoWeek week) const;
    // What neighbours are told: a feed that we do not lend is not mentioned.
    [[nodiscard]] Have have() const;
    // What decides whether a neighbour has news: the high-water mark, whether its document is held or not.
    [[nodiscard]] Have seen() const;
    [[nodiscard]] std::vector<IndexEntry> const& shelf(Shelf what) const { return shelves_.at(what); }
    [[nodiscard]] std::shared_ptr<Bytes const> document(Sha256 const& hash) const;

private:
    void judge_roots(Haul const& haul, UtcTime today, Judgement& judgement);
    void judge_feed(Haul const& haul, UtcTime today, Judgement& judgement);
    void judge_withdrawals(Haul const& haul, UtcTime today, Judgement& judgement);
    void judge_heads(Haul const& haul, Judgement& judgement);
    [[nodiscard]] bool lends_feed() const;
    void arrange();
    template <class Accepted>
    IndexEntry shelve(Accepted const& accepted);

    trust::Acceptance acceptance_;
    Bytes heads_;  // of the feed held; empty: none
    std::map<Shelf, std::vector<IndexEntry>> shelves_;
    std::map<Sha256, std::shared_ptr<Bytes const>> documents_;
    std::map<Sha256, IndexEntry> entries_;  // of documents whose signature set was hashed before
};

}  // namespace nightletter::mirror
