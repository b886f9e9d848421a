#include "mirror/node.hpp"

#include <chrono>
#include <random>

#include "trust/ed25519.hpp"

namespace nightletter::mirror {
namespace {

Moment since_start()
{
    static auto const start = std::chrono::steady_clock::now();
    return std::chrono::duration_cast<Moment>(std::chrono::steady_clock::now() - start);
}

}  // namespace

Node::Node(Loop& loop, std::unique_ptr<store::Store> store) : loop_{&loop}, workers_{loop}, store_{std::move(store)} {}

Expected<std::unique_ptr<Node>, NotOpened> Node::open(Loop& loop, NodeOptions const& options, Observer observer)
{
    if (!trust::self_test()) {
        return fail(NotOpened{NodePart::signatures,
                              {"trust", "libsodium on this machine", "it takes bad signatures for good ones"}});
    }
    auto store = store::Store::open(options.store);
    if (!store) return fail(NotOpened{NodePart::store, store.error()});
    std::unique_ptr<Node> node{new Node{loop, std::move(*store)}};
    auto* const self = node.get();
    auto settings = options.swarm;
    settings.contacts = node->store_->contacts();
    auto session = swarm::Session::open(loop, settings, [self](swarm::Event const& event) {
        auto const* const moved = std::get_if<swarm::TrafficMoved>(&event);
        if (moved != nullptr && self->traffic_) self->traffic_->handle(*moved);
        if (self->mirror_) self->mirror_->handle(event);
    });
    if (!session) return fail(NotOpened{NodePart::swarm, session.error()});
    node->session_ = std::move(*session);
    node->web_ = std::make_unique<web::Client>(loop, options.route);
    Ports const ports{*node->store_, *node->session_, *node->session_, *node->session_, node->workers_,
                      loop,          node->clock_,    since_start,     node->web_.get()};
    auto plan = options.mirror;
    plan.fetch.lots = std::uint64_t{std::random_device{}()} << 32U | std::random_device{}();
    node->mirror_ = std::make_unique<Mirror>(ports, plan, observer);
    if (auto counted = node->count_traffic(options, observer); !counted)
        return fail(NotOpened{NodePart::store, counted.error()});
    if (auto started = node->mirror_->start(); !started) return fail(NotOpened{NodePart::store, started.error()});
    return node;
}

Expected<void, Trouble> Node::count_traffic(NodeOptions const& options, Observer const& observer)
{
    if (!options.traffic) return {};
    auto book = store::TrafficBook::open(store_->traffic(), "nightletterd");
    if (!book) return fail(book.error());
    traffic_ = std::make_unique<Traffic>(
        Traffic::Ports{*session_, workers_, *loop_, clock_, since_start, [this] { return web_->moved(); }},
        *options.traffic, options.mirror.time_floor, std::move(*book), observer);
    // Before anything is served: a month may be spent already.
    traffic_->start([this](Spending spending) { mirror_->allow(spending); });
    return {};
}

Node::~Node()
{
    if (traffic_) traffic_->write_now();
    traffic_.reset();
    mirror_.reset();
    session_.reset();
}

void Node::stop(std::function<void()> stopped)
{
    // From the loop, so that the mirror is not destroyed in the middle of what it reports.
    loop_->post([this, stopped = std::move(stopped)]() mutable {
        if (traffic_) traffic_->write_now();
        traffic_.reset();
        mirror_->show_what_changed();
        mirror_.reset();
        session_->stop([this, stopped = std::move(stopped)]() mutable { workers_.close(std::move(stopped)); });
    });
}

}  // namespace nightletter::mirror
