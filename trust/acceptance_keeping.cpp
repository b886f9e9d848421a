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
    made.time_floor_ = std::max(time_floor, record.time_floor);
    made.feeds_.high_water = record.high_water;
    made.feeds_.heard = record.heard;
    made.feeds_.gap_since = record.gap_since;
    made.feeds_.marks = record.marks;
    made.rejected_root_ = record.rejected_root;
    if (kept.roots.empty()) return made;

    auto chain = RootChain::read(kept.roots, pinned);
    if (!chain) return fail(chain.error());
    made.chain_ = std::move(*chain);
    if (kept.feed) {
        auto judged = judge_feed(*kept.feed, *made.chain_, Judges::named_alone);
        if (!judged) return fail(judged.error());
        FeedPoint const point{judged->statement.epoch, judged->statement.seq, judged->hash};
        made.feeds_.newest = AcceptedFeed{std::move(judged->statement), point, *kept.feed, std::move(judged->signers)};
        if (!made.feeds_.high_water) made.feeds_.high_water = point;
        auto const count = made.feeds_.newest->feed().releases.size();
        if (record.believed) made.feeds_.believed = std::min<std::size_t>(*record.believed, count);
    }
    std::unordered_map<Sha256, WithdrawalMark> marks;
    for (auto const& mark : record.withdrawals) marks.emplace(mark.withdrawal, mark);
    for (auto const& candidate : kept.withdrawals) {
        auto judged = judge_withdrawal(candidate, *made.chain_, Judges::named_alone);
        if (!judged) return fail(judged.error());
        auto const found = marks.find(judged->hash);
        // Without a mark it counts from its own date, which can only be earlier than the day it arrived.
        auto const mark = found != marks.end() ? found->second
                                               : WithdrawalMark{judged->hash, judged->statement.issued, Force::acts,
                                                                Took::nothing_listed};
        made.withdrawals_.restore(
            AcceptedWithdrawal{{std::move(judged->statement), judged->hash, candidate, std::move(judged->signers)}},
            mark);
    }
    if (kept.proof) {
        auto proof = Proof::parse(*kept.proof);
        if (!proof) return fail(proof.error());
        if (proof->publisher != pinned) return fail(Refusal::wrong_publisher);
        if (auto const checked = check_proof(*proof); !checked) return fail(checked.error());
        made.proof_ = std::move(*proof);
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
    if (!has_proof_of(Contradicts::root)) return false;
    auto const& first = proof_->first;
    auto const& second = proof_->second;
    auto const held = sha256(first.document);
    auto const rival = sha256(second.document);
    if (chosen == held) {
        rejected_root_ = rival;
        proof_.reset();
        return true;
    }
    if (chosen != rival) return false;
    auto branch = chain_->branch_with(second);
    if (!branch) return false;
    auto const version = branch->newest().root().version;
    chain_ = std::move(*branch);
    rejected_root_ = held;
    proof_.reset();
    // What was accepted under the abandoned branch no longer counts, and no number from there binds the other one.
    if (feeds_.newest && feeds_.newest->feed().root >= version) {
        feeds_ = HeldFeeds{};
        feeds_.high_water = chain_->newest().root().floor;
    }
    suspend_withdrawals();
    return true;
}

}  // namespace nightletter::trust
