// Withdrawals: by themselves, with the feed that names them, across epochs. docs/formats.md section 6 W.
#include <unordered_map>

#include "trust/acceptance.hpp"
#include "trust/judging.hpp"

namespace nightletter::trust {

bool Acceptance::is_named_by_feed(BundleId const& bundle, Sha256 const& withdrawal) const
{
    if (!feeds_.newest || feeds_.is_disowned()) return false;
    auto const& lines = feeds_.newest->feed().withdrawals;  // ascending by bundle
    auto const line = std::ranges::lower_bound(lines, bundle, {}, &WithdrawLine::bundle);
    return line != lines.end() && line->bundle == bundle && line->withdrawal == withdrawal;
}

std::size_t Acceptance::count_unnamed() const
{
    return static_cast<std::size_t>(std::ranges::count_if(withdrawals_.all(), [&](auto const& entry) {
        return !is_named_by_feed(entry.second.document.withdrawal().bundle, entry.first);
    }));
}

void Acceptance::add(Withdrawals& shelf, AcceptedWithdrawal withdrawal, UtcTime local_clock) const
{
    auto const listed = releases();
    auto const place = feeds_.newest ? feeds_.newest->place_of(withdrawal.withdrawal().bundle) : std::nullopt;
    auto const took = place && *place < listed.size() ? Took::a_listed_bundle : Took::nothing_listed;
    shelf.add(std::move(withdrawal), now(local_clock), took, listed.size());
}

Expected<AcceptedWithdrawal, Refusal> Acceptance::consider_withdrawal(Candidate const& candidate, UtcTime local_clock)
{
    if (candidate.document.size() > largest_withdrawal) return fail(Refusal::too_large);
    if (!chain_) return fail(Refusal::unknown_root);
    auto const hash = sha256(candidate.document);
    if (withdrawals_.find(hash) != nullptr) return fail(Refusal::already_held);

    // Which root judges depends on a line that only the signatures make true; a feed's own line is enough for that.
    auto const parsed = Withdrawal::parse(candidate.document);
    bool const is_named = parsed && is_named_by_feed(parsed->bundle, hash);
    auto judged = judge_withdrawal(candidate, *chain_, is_named ? Judges::named_alone : Judges::named_and_newest);
    if (!judged) return fail(judged.error());
    auto const& withdrawal = judged->statement;
    if (!is_named && count_unnamed() >= most_withdrawals) return fail(Refusal::too_many_lines);
    if (withdrawal.reason == Reason::hide && judged->signers.size() == 1 &&
        withdrawals_.has_hidden(judged->signers.front(), withdrawal.bundle)) {
        return fail(Refusal::hide_renewed);
    }
    raise_floor(withdrawal.issued, local_clock);
    AcceptedWithdrawal accepted{{std::move(judged->statement), hash, candidate, std::move(judged->signers)}};
    add(withdrawals_, accepted, local_clock);
    return accepted;
}

// The shelf as it will be when `feed` is accepted: its own documents are judged by the roots they name.
Withdrawals Acceptance::with_documents_of(Feed const& feed, std::span<Candidate const> documents,
                                          UtcTime local_clock) const
{
    auto shelf = withdrawals_;
    if (documents.empty()) return shelf;
    std::unordered_map<Sha256, BundleId> named;
    for (auto const& line : feed.withdrawals) named.emplace(line.withdrawal, line.bundle);
    for (auto const& document : documents) {
        auto const hash = sha256(document.document);
        auto const line = named.find(hash);
        if (line == named.end() || shelf.find(hash) != nullptr) continue;
        auto judged = judge_withdrawal(document, *chain_, Judges::named_alone);
        if (!judged || judged->statement.bundle != line->second) continue;
        add(shelf, AcceptedWithdrawal{{std::move(judged->statement), hash, document, std::move(judged->signers)}},
            local_clock);
    }
    return shelf;
}

// The epoch grew: what acts and neither a believed feed nor the newest withdraw keys vouch for waits for the next feed.
// What waits for the operator goes on waiting: a new root is no reason to hide it. What has lapsed stays so.
void Acceptance::suspend_withdrawals()
{
    auto const& role = chain_->newest().root().withdraw;
    for (auto const& [hash, held] : withdrawals_.all()) {
        auto const& withdrawal = held.document.withdrawal();
        bool const acts = held.force == Force::acts || held.force == Force::confirmed;
        if (!acts || is_named_by_feed(withdrawal.bundle, hash)) continue;
        auto const needed = withdrawal.reason == Reason::hide ? 1 : role.threshold;
        std::size_t still = 0;
        for (auto const& key : held.document.signers()) still += role.find(key) != nullptr ? 1U : 0U;
        if (still < needed) (void)withdrawals_.set_force(hash, Force::suspended);
    }
}

// A feed of the newest epoch says which of the suspended ones it stands by.
void Acceptance::settle_withdrawals()
{
    for (auto const& [hash, held] : withdrawals_.all()) {
        auto const& withdrawal = held.document.withdrawal();
        bool const is_named = is_named_by_feed(withdrawal.bundle, hash);
        if (held.force == Force::suspended && !is_named) (void)withdrawals_.set_force(hash, Force::lapsed);
        if ((held.force == Force::suspended || held.force == Force::lapsed) && is_named) {
            (void)withdrawals_.set_force(hash, withdrawal.reason == Reason::law ? Force::waits : Force::acts);
        }
    }
}

std::vector<Sha256> Acceptance::withdrawals_missing() const
{
    std::vector<Sha256> missing;
    if (!feeds_.newest || feeds_.is_disowned()) return missing;
    for (auto const& line : feeds_.newest->feed().withdrawals) {
        if (withdrawals_.find(line.withdrawal) == nullptr) missing.push_back(line.withdrawal);
    }
    return missing;
}

std::vector<Sha256> Acceptance::withdrawals_missing_for(ByteView feed) const
{
    std::vector<Sha256> missing;
    auto const parsed = Feed::parse(feed);
    if (!parsed) return missing;
    for (auto const& line : parsed->withdrawals) {
        if (withdrawals_.find(line.withdrawal) == nullptr) missing.push_back(line.withdrawal);
    }
    return missing;
}

}  // namespace nightletter::trust
