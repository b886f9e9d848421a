#include "mirror/fetch_once.hpp"

namespace nightletter::mirror {
namespace {

using Steady = std::chrono::steady_clock;

// A proxy that is not there: what has no other way out reaches nobody.
swarm::Endpoint const nobody{"127.0.0.1", 9};

constexpr std::chrono::seconds patience_before_the_dht{10};
constexpr Moment time_between_looks = std::chrono::milliseconds{100};

class Run {
public:
    Run(FetchWish const& wish, Observer const& progress, std::atomic<bool> const& interrupted)
        : wish_{wish}, progress_{progress}, interrupted_{interrupted}
    {
    }

    Fetched operator()()
    {
        NodeOptions options;
        options.store = wish_.store;
        options.swarm.listen.clear();
        if (wish_.proxy || wish_.swarm == SwarmUse::none) {
            options.swarm.role = swarm::Role::hidden;
            options.swarm.proxy = wish_.proxy.value_or(nobody);
        }
        options.swarm.dht_nodes = wish_.dht_nodes;
        options.mirror.strays = Strays::left;
        options.mirror.publishers = {wish_.publisher};
        options.mirror.peers = wish_.peers;
        options.mirror.web = wish_.web;
        options.route = wish_.route;
        if (wish_.bundle) options.mirror.only = {*wish_.bundle};
        options.mirror.fetch = wish_.policy;
        options.mirror.time_floor = wish_.time_floor;
        options.mirror.claims = ClaimRole::silent;  // what a reader keeps is nobody's business
        auto node = Node::open(loop_, options, [this](Report const& report) { note(report); });
        if (!node) {
            fetched_.trouble = node.error().trouble;
            return std::move(fetched_);
        }
        node_ = std::move(*node);
        look();
        loop_.run();
        return std::move(fetched_);
    }

private:
    void note(Report const& report)
    {
        if (auto const* const adopted = std::get_if<PublisherAdopted>(&report)) fetched_.publisher = *adopted;
        if (auto const* const sealed = std::get_if<BundleSealed>(&report)) fetched_.sealed.push_back(*sealed);
        if (auto const* const refused = std::get_if<BundleRefused>(&report)) fetched_.refused.push_back(*refused);
        if (auto const* const failed = std::get_if<StorageFailed>(&report)) fetched_.trouble = failed->trouble;
        bool const storage_failed = std::holds_alternative<StorageFailed>(report);
        bool const moved = !std::holds_alternative<MirrorTroubled>(report) &&
                           !std::holds_alternative<WebMirrorFailed>(report) &&
                           !std::holds_alternative<BundleProgress>(report);
        auto const* const bytes = std::get_if<BundleProgress>(&report);
        if (moved || (bytes != nullptr && bytes->standing.held_bytes != held_bytes_)) last_progress_ = Steady::now();
        if (bytes != nullptr) held_bytes_ = bytes->standing.held_bytes;
        if (storage_failed) finish(FetchEnd::store_failed);
        progress_(report);
    }

    void look()
    {
        auto const& mirror = node_->mirror();
        bool const heard = mirror.visits(wish_.publisher) > 0;
        bool const patient = Steady::now() - last_progress_ < wish_.patience;
        if (interrupted_) return finish(FetchEnd::interrupted);
        if (heard && mirror.unfinished() == 0) return finish(how_it_ended());
        if (!patient) return finish(heard ? FetchEnd::partial : FetchEnd::nobody_answered);
        next_look_ = loop_.after(time_between_looks, [this] { look(); });
    }

    [[nodiscard]] FetchEnd how_it_ended() const
    {
        auto const* const ledger = node_->mirror().ledger(wish_.publisher);
        bool const has_feed = ledger != nullptr && ledger->acceptance().feed() != nullptr;
        if (!has_feed) return FetchEnd::nobody_answered;  // they answered, and had nothing to say
        if (wish_.bundle && !ledger->acceptance().feed()->place_of(*wish_.bundle)) return FetchEnd::not_named;
        return fetched_.refused.empty() ? FetchEnd::complete : FetchEnd::partial;
    }

    void finish(FetchEnd end)
    {
        if (is_finished_) return;
        is_finished_ = true;
        next_look_.reset();
        fetched_.end = end;
        node_->stop([this] {
            node_.reset();
            loop_.stop();
        });
    }

    FetchWish const& wish_;
    Observer const& progress_;
    std::atomic<bool> const& interrupted_;
    Loop loop_;
    std::unique_ptr<Node> node_;
    std::unique_ptr<Appointment> next_look_;
    Fetched fetched_;
    Steady::time_point last_progress_ = Steady::now();
    std::uint64_t held_bytes_ = 0;
    bool is_finished_ = false;
};

}  // namespace

Fetched fetch_once(FetchWish const& wish, Observer const& progress, std::atomic<bool> const& interrupted)
{
    auto by_address = wish;
    by_address.dht_nodes.clear();
    if (wish.dht_nodes.empty()) return Run{by_address, progress, interrupted}();
    // Whom a person named is asked first: that tells nobody else.
    if (!wish.peers.empty() || !wish.web.addresses.empty()) {
        by_address.patience = std::min(wish.patience, patience_before_the_dht);
        auto fetched = Run{by_address, progress, interrupted}();
        if (fetched.end != FetchEnd::nobody_answered) return fetched;
    }
    return Run{wish, progress, interrupted}();
}

}  // namespace nightletter::mirror
