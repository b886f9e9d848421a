#include "trust/judging.hpp"

#include "trust/peek.hpp"
#include "trust/signature_check.hpp"

namespace nightletter::trust {
namespace {

// The roles that must agree, and how many keys each must bring.
struct Bench {
    Role const* named = nullptr;
    Role const* newest = nullptr;  // none when the named root judges alone
    std::size_t named_needs = 1;
    std::size_t newest_needs = 1;

    [[nodiscard]] bool is_enough(std::size_t count) const
    {
        return count >= named_needs && (newest == nullptr || count >= newest_needs);
    }
};

Expected<std::vector<PublicKey>, Refusal> agreeing(Bench const& bench, std::vector<PublicKey> const& signers,
                                                   UtcTime issued)
{
    auto counted = holders(*bench.named, signers);
    if (counted.size() < bench.named_needs) return fail(Refusal::below_threshold);
    if (bench.newest != nullptr) counted = holders(*bench.newest, counted);
    if (!bench.is_enough(counted.size())) return fail(Refusal::retired_key);
    counted = holders_on(day_of(issued), *bench.named, counted);
    if (bench.newest != nullptr) counted = holders_on(day_of(issued), *bench.newest, counted);
    if (!bench.is_enough(counted.size())) return fail(Refusal::expired_key);
    return counted;
}

// 6 A, B and the start of D and W: everything up to the root that the document names.
struct Opened {
    SignatureSet set;
    AcceptedRoot const* named = nullptr;
};

Expected<Opened, Refusal> open(Candidate const& candidate, RootChain const& chain, std::string_view type,
                               std::size_t largest)
{
    if (candidate.document.size() > largest) return fail(Refusal::too_large);
    auto set = SignatureSet::parse(candidate.signatures);
    if (!set) return fail(set.error());
    auto const version = peek_number(candidate.document, type, "root", largest);
    if (!version) return fail(version.error());
    auto const* const named = chain.find(*version);
    if (named == nullptr) return fail(Refusal::unknown_root);
    return Opened{std::move(*set), named};
}

Role const* newest_role(RootChain const& chain, Judges judges, Role Root::*role)
{
    return judges == Judges::named_alone ? nullptr : &(chain.newest().root().*role);
}

std::size_t needs(Role const* role)
{
    return role == nullptr ? 0 : role->threshold;
}

}  // namespace

Expected<Judged<Feed>, Refusal> judge_feed(Candidate const& candidate, RootChain const& chain, Judges judges)
{
    auto const opened = open(candidate, chain, "feed", largest_feed);
    if (!opened) return fail(opened.error());
    auto const& named = opened->named->root();
    auto const* const newest = newest_role(chain, judges, &Root::release);
    Bench const bench{&named.release, newest, named.release.threshold, needs(newest)};

    SignatureCheck check{opened->set, candidate.document};
    check.try_keys(named.release);
    if (auto const fault = check.fault()) return fail(*fault);
    auto const signers = check.signers();
    if (signers.size() < bench.named_needs) return fail(Refusal::below_threshold);

    auto feed = Feed::parse(candidate.document);
    if (!feed) return fail(feed.error());
    if (feed->publisher != chain.publisher()) return fail(Refusal::wrong_publisher);
    if (feed->epoch != named.epoch) return fail(Refusal::wrong_epoch);
    auto counted = agreeing(bench, signers, feed->issued);
    if (!counted) return fail(counted.error());
    auto const hash = sha256(candidate.document);
    if (!check.is_commented(TrustedComment::of_feed(*feed, hash))) return fail(Refusal::trusted_comment);
    return Judged<Feed>{std::move(*feed), hash, std::move(*counted)};
}

Expected<Judged<Withdrawal>, Refusal> judge_withdrawal(Candidate const& candidate, RootChain const& chain,
                                                       Judges judges)
{
    auto const opened = open(candidate, chain, "withdrawal", largest_withdrawal);
    if (!opened) return fail(opened.error());
    auto const& named = opened->named->root();
    auto const* const newest = newest_role(chain, judges, &Root::withdraw);

    SignatureCheck check{opened->set, candidate.document};
    check.try_keys(named.withdraw);
    if (auto const fault = check.fault()) return fail(*fault);

    auto withdrawal = Withdrawal::parse(candidate.document);
    if (!withdrawal) return fail(withdrawal.error());
    if (withdrawal->publisher != chain.publisher()) return fail(Refusal::wrong_publisher);
    // One withdraw key alone may hide: a witness cannot wait for a meeting.
    Bench bench{&named.withdraw, newest, named.withdraw.threshold, needs(newest)};
    if (withdrawal->reason == Reason::hide) bench.named_needs = bench.newest_needs = 1;
    auto counted = agreeing(bench, check.signers(), withdrawal->issued);
    if (!counted) return fail(counted.error());
    auto const hash = sha256(candidate.document);
    if (!check.is_commented(TrustedComment::of_withdrawal(*withdrawal, hash))) return fail(Refusal::trusted_comment);
    return Judged<Withdrawal>{std::move(*withdrawal), hash, std::move(*counted)};
}

}  // namespace nightletter::trust
