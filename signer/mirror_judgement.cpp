#include "signer/mirror_judgement.hpp"

#include "signer/failures.hpp"
#include "signer/proposal.hpp"
#include "trust/acceptance.hpp"

namespace nightletter::signer {
namespace {

trust::Candidate candidate_in(Documents const& documents, std::string const& name)
{
    auto const document = documents.find(name);
    auto const signatures = documents.find(name + ".minisig");
    if (document == documents.end() || signatures == documents.end()) return {};
    return {document->second, signatures->second};
}

std::string advice_for(trust::Refusal refusal)
{
    switch (refusal) {
        case trust::Refusal::expired_key:
            return "the last day of a key is past: nightletter-sign root --renew  gives the keys a new one";
        case trust::Refusal::too_many_lines:
        case trust::Refusal::too_large:
            return "a feed names at most 8192 bundles; publish further ones under a second id";
        case trust::Refusal::hide_renewed:
            return "one key hides a bundle once; withdraw it for good, or let more people sign";
        default:
            return "nightletter-sign key show  says which keys count; put back your backup of the publisher's folder "
                   "if it was changed";
    }
}

struct Refused {
    std::string what;  // "feed"
    trust::Refusal why;
};

std::optional<Refused> refusal_of(OwnPublisher const& own, Documents const& next, UtcTime now)
{
    trust::KeptDocuments kept;
    kept.roots = own.roots;
    if (own.feed) kept.feed = candidate_in(own.documents, "feed");
    for (auto const& [name, contents] : own.documents) {
        if (is_withdrawal_name(name)) kept.withdrawals.push_back(candidate_in(own.documents, name));
    }
    auto held = trust::Acceptance::restore(own.id, kept);
    if (!held) return Refused{"documents", held.error()};
    for (auto version = own.root.version + 1; next.contains(root_name(version)); ++version) {
        auto const root = held->consider_root(candidate_in(next, root_name(version)), now);
        if (!root) return Refused{"root document", root.error()};
    }
    auto withdrawals = kept.withdrawals;
    for (auto const& [name, contents] : next) {
        if (!is_withdrawal_name(name) || own.documents.contains(name)) continue;
        withdrawals.push_back(candidate_in(next, name));
        auto const withdrawal = held->consider_withdrawal(withdrawals.back(), now);
        if (!withdrawal) return Refused{"withdrawal", withdrawal.error()};
    }
    auto const feed = candidate_in(next, "feed");
    if (feed == kept.feed.value_or(trust::Candidate{})) return std::nullopt;
    auto const accepted = held->consider_feed(feed, withdrawals, now);
    if (!accepted) return Refused{"feed", accepted.error()};
    return std::nullopt;
}

}  // namespace

Expected<void, Failure> judge_as_a_mirror(OwnPublisher const& own, Documents const& next, UtcTime now)
{
    auto const refusal = refusal_of(own, next, now);
    if (!refusal) return {};
    return fail(refused("mirrors would refuse your new " + refusal->what, std::string{trust::word(refusal->why)},
                        "it was judged here as a mirror judges it, before anything was written",
                        advice_for(refusal->why)));
}

}  // namespace nightletter::signer
