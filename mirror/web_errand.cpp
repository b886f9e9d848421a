#include "mirror/web_errand.hpp"

#include <algorithm>

#include "trust/feed.hpp"

namespace nightletter::mirror {

WebErrand::WebErrand(WebHeld held) : held_{std::move(held)}
{
    plan_.push_back({Step::feed_signatures, {}});
    plan_.push_back({Step::root, {}});
    plan_withdrawals(held_.lacking);
}

std::optional<WebFile> WebErrand::next() const
{
    if (plan_.empty()) return std::nullopt;
    auto const& [step, withdrawal] = plan_.front();
    auto const root = "root." + std::to_string(held_.documents.root_version + haul_.roots.size() + 1);
    auto const signatures = limit_of(DocumentKind::signature_set);
    switch (step) {
        case Step::feed_signatures:
            return WebFile{"feed.minisig", signatures};
        case Step::feed:
            return WebFile{"feed", limit_of(DocumentKind::feed)};
        case Step::heads:
            return WebFile{"heads", limit_of(DocumentKind::heads)};
        case Step::root:
            return WebFile{root, limit_of(DocumentKind::root)};
        case Step::root_signatures:
            return WebFile{root + ".minisig", signatures};
        case Step::withdrawal:
            return WebFile{"withdrawal." + withdrawal.hex(), limit_of(DocumentKind::withdrawal)};
        case Step::withdrawal_signatures:
            return WebFile{"withdrawal." + withdrawal.hex() + ".minisig", signatures};
    }
    return std::nullopt;
}

void WebErrand::take(std::optional<Bytes> file)
{
    NIGHTLETTER_INSIST(!plan_.empty());
    auto const [step, withdrawal] = plan_.front();
    plan_.pop_front();
    if (!file) {
        // Without its companion the first of a pair is of no use.
        kept_.clear();
        return;
    }
    switch (step) {
        case Step::feed_signatures:
            if (sha256(*file) == held_.feed_signatures) return;
            kept_ = std::move(*file);
            plan_.push_front({Step::feed, {}});
            return;
        case Step::feed:
            return take_feed(std::move(*file));
        case Step::heads:
            haul_.heads = std::move(*file);
            return;
        case Step::root:
            kept_ = std::move(*file);
            plan_.push_front({Step::root_signatures, {}});
            return;
        case Step::root_signatures:
            haul_.roots.push_back({std::exchange(kept_, {}), std::move(*file)});
            return plan_root();
        case Step::withdrawal:
            kept_ = std::move(*file);
            plan_.push_front({Step::withdrawal_signatures, withdrawal});
            return;
        case Step::withdrawal_signatures:
            haul_.withdrawals.push_back({std::exchange(kept_, {}), std::move(*file)});
            return;
    }
}

void WebErrand::take_feed(Bytes feed)
{
    // Read before it is believed, for names alone: a hash that leads nowhere costs a question.
    if (auto const parsed = trust::Feed::parse(feed)) {
        std::vector<Sha256> named;
        for (auto const& line : parsed->withdrawals) named.push_back(line.withdrawal);
        plan_withdrawals(named);
    }
    haul_.feed = trust::Candidate{std::move(feed), std::exchange(kept_, {})};
    plan_.push_back({Step::heads, {}});
}

void WebErrand::plan_withdrawals(std::vector<Sha256> const& named)
{
    for (auto const& withdrawal : named) {
        if (held_.documents.withdrawals.contains(withdrawal)) continue;
        if (withdrawals_planned_ == Errand::most_withdrawals) {
            left_something_ = true;
            return;
        }
        ++withdrawals_planned_;
        plan_.push_back({Step::withdrawal, withdrawal});
    }
}

void WebErrand::plan_root()
{
    if (haul_.roots.size() < Errand::most_roots) return plan_.push_front({Step::root, {}});
    left_something_ = true;
}

}  // namespace nightletter::mirror
