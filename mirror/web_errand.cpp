#include "mirror/web_errand.hpp"

#include <algorithm>

#include "trust/feed.hpp"
#include "trust/withdrawal_list.hpp"

namespace nightletter::mirror {

WebErrand::WebErrand(WebHeld held) : held_{std::move(held)}
{
    // The list before the feed: what leaves it because a newer feed names it is in that feed.
    plan_.push_back({Step::list, {}});
    plan_.push_back({Step::feed_signatures, {}});
    plan_.push_back({Step::root, {}});
    plan_withdrawals(held_.lacking, Step::withdrawal);
}

std::optional<WebFile> WebErrand::next() const
{
    if (plan_.empty()) return std::nullopt;
    auto const& [step, withdrawal] = plan_.front();
    auto const root = "root." + std::to_string(held_.documents.root_version + haul_.roots.size() + 1);
    auto const signatures = limit_of(DocumentKind::signature_set);
    switch (step) {
        case Step::list:
            return WebFile{std::string{trust::withdrawal_list_name}, trust::largest_withdrawal_list};
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
        case Step::listed:
            return WebFile{"withdrawal." + withdrawal.hex(), limit_of(DocumentKind::withdrawal)};
        case Step::withdrawal_signatures:
            return WebFile{"withdrawal." + withdrawal.hex() + ".minisig", signatures};
    }
    return std::nullopt;
}

void WebErrand::take(std::optional<Bytes> file)
{
    NIGHTLETTER_INSIST(!plan_.empty());
    auto const stop = plan_.front();
    plan_.pop_front();
    bool const has_hash_for_name = stop.step == Step::withdrawal || stop.step == Step::listed;
    if (file && has_hash_for_name && sha256(*file) != stop.withdrawal) file.reset();
    if (file)
        put_away(stop, std::move(*file));
    else
        do_without(stop);
    if (plan_.empty()) plan_withdrawals(std::exchange(listed_, {}), Step::listed);
}

void WebErrand::do_without(Stop const& stop)
{
    // Without its companion the first of a pair is of no use.
    kept_.clear();
    // Nothing else is planned by now. A list that names what is not there is not followed further.
    if (stop.step == Step::listed) plan_.clear();
}

void WebErrand::put_away(Stop const& stop, Bytes file)
{
    switch (stop.step) {
        case Step::list:
            if (auto const list = trust::WithdrawalList::parse(file))
                listed_.assign(list->withdrawals.begin(), list->withdrawals.end());
            return;
        case Step::feed_signatures:
            if (sha256(file) == held_.feed_signatures) return;
            kept_ = std::move(file);
            plan_.push_front({Step::feed, {}});
            return;
        case Step::feed:
            return take_feed(std::move(file));
        case Step::heads:
            haul_.heads = std::move(file);
            return;
        case Step::root:
            kept_ = std::move(file);
            plan_.push_front({Step::root_signatures, {}});
            return;
        case Step::root_signatures:
            haul_.roots.push_back({std::exchange(kept_, {}), std::move(file)});
            return plan_root();
        case Step::withdrawal:
        case Step::listed:
            kept_ = std::move(file);
            plan_.push_front({Step::withdrawal_signatures, stop.withdrawal});
            return;
        case Step::withdrawal_signatures:
            haul_.withdrawals.push_back({std::exchange(kept_, {}), std::move(file)});
            return;
    }
}

void WebErrand::take_feed(Bytes feed)
{
    // Read before it is believed, for names alone: a hash that leads nowhere costs a question.
    if (auto const parsed = trust::Feed::parse(feed)) {
        std::vector<Sha256> named;
        for (auto const& line : parsed->withdrawals) named.push_back(line.withdrawal);
        plan_withdrawals(named, Step::withdrawal);
    }
    haul_.feed = trust::Candidate{std::move(feed), std::exchange(kept_, {})};
    plan_.push_back({Step::heads, {}});
}

void WebErrand::plan_withdrawals(std::vector<Sha256> const& named, Step step)
{
    for (auto const& withdrawal : named) {
        if (!held_.documents.withdrawals.insert(withdrawal).second) continue;
        if (withdrawals_planned_ == Errand::most_withdrawals) {
            left_withdrawals_ = true;
            return;
        }
        ++withdrawals_planned_;
        plan_.push_back({step, withdrawal});
    }
}

void WebErrand::plan_root()
{
    if (haul_.roots.size() < Errand::most_roots) return plan_.push_front({Step::root, {}});
    left_roots_ = true;
}

}  // namespace nightletter::mirror
