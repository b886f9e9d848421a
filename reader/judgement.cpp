#include "reader/judgement.hpp"

#include "reader/documents.hpp"

namespace nightletter::reader {
namespace {

std::optional<trust::Acceptance> documents_beside(Place const& place, UtcTime now, std::string& refused)
{
    auto const claimed = claimed_publisher(place.bag);
    if (!claimed || !place.publishers) return std::nullopt;
    auto const folder = *place.publishers / publisher_text(*claimed);
    std::error_code error;
    if (!std::filesystem::is_directory(folder, error)) return std::nullopt;
    auto const kept = read_documents(folder);
    if (!kept) {
        refused = kept.error().sentence();
        return std::nullopt;
    }
    if (kept->roots.empty()) return std::nullopt;
    // The documents are a stranger's until now: offered one by one, as if they came over the network.
    trust::Acceptance held{*claimed};
    if (auto const roots = held.consider_roots(kept->roots, now); !roots) refused = word(roots.error());
    if (held.chain() == nullptr) return std::nullopt;
    for (auto const& withdrawal : kept->withdrawals) {
        auto const accepted = held.consider_withdrawal(withdrawal, now);
        if (!accepted && accepted.error() != trust::Refusal::already_held) refused = word(accepted.error());
    }
    if (kept->feed) {
        auto const feed = held.consider_feed(*kept->feed, kept->withdrawals, now);
        if (!feed) refused = word(feed.error());
    }
    return held;
}

Newest newest_of(trust::Acceptance const& held, BundleId const& bundle, UtcTime now)
{
    Newest newest;
    if (auto const* const feed = held.feed()) {
        newest.feed = feed->point();
        newest.issued = feed->feed().issued;
    }
    newest.standing = held.standing(bundle, now);
    newest.labels = held.labels(now);
    return newest;
}

Verdict verdict_on(Judgement const& judgement, Question const& question)
{
    if (!judgement.bundle) {
        return judgement.faults.findings.empty() ? Verdict::unreadable : Verdict::not_verified;
    }
    if (judgement.newest && judgement.newest->feed && !judgement.newest->standing.is_served() &&
        judgement.newest->standing.label.word != trust::LabelWord::invalid) {
        return Verdict::withdrawn;
    }
    auto const publisher = judgement.bundle->publisher();
    if (question.followed.has(publisher)) return Verdict::verified;
    return question.named == publisher ? Verdict::verified_as_named : Verdict::unfollowed_publisher;
}

}  // namespace

std::string_view words(Verdict verdict)
{
    switch (verdict) {
        case Verdict::verified:
            return "VERIFIED, a publisher you follow";
        case Verdict::verified_as_named:
            return "VERIFIED, the publisher you named";
        case Verdict::unfollowed_publisher:
            return "signed by a publisher you do not follow";
        case Verdict::withdrawn:
            return "taken back by its publisher";
        case Verdict::not_verified:
            return "NOT VERIFIED";
        case Verdict::unreadable:
            return "could not be read";
    }
    return "NOT VERIFIED";
}

Judgement judge(Place const& place, Question const& question)
{
    Judgement judgement;
    judgement.place = place;
    auto const held = documents_beside(place, question.now, judgement.documents_refused);
    bundles::Expectation expected;
    expected.publisher = question.named;
    if (held) expected.held = &*held;
    auto verified = bundles::verify_bundle(place.bag, expected);
    if (verified) {
        judgement.bundle = std::move(*verified);
        if (held) judgement.newest = newest_of(*held, judgement.bundle->id(), question.now);
        judgement.publisher_name = question.followed.name_of(judgement.bundle->publisher());
        if (judgement.publisher_name.empty()) judgement.publisher_name = judgement.bundle->signers().publisher_name();
    } else {
        judgement.faults = std::move(verified.error());
    }
    judgement.verdict = verdict_on(judgement, question);
    return judgement;
}

}  // namespace nightletter::reader
