// From one run to the next, and through a fork: restoring, the record, proofs and a person's decision.
#include <unordered_map>

#include "trust/acceptance.hpp"
#include "trust/judging.hpp"

namespace nightletter::trust {

Record Acceptance::record() const
{
    Record record;
    record.publisher = publisher_;
    record.time_floor = time_floor_;
    record.high_water = feeds_.high_water;
    record.heard = feeds_.heard;
    record.gap_since = feeds_.gap_since;
    if (feeds_.believed) record.believed = *feeds_.believed;
    record.rejected_root = rejected_root_;
    record.marks = feeds_.marks;
    for (auto const& [hash, held] : withdrawals_.all()) {
        record.withdrawals.push_back({hash, held.accepted, held.force, held.took});
    }
    return record;
}

void Acceptance::remember(Record const& record)
{
    time_floor_ = std::max(time_floor_, record.time_floor);
    feeds_.high_water = record.high_water;
    feeds_.heard = record.heard;
    feeds_.gap_since = record.gap_since;
    feeds_.marks = record.marks;
    rejected_root_ = record.rejected_root;
}

Expected<void, Refusal> Acceptance::take_back_feed(Candidate const& candidate, Record const& record)
{
    auto judged = judge_feed(candidate, *chain_, Judges::named_alone);
    if (!judged) return fail(judged.error());
    auto const count = judged->statement.releases.size();
    FeedPoint const point{judged->statement.epoch, judged->statement.seq, judged->hash};
    feeds_.newest = AcceptedFeed{std::move(judged->statement), point, candidate, std::move(judged->signers)};
    if (!feeds_.high_water) feeds_.high_water = point;
    if (record.believed) feeds_.believed = std::min<std::size_t>(*record.believed, count);
    return {};
}

Expected<void, Refusal> Acceptance::take_back_withdrawals(std::span<Candidate const> candidates, Record const& record)
{
    std::unordered_map<Sha256, WithdrawalMark> marks;
    for (auto const& mark : record.withdrawals) marks.emplace(mark.withdrawal, mark);
    for (auto const& candidate : candidates) {
        auto judged = judge_withdrawal(candidate, *chain_, Judges::named_alone);
        if (!judged) return fail(judged.error());
        auto& withdrawal = judged->statement;
        // Without a mark it counts from its own date, which for an honest one is earlier than the day it arrived.
        auto const force = withdrawal.reason == Reason::law ? Force::waits : Force::acts;
        WithdrawalMark const unmarked{judged->hash, withdrawal.issued, force, Took::nothing_listed};
        auto const found = marks.find(judged->hash);
        withdrawals_.restore(
            AcceptedWithdrawal{{std::move(withdrawal), judged->hash, candidate, std::move(judged->signers)}},
            found != marks.end() ? found->second : unmarked);
    }
    return {};
}

Expected<void, Refusal> Acceptance::take_back_proof(ByteView file)
{
    auto proof = Proof::parse(file);
    if (!proof) return fail(proof.error());
    if (proof->publisher != publisher_) return fail(Refusal::wrong_publisher);
    if (auto const checked = check_proof(*proof); !checked) return fail(checked.error());
    auto& kept = proof->of == Contradicts::root ? root_fork_ : equivocation_;
    kept = std::move(*proof);
    return {};
}

// A feed of an epoch that has ended meets the floor again, as when the root that ended it arrived.
void Acceptance::meet_the_floor()
{
    auto const epoch = chain_->newest().root().epoch;
    if (epoch == 0 || (feeds_.newest && feeds_.newest->point().epoch == epoch)) return;
    auto const opening = std::ranges::find_if(
        chain_->roots(), [&](AcceptedRoot const& accepted) { return accepted.root().epoch == epoch; });
    start_epoch(opening->root());
}

Expected<Acceptance, Refusal> Acceptance::restore(PublisherId const& pinned, KeptDocuments const& kept,
                                                  UtcTime time_floor)
{
    Acceptance made{pinned, time_floor};
    Record record;
    if (kept.record) {
        auto parsed = Record::parse(*kept.record);
        if (!parsed) return fail(parsed.error());
        if (parsed->publisher != pinned) return fail(Refusal::wrong_publisher);
        record = std::move(*parsed);
    }
    made.remember(record);
    if (kept.roots.empty()) return made;

    auto chain = RootChain::read(kept.roots, pinned);
    if (!chain) return fail(chain.error());
    made.chain_ = std::move(*chain);
    if (kept.feed) {
        if (auto const feed = made.take_back_feed(*kept.feed, record); !feed) return fail(feed.error());
    }
    if (!kept.feed) made.feeds_.marks.clear();  // they name places in a feed that is lost
    auto const withdrawals = made.take_back_withdrawals(kept.withdrawals, record);
    if (!withdrawals) return fail(withdrawals.error());
    if (!kept.record) made.meet_the_floor();
    for (auto const& file : kept.proofs) {
        if (auto const proof = made.take_back_proof(file); !proof) return fail(proof.error());
    }
    return made;
}

Proof Acceptance::proof_against(Candidate const& rival) const
{
    Proof proof;
    proof.publisher = publisher_;
    proof.second = rival;
    auto const held_roots = chain_->roots();
    auto const root = Root::parse(rival.document);
    proof.of = root ? Contradicts::root : Contradicts::feed;
    auto const before = root ? root->version - 1 : held_roots.size();
    for (std::size_t i = 0; i < before; ++i) proof.roots.push_back(held_roots[i].candidate());
    proof.first = root ? held_roots[before].candidate() : feeds_.newest->candidate();
    return proof;
}

bool Acceptance::decide_root_fork(Sha256 const& chosen)
{
    if (!root_fork_) return false;
    auto const& first = root_fork_->first;
    auto const& second = root_fork_->second;
    auto const held = sha256(first.document);
    auto const rival = sha256(second.document);
    if (chosen == held) {
        rejected_root_ = rival;
        root_fork_.reset();
        return true;
    }
    if (chosen != rival) return false;
    auto branch = chain_->branch_with(second);
    if (!branch) return false;
    auto const given_up = std::exchange(*chain_, std::move(*branch));
    rejected_root_ = held;
    root_fork_.reset();
    leave_branch(given_up);
    return true;
}

// What was accepted under the branch given up no longer counts, and neither a number nor a floor from there binds the
// other one.
void Acceptance::leave_branch(RootChain const& given_up)
{
    auto const& chosen = chain_->newest().root();
    auto const& before = chain_->find(chosen.version - 1)->root();
    bool const is_kept = feeds_.newest && feeds_.newest->feed().root < chosen.version;
    if (!is_kept || given_up.newest().root().epoch != before.epoch) {
        HeldFeeds left;
        if (is_kept) {
            left.newest = feeds_.newest;
            left.high_water = feeds_.newest->point();
        }
        feeds_ = std::move(left);
        auto const judged_by = is_kept ? feeds_.newest->feed().root : 1;
        for (auto version = judged_by + 1; version < chosen.version; ++version) {
            auto const& root = chain_->find(version)->root();
            if (root.epoch != chain_->find(version - 1)->root().epoch) start_epoch(root);
        }
    }
    if (equivocation_) {
        // It goes on when the roots before the fork are enough to show it.
        auto& roots = equivocation_->roots;
        roots.erase(roots.begin() + static_cast<std::ptrdiff_t>(std::min(roots.size(), chosen.version - 1)),
                    roots.end());
        if (!check_proof(*equivocation_)) equivocation_.reset();
    }
    withdrawals_.forget_judged_from(chosen.version);
    feeds_.heard.reset();
    if (chosen.epoch != before.epoch) start_epoch(chosen);
    suspend_withdrawals();
}

}  // namespace nightletter::trust
