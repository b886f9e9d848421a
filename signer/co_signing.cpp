#include "signer/co_signing.hpp"

#include <algorithm>

#include "signer/failures.hpp"
#include "signer/next_feed.hpp"
#include "trust/acceptance.hpp"

namespace nightletter::signer {
namespace {

constexpr auto ask_for_another = "ask whoever sent it for a new request";

trust::Candidate candidate_in(Documents const& documents, std::string_view name)
{
    auto const document = documents.find(name);
    auto const signatures = documents.find(std::string{name} + ".minisig");
    if (document == documents.end() || signatures == documents.end()) return {};
    return {document->second, signatures->second};
}

std::vector<trust::Candidate> roots_in(Documents const& documents)
{
    std::vector<trust::Candidate> roots;
    for (std::uint64_t version = 1; documents.contains(root_name(version)); ++version)
        roots.push_back(candidate_in(documents, root_name(version)));
    return roots;
}

std::vector<trust::Candidate> withdrawals_in(Documents const& documents)
{
    std::vector<trust::Candidate> withdrawals;
    for (auto const& [name, contents] : documents) {
        if (is_withdrawal_name(name)) withdrawals.push_back(candidate_in(documents, name));
    }
    return withdrawals;
}

Failure goes_backwards(std::string because)
{
    return refused("this request builds on an older state than the one known here", "goes-backwards",
                   std::move(because), "send your publisher's folder to whoever made it, and ask for a new request");
}

Failure not_believed(std::string const& what, trust::Refusal why)
{
    if (why == trust::Refusal::rolled_back)
        return goes_backwards("its " + what + " is older than the one on this computer");
    if (why == trust::Refusal::equivocation || why == trust::Refusal::root_fork || why == trust::Refusal::forked) {
        return refused("two histories of one publisher", std::string{trust::word(why)},
                       "its " + what + " has the same number as the one on this computer and is another",
                       "sign nothing; ask the others by another way which one is theirs");
    }
    return refused("what this request builds on is not the publisher's", std::string{trust::word(why)},
                   "its " + what + " was judged as a mirror judges it", ask_for_another);
}

Expected<trust::Acceptance, Failure> state_here(PublisherId const& pinned, Documents const& known)
{
    if (known.empty()) return trust::Acceptance{pinned};
    trust::KeptDocuments kept;
    kept.roots = roots_in(known);
    if (known.contains("feed")) kept.feed = candidate_in(known, "feed");
    kept.withdrawals = withdrawals_in(known);
    auto held = trust::Acceptance::restore(pinned, kept);
    if (held) return std::move(*held);
    return fail(refused("the publisher's folder on this computer is damaged", std::string{trust::word(held.error())},
                        "its documents do not belong together", "put back your backup of the publisher's folder"));
}

Expected<void, Failure> catch_up_roots(trust::Acceptance& state, std::vector<trust::Candidate> const& roots,
                                       UtcTime now)
{
    auto rest = std::span{roots};
    while (!rest.empty()) {
        auto const some = rest.first(std::min(rest.size(), trust::most_roots_at_once));
        if (auto const accepted = state.consider_roots(some, now); !accepted)
            return fail(not_believed("root document", accepted.error()));
        rest = rest.subspan(some.size());
    }
    if (state.chain()->newest().root().version > roots.size())
        return fail(goes_backwards("it knows root " + std::to_string(roots.size()) + ", and this computer knows root " +
                                   std::to_string(state.chain()->newest().root().version)));
    return {};
}

Expected<void, Failure> catch_up_feed(trust::Acceptance& state, Documents const& held, UtcTime now)
{
    if (!held.contains("feed")) {
        if (state.feed() == nullptr) return {};
        return fail(
            goes_backwards("it has no feed, and this computer knows feed " + std::to_string(state.feed()->feed().seq)));
    }
    auto const accepted = state.consider_feed(candidate_in(held, "feed"), withdrawals_in(held), now);
    if (!accepted && accepted.error() != trust::Refusal::already_held)
        return fail(not_believed("feed", accepted.error()));
    return {};
}

// What is kept here afterwards: everything that was believed. Heads of an older feed help nobody.
Documents believed(trust::Acceptance const& state, Documents const& known)
{
    Documents documents = known;
    auto const keep = [&](std::string const& name, trust::Candidate const& candidate) {
        documents.insert_or_assign(name, candidate.document);
        documents.insert_or_assign(name + ".minisig", candidate.signatures);
    };
    for (auto const& root : state.chain()->roots()) keep(root_name(root.root().version), root.candidate());
    if (state.feed() != nullptr) keep("feed", state.feed()->candidate());
    for (auto const& [hash, held] : state.withdrawals().all()) keep(withdrawal_name(hash), held.document.candidate());
    auto const same_feed = known.find("feed");
    if (same_feed == known.end() || same_feed->second != documents["feed"]) documents.erase("heads");
    return documents;
}

Failure does_not_follow(std::string because)
{
    return refused("this request proposes more than it says", "does-not-follow", std::move(because), ask_for_another);
}

Expected<void, Failure> check_root(trust::Acceptance const& state, Proposal const& proposal)
{
    if (!proposal.root) return {};
    auto const allowed = state.chain()->may_be_next(*proposal.root);
    if (allowed) return {};
    return fail(refused("mirrors would refuse the new root document", std::string{trust::word(allowed.error())},
                        "it was judged here as a mirror judges it", ask_for_another));
}

Expected<void, Failure> check_withdrawals(OwnPublisher const& own, Proposal const& proposal)
{
    for (auto const& withdrawal : proposal.withdrawals) {
        if (withdrawal.publisher != own.id || withdrawal.root != root_after(own, proposal).version)
            return fail(does_not_follow("a withdrawal in it is of another publisher or names another root document"));
    }
    return {};
}

// Every line of `some` is in `all`, in the same order.
template <class LineOf>
bool is_part_of(std::vector<LineOf> const& some, std::vector<LineOf> const& all)
{
    auto rest = all.begin();
    for (auto const& line : some) {
        rest = std::find(rest, all.end(), line);
        if (rest == all.end()) return false;
        ++rest;
    }
    return true;
}

bool is_known(trust::WithdrawLine const& line, OwnPublisher const& own)
{
    return std::ranges::find(own.feed->withdrawals, line) != own.feed->withdrawals.end() ||
           own.documents.contains(withdrawal_name(line.withdrawal));
}

// The lines that stand at the floor of an ended epoch. Nobody needs to have that old feed: it listed nothing that the
// newest does not list, except what was taken back since.
trust::Feed at_floor(trust::Feed const& newest, trust::Feed const& proposed)
{
    trust::Feed feed = newest;
    feed.mirrors = proposed.mirrors;
    feed.releases = proposed.releases;
    feed.withdrawals = proposed.withdrawals;
    return feed;
}

// What the feed must be, given everything else in the proposal. Only its dates and mirrors are the requester's choice.
Expected<trust::Feed, Failure> expected_feed(OwnPublisher const& own, Proposal const& proposal)
{
    auto const& proposed = *proposal.feed;
    auto const& next = root_after(own, proposal);
    bool const ends_epoch = next.epoch != own.root.epoch;
    std::optional<trust::Feed> lines = own.feed;
    if (ends_epoch && own.feed && next.floor) {
        if (!is_part_of(proposed.releases, own.feed->releases) ||
            !std::ranges::all_of(proposed.withdrawals,
                                 [&](trust::WithdrawLine const& line) { return is_known(line, own); }))
            return fail(does_not_follow("the feed in it has lines that stood in no feed before"));
        lines = at_floor(*own.feed, proposed);
    } else if (ends_epoch) {
        lines = std::nullopt;
    }
    if (proposed.issued < (own.feed ? own.feed->issued : own.root.issued))
        return fail(does_not_follow("the feed in it is dated before the newest one"));
    auto feed = feed_under(own, next, lines, proposed.issued, 1);
    if (!feed) return feed;
    auto const held = withdrawals_of(own);
    for (auto const& withdrawal : proposal.withdrawals) (void)list_withdrawal(*feed, withdrawal, held);
    feed->fresh_until = proposed.fresh_until;
    feed->mirrors = proposed.mirrors;
    return feed;
}

Expected<void, Failure> check_feed(OwnPublisher const& own, Proposal const& proposal)
{
    if (!proposal.feed) return {};
    if (proposal.bundle && own.release(proposal.bundle->id()) != nullptr)
        return fail(does_not_follow("the bundle in it is in the feed already"));
    auto const expected = expected_feed(own, proposal);
    if (!expected) return fail(expected.error());
    if (*expected != *proposal.feed)
        return fail(does_not_follow("the feed in it is not the newest one with this change and no other"));
    return {};
}

// Takes every signature; one that does not hold is a reason to trust nothing else in the file.
Expected<void, Failure> take_all(Agreement& agreement, Request const& request)
{
    // The bundle's come first: the feed can be made only with them.
    for (auto const& name : {std::string{bundles::name::tag_manifest}, std::string{}}) {
        for (auto const& [paper, file] : request.signatures) {
            if ((paper == bundles::name::tag_manifest) != !name.empty()) continue;
            auto const set = trust::SignatureSet::parse(file);
            if (set && agreement.take(paper, file) == set->blocks().size()) continue;
            return fail(refused("a signature in this request does not hold", "bad-signature",
                                "it is not by one of the publisher's keys over what the request proposes",
                                ask_for_another));
        }
    }
    if (request.heads && !agreement.take_heads(*request.heads)) {
        return fail(refused("the heads in this request do not hold", "bad-signature",
                            "they are not by the announce key over the feed that the request proposes",
                            ask_for_another));
    }
    return {};
}

}  // namespace

Expected<Reviewed, Failure> review(Request const& request, PublisherId const& pinned, Documents const& known,
                                   UtcTime now)
{
    if (request.publisher != pinned) {
        return fail(refused("this request is of another publisher", "wrong-publisher",
                            "it is of " + publisher_text(request.publisher), "add --publisher with the id you know"));
    }
    auto state = state_here(pinned, known);
    if (!state) return fail(std::move(state.error()));
    if (auto caught_up = catch_up_roots(*state, roots_in(request.held), now); !caught_up)
        return fail(caught_up.error());
    if (auto caught_up = catch_up_feed(*state, request.held, now); !caught_up) return fail(caught_up.error());
    // By themselves those that no feed names may be judged by keys that have gone since; then they are left behind.
    for (auto const& withdrawal : withdrawals_in(request.held)) (void)state->consider_withdrawal(withdrawal, now);

    auto own = own_publisher(pinned, request.held);
    if (!own) return fail(not_believed("documents", own.error()));
    if (auto const allowed = check_root(*state, request.proposal); !allowed) return fail(allowed.error());
    if (auto const allowed = check_withdrawals(*own, request.proposal); !allowed) return fail(allowed.error());
    if (auto const allowed = check_feed(*own, request.proposal); !allowed) return fail(allowed.error());
    Agreement agreement{std::move(*own), request.proposal};
    if (auto const taken = take_all(agreement, request); !taken) return fail(taken.error());
    return Reviewed{std::move(agreement), believed(*state, known)};
}

}  // namespace nightletter::signer
