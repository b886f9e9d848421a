#include "signer/next_feed.hpp"

#include <algorithm>

#include "signer/failures.hpp"
#include "signer/proposal.hpp"
#include "signer/signing.hpp"

namespace nightletter::signer {
namespace {

constexpr std::int64_t seconds_per_day = 86'400;

Failure clock_is_behind(UtcTime now, UtcTime before)
{
    return refused("the clock of this computer is behind", "clock-behind",
                   "it says " + time_text(now) + ", and your last signature is of " + time_text(before),
                   "set the clock (UTC), then run the same command again");
}

Sha256 hash_of(trust::Withdrawal const& withdrawal)
{
    return sha256(as_bytes(withdrawal.text()));
}

trust::Withdrawal const* find(std::span<trust::Withdrawal const> held, Sha256 const& hash)
{
    auto const found = std::ranges::find(held, hash, hash_of);
    return found == held.end() ? nullptr : &*found;
}

void drop_lapsed_hides(trust::Feed& feed, std::span<trust::Withdrawal const> held)
{
    std::erase_if(feed.withdrawals, [&](trust::WithdrawLine const& line) {
        auto const* const withdrawal = find(held, line.withdrawal);
        return withdrawal != nullptr && withdrawal->until && feed.issued > *withdrawal->until;
    });
}

// Enough of those who signed may withdraw under this root.
bool is_vouched_for(trust::Withdrawal const& withdrawal, OwnPublisher const& own, trust::Root const& root)
{
    auto document = copy_of(as_bytes(withdrawal.text()));
    auto const digest = sha256(document);
    auto role = root.withdraw;
    if (withdrawal.reason == trust::Reason::hide) role.threshold = 1;
    auto const signatures = own.documents.find(withdrawal_name(digest) + ".minisig");
    if (signatures == own.documents.end()) return false;
    Signing signing{std::move(document), trust::TrustedComment::of_withdrawal(withdrawal, digest), role};
    signing.take(signatures->second);
    return signing.is_complete();
}

// Those that went out by themselves, and after a floor those that were listed above it.
void list_what_is_held(trust::Feed& feed, OwnPublisher const& own, trust::Root const& root)
{
    auto held = withdrawals_of(own);
    std::ranges::stable_sort(held, {}, &trust::Withdrawal::reason);
    for (auto const& withdrawal : held) {
        bool const has_lapsed = withdrawal.until && feed.issued > *withdrawal.until;
        if (!has_lapsed && is_vouched_for(withdrawal, own, root)) list_withdrawal(feed, withdrawal, held);
    }
}

}  // namespace

Expected<trust::Feed, Failure> following_feed(OwnPublisher const& own, UtcTime now, std::int64_t fresh_days)
{
    return feed_under(own, own.root, own.feed, now, fresh_days);
}

Expected<trust::Feed, Failure> feed_under(OwnPublisher const& own, trust::Root const& next,
                                          std::optional<trust::Feed> const& feed_at_floor, UtcTime now,
                                          std::int64_t fresh_days)
{
    auto const before = own.feed ? own.feed->issued : own.root.issued;
    if (now < before) return fail(clock_is_behind(now, before));
    bool const goes_on = own.feed && own.feed->epoch == next.epoch;
    trust::Feed feed = (goes_on ? own.feed : feed_at_floor).value_or(trust::Feed{});
    feed.publisher = own.id;
    feed.root = next.version;
    feed.issued = now;
    feed.fresh_until = UtcTime{now.seconds + fresh_days * seconds_per_day};
    if (goes_on) {
        feed.seq = own.feed->seq + 1;
        feed.prev = sha256(own.documents.find("feed")->second);
    } else if (next.floor) {
        feed.seq = next.floor->seq + 1;
        feed.prev = next.floor->feed;
    } else {
        feed.seq = 1;
        feed.prev = Sha256{};
    }
    feed.epoch = next.epoch;
    drop_lapsed_hides(feed, withdrawals_of(own));
    list_what_is_held(feed, own, next);
    return feed;
}

bool list_withdrawal(trust::Feed& feed, trust::Withdrawal const& withdrawal, std::span<trust::Withdrawal const> held)
{
    trust::WithdrawLine const line{withdrawal.bundle, hash_of(withdrawal)};
    auto const old = std::ranges::find(feed.withdrawals, withdrawal.bundle, &trust::WithdrawLine::bundle);
    if (old != feed.withdrawals.end()) {
        auto const* const before = find(held, old->withdrawal);
        bool const gives_way = before != nullptr && !trust::is_final(before->reason);
        if (!gives_way || !trust::is_final(withdrawal.reason)) return false;
        *old = line;
    } else {
        feed.withdrawals.push_back(line);
    }
    std::ranges::sort(feed.withdrawals, {}, &trust::WithdrawLine::bundle);
    if (trust::is_final(withdrawal.reason)) {
        std::erase_if(feed.releases,
                      [&](trust::Release const& release) { return release.bundle == withdrawal.bundle; });
    }
    return true;
}

}  // namespace nightletter::signer
