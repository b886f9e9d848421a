// What is shown: the standing of a bundle, the labels of a publisher. docs/formats.md section 6, "Time".
#include "trust/acceptance.hpp"
#include "trust/signature_check.hpp"

namespace nightletter::trust {
namespace {

constexpr std::int64_t future_slack = 48 * 3600;  // seconds

std::string since(UtcTime time)
{
    return "since " + day_text(day_of(time));
}

Label label_of(Effect const& effect)
{
    auto const reason = std::string{word(*effect.reason)};
    if (effect.waits) return {LabelWord::held, "withdrawal " + reason};
    if (!effect.hides) return {LabelWord::current, reason};
    if (effect.until) return {LabelWord::hidden, "until " + time_text(*effect.until)};
    return {LabelWord::withdrawn, reason};
}

}  // namespace

BundleStanding Acceptance::standing(BundleId const& bundle, UtcTime local_clock, WithdrawalPolicy const& policy) const
{
    BundleStanding standing;
    standing.effect = withdrawals_.effect(bundle, now(local_clock), policy);
    auto const place = feeds_.newest ? feeds_.newest->place_of(bundle) : std::nullopt;
    bool const counts = place && *place < releases().size();
    if (counts) standing.release = releases()[*place];
    if (standing.effect.reason && (standing.effect.hides || counts)) {
        standing.label = label_of(standing.effect);
    } else if (standing.effect.waits) {
        standing.label =
            label_of(standing.effect);  // its line is gone, but nothing is hidden before the operator says so
    } else if (place && !counts) {
        standing.label = {LabelWord::disowned, {}};
    } else if (!counts) {
        standing.label = {LabelWord::invalid, {}};
    }
    return standing;
}

// The one thing that keeps a publisher from being `current`, the gravest first.
std::optional<Label> Acceptance::feed_label(UtcTime local_clock) const
{
    if (root_fork_) return Label{LabelWord::held, "root-fork"};
    if (equivocation_) return Label{LabelWord::forked, {}};
    if (!feeds_.newest) return Label{LabelWord::held, "no-feed"};
    if (feeds_.is_disowned()) return Label{LabelWord::disowned, {}};
    if (feeds_.heard || feeds_.high_water != feeds_.newest->point()) return Label{LabelWord::suspected_freeze, {}};
    auto const today = day_of(now(local_clock));
    auto const& role = chain_->newest().root().release;
    if (holders_on(today, role, feeds_.newest->signers()).empty()) return Label{LabelWord::historical, {}};
    auto const fresh_until = feeds_.newest->feed().fresh_until;
    if (fresh_until < now(local_clock)) return Label{LabelWord::stale, since(fresh_until)};
    return std::nullopt;
}

std::vector<Label> Acceptance::labels(UtcTime local_clock) const
{
    std::vector<Label> labels{feed_label(local_clock).value_or(Label{})};
    if (feeds_.gap_since) labels.push_back({LabelWord::history_gap, "since " + std::to_string(*feeds_.gap_since)});
    if (feeds_.newest && feeds_.newest->feed().issued.seconds > now(local_clock).seconds + future_slack) {
        labels.push_back({LabelWord::dated_in_the_future, {}});
    }
    return labels;
}

}  // namespace nightletter::trust
