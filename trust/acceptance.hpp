// trust/acceptance.hpp: which of one publisher's statements are believed.
//
// Everything this project believes about a publisher is decided here, in the order of docs/formats.md section 6 B-D
// and W. No file, no clock, no torrent: hand in bytes and the local time, get a document that is trusted or the one
// reason it is not. A refusal changes nothing that is trusted; an equivocation is also kept as a proof.
//
// Whoever keeps documents writes record() durably before acting on what was accepted. Copies are cheap and share their
// documents, so a caller may try on a copy and keep it once the record is on disk.
#pragma once

#include <algorithm>
#include <optional>
#include <span>
#include <vector>

#include "trust/feed_order.hpp"
#include "trust/heads.hpp"
#include "trust/label.hpp"
#include "trust/proof.hpp"
#include "trust/record.hpp"
#include "trust/root_chain.hpp"
#include "trust/withdrawals.hpp"

namespace nightletter::trust {

// What a mirror keeps of a publisher between two runs. Missing parts are fetched again; without `record` the newest
// feed kept is taken for the high-water mark.
struct KeptDocuments {
    std::vector<Candidate> roots;  // 1, 2, …
    std::optional<Candidate> feed;
    std::vector<Candidate> withdrawals;
    std::vector<Bytes> proofs;
    std::optional<Bytes> record;
};

// One bundle, as the publisher's statements have it now.
struct BundleStanding {
    std::optional<Release> release;  // its line, when a feed that is believed has one
    Label label;                     // `current`, `held`, `withdrawn`, `hidden`, `disowned`, `invalid`
    Effect effect;                   // of its withdrawals

    [[nodiscard]] bool is_served() const { return !stops_serving(label.word); }
};

class Acceptance {
public:
    // Nothing is held yet. `time_floor`: the day this program was built, or later.
    explicit Acceptance(PublisherId const& pinned, UtcTime time_floor = {});
    [[nodiscard]] static Expected<Acceptance, Refusal> restore(PublisherId const& pinned, KeptDocuments const& kept,
                                                               UtcTime time_floor = {});

    // 6 C: root 1, or the step after the newest held.
    Expected<AcceptedRoot, Refusal> consider_root(Candidate const& candidate, UtcTime local_clock);
    // The same for up to 64 at once, those already held among them; stops at the first refusal, keeping what came
    // before.
    Expected<void, Refusal> consider_roots(std::span<Candidate const> candidates, UtcTime local_clock);
    // 6 D. `withdrawals` are documents that its withdraw lines name, as far as the caller has them.
    Expected<AcceptedFeed, Refusal> consider_feed(Candidate const& candidate, std::span<Candidate const> withdrawals,
                                                  UtcTime local_clock);
    Expected<AcceptedFeed, Refusal> consider_feed(Candidate const& candidate, UtcTime local_clock);
    // 6 W.
    Expected<AcceptedWithdrawal, Refusal> consider_withdrawal(Candidate const& candidate, UtcTime local_clock);
    // 4: the file of heads of the feed held, and one item from anywhere. Neither makes anything trusted.
    [[nodiscard]] Expected<Heads, Refusal> consider_heads(ByteView document) const;
    Expected<FeedPoint, Refusal> consider_head(ByteView value, std::uint64_t item_seq, std::string_view salt,
                                               Signature const& signature);

    // What a person decides. False when there is nothing like it to decide.
    bool decide_root_fork(Sha256 const& chosen);
    bool confirm_withdrawal(Sha256 const& withdrawal) { return withdrawals_.set_force(withdrawal, Force::confirmed); }
    bool dismiss_withdrawal(Sha256 const& withdrawal) { return withdrawals_.set_force(withdrawal, Force::dismissed); }

    [[nodiscard]] PublisherId const& publisher() const { return publisher_; }
    [[nodiscard]] RootChain const* chain() const { return chain_ ? &*chain_ : nullptr; }
    // The newest accepted feed, disowned or not.
    [[nodiscard]] AcceptedFeed const* feed() const { return feeds_.newest ? &*feeds_.newest : nullptr; }
    [[nodiscard]] HeldFeeds const& feeds() const { return feeds_; }
    [[nodiscard]] Withdrawals const& withdrawals() const { return withdrawals_; }
    // Of an equivocation in the present epoch, of a root fork that nobody has decided; none otherwise. The one says
    // nothing about the other, so a decision about the roots leaves the feeds forked.
    [[nodiscard]] std::optional<Proof> const& proof_of(Contradicts kind) const
    {
        return kind == Contradicts::root ? root_fork_ : equivocation_;
    }
    [[nodiscard]] Record record() const;

    // The releases that count, in order; whether each is served is for standing().
    [[nodiscard]] std::span<Release const> releases() const { return feeds_.releases(); }
    [[nodiscard]] BundleStanding standing(BundleId const& bundle, UtcTime local_clock,
                                          WithdrawalPolicy const& policy = {}) const;
    // Of the publisher; `current` or what keeps it from being that, then what else should be known.
    [[nodiscard]] std::vector<Label> labels(UtcTime local_clock) const;
    // max(local clock, floor).
    [[nodiscard]] UtcTime now(UtcTime local_clock) const { return std::max(local_clock, time_floor_); }

    // Withdrawals that the feed held names and whose documents are not held; the same for a feed nobody has judged.
    [[nodiscard]] std::vector<Sha256> withdrawals_missing() const;
    [[nodiscard]] std::vector<Sha256> withdrawals_missing_for(ByteView feed) const;

private:
    [[nodiscard]] Proof proof_against(Candidate const& rival) const;
    [[nodiscard]] bool is_named_by_feed(BundleId const& bundle, Sha256 const& withdrawal) const;
    [[nodiscard]] std::size_t count_unnamed() const;
    [[nodiscard]] Withdrawals with_documents_of(Feed const& feed, std::span<Candidate const> documents,
                                                UtcTime local_clock) const;
    [[nodiscard]] std::optional<Label> feed_label(UtcTime local_clock) const;
    void remember(Record const& record);
    Expected<void, Refusal> take_back_feed(Candidate const& candidate, Record const& record);
    Expected<void, Refusal> take_back_withdrawals(std::span<Candidate const> candidates, Record const& record);
    Expected<void, Refusal> take_back_proof(ByteView file);
    void meet_the_floor();
    void start_epoch(Root const& root);
    void leave_branch(RootChain const& given_up);
    void suspend_withdrawals();
    void settle_withdrawals();
    void adopt(AcceptedFeed feed, Withdrawals withdrawals, UtcTime local_clock);
    void raise_floor(UtcTime issued, UtcTime local_clock);
    void add(Withdrawals& shelf, AcceptedWithdrawal withdrawal, UtcTime local_clock) const;

    PublisherId publisher_;
    UtcTime time_floor_;
    std::optional<RootChain> chain_;
    HeldFeeds feeds_;
    Withdrawals withdrawals_;
    std::optional<Proof> equivocation_;
    std::optional<Proof> root_fork_;
    std::optional<Sha256> rejected_root_;
};

}  // namespace nightletter::trust
