#include "mirror/giving.hpp"

#include <algorithm>

namespace nightletter::mirror {
namespace {

using Steady = std::chrono::steady_clock;

constexpr Moment time_between_looks = std::chrono::milliseconds{100};

bool says_all(SealedClaim const& claim, trust::AcceptedFeed const& feed, std::set<BundleId> const& bundles)
{
    return std::ranges::all_of(bundles, [&](BundleId const& bundle) {
        auto const place = feed.place_of(bundle);
        return place && *place < claim.lines.size() && claim.lines[*place] == bundles::TierSet::all();
    });
}

class Run {
public:
    Run(GivingWish const& wish, std::function<void(Claimed const&)> const& progress,
        std::atomic<bool> const& interrupted)
        : wish_{wish}, progress_{progress}, interrupted_{interrupted}
    {
    }

    Given operator()()
    {
        NodeOptions options;
        options.store = wish_.store;
        options.swarm.listen = wish_.listen;
        options.mirror.strays = Strays::left;
        options.mirror.publishers = {wish_.publisher};
        options.mirror.peers = wish_.peers;
        options.mirror.only = wish_.bundles;
        options.mirror.claims = wish_.claims;
        options.mirror.offering = Offering::to_given_peers;
        options.mirror.fetch = wish_.policy;
        options.mirror.time_floor = wish_.time_floor;
        auto node = Node::open(loop_, options, [this](Report const& report) { note(report); });
        if (!node) {
            given_.trouble = node.error().trouble;
            return given_;
        }
        node_ = std::move(*node);
        look();
        loop_.run();
        return given_;
    }

private:
    void note(Report const& report)
    {
        auto const* const failed = std::get_if<StorageFailed>(&report);
        if (failed == nullptr) return;
        given_.trouble = failed->trouble;
        finish(GivingEnd::store_failed);
    }

    void look()
    {
        auto const now = Steady::now();
        auto const claimed = claims();
        if (claimed != given_.claimed) {
            given_.claimed = claimed;
            last_change_ = now;
            progress_(claimed);
        }
        if (interrupted_) return finish(GivingEnd::interrupted);
        bool const waits = wish_.until > 0;
        if (waits && claimed.whole >= wish_.until) return finish(GivingEnd::claimed);
        if (wish_.duration && now - start_ >= *wish_.duration) return finish(GivingEnd::time_over);
        if (waits && now - last_change_ >= wish_.patience) return finish(GivingEnd::patience_over);
        next_look_ = loop_.after(time_between_looks, [this] { look(); });
    }

    [[nodiscard]] Claimed claims() const
    {
        auto const* const ledger = node_->mirror().ledger(wish_.publisher);
        auto const* const feed = ledger == nullptr ? nullptr : ledger->acceptance().feed();
        if (feed == nullptr) return {};
        return count_claims(node_->mirror().claims(wish_.publisher), *feed, wish_.bundles);
    }

    void finish(GivingEnd end)
    {
        if (is_finished_) return;
        is_finished_ = true;
        next_look_.reset();
        given_.end = end;
        node_->stop([this] {
            node_.reset();
            loop_.stop();
        });
    }

    GivingWish const& wish_;
    std::function<void(Claimed const&)> const& progress_;
    std::atomic<bool> const& interrupted_;
    Loop loop_;
    std::unique_ptr<Node> node_;
    std::unique_ptr<Appointment> next_look_;
    Given given_;
    Steady::time_point const start_ = Steady::now();
    Steady::time_point last_change_ = start_;
    bool is_finished_ = false;
};

}  // namespace

Claimed count_claims(std::vector<SealedClaim> const& claims, trust::AcceptedFeed const& feed,
                     std::set<BundleId> const& bundles)
{
    Claimed claimed;
    for (auto const& claim : claims) ++(says_all(claim, feed, bundles) ? claimed.whole : claimed.part);
    return claimed;
}

Given give(GivingWish const& wish, std::function<void(Claimed const&)> const& progress,
           std::atomic<bool> const& interrupted)
{
    return Run{wish, progress, interrupted}();
}

}  // namespace nightletter::mirror
