#include "daemon/daemon.hpp"

#include <fmt/format.h>
#include <systemd/sd-daemon.h>

#include <boost/asio/signal_set.hpp>
#include <csignal>

namespace nightletter::daemon {
namespace {

// However the swarm behaves, an operator's stop takes less than five seconds.
constexpr std::chrono::milliseconds longest_stop{4500};
constexpr std::int64_t seconds_in_a_day = 86'400;

swarm::Endpoint endpoint_of(config::Address const& address)
{
    return {address.host, address.port};
}

swarm::Role role_of(config::Role role)
{
    switch (role) {
        case config::Role::unlisted:
            return swarm::Role::unlisted;
        case config::Role::public_:
            return swarm::Role::public_;
        case config::Role::hidden:
            return swarm::Role::hidden;
    }
    return swarm::Role::hidden;
}

swarm::Settings swarm_settings_of(config::Mirror const& mirror)
{
    swarm::Settings settings;
    settings.role = role_of(mirror.role);
    settings.listen = {endpoint_of(mirror.listen)};
    for (auto const& node : mirror.dht_nodes) settings.dht_nodes.push_back(endpoint_of(node));
    settings.trackers = mirror.trackers;
    settings.local_discovery = mirror.local_discovery ? swarm::LocalDiscovery::on : swarm::LocalDiscovery::off;
    if (mirror.proxy) settings.proxy = endpoint_of(*mirror.proxy);
    return settings;
}

web::Route route_of(config::Config const& config)
{
    // A hidden mirror has one way out, whatever is asked.
    auto const& hidden = config.mirror.proxy;
    return {hidden ? "socks5h://" + hidden->text() : config.web.proxy, config.web.connect_to, config.web.certificates};
}

bundles::TierSet tiers_of(config::Tiers tiers)
{
    switch (tiers) {
        case config::Tiers::text:
            return bundles::TierSet::up_to(bundles::Tier::text);
        case config::Tiers::still:
            return bundles::TierSet::up_to(bundles::Tier::still);
        case config::Tiers::audio:
            return bundles::TierSet::up_to(bundles::Tier::audio);
        case config::Tiers::all:
            break;
    }
    return bundles::TierSet::all();
}

mirror::Choice choice_of(config::Choose const& choose)
{
    mirror::Choice choice;
    choice.pinned = {choose.pin.begin(), choose.pin.end()};
    for (auto const& block : choose.block) {
        if (block.bundle) choice.blocked[*block.bundle] = {block.reason, block.since};
        if (block.publisher) choice.blocked_publishers[*block.publisher] = {block.reason, block.since};
    }
    choice.largest = choose.largest;
    choice.languages = choose.languages;
    return choice;
}

void choose(mirror::MirrorOptions& options, config::Choose const& choose)
{
    options.fetch.tiers = tiers_of(choose.tiers);
    options.fetch.publisher_quota = choose.publisher_quota;
    options.fetch.choice = choice_of(choose);
    for (auto const& rule : choose.withdrawals)
        options.withdrawals[rule.publisher] = {rule.dark_days, !rule.ignores_superseded};
}

mirror::NodeOptions options_of(config::Config const& config)
{
    mirror::NodeOptions options;
    options.store = config.store.path;
    options.swarm = swarm_settings_of(config.mirror);
    options.mirror.publishers = config.mirror.publishers;
    for (auto const& peer : config.mirror.peers) options.mirror.peers.push_back(endpoint_of(peer));
    options.mirror.fetch.quota = config.store.quota;
    options.mirror.fetch.min_free = config.store.min_free;
    choose(options.mirror, config.choose);
    options.mirror.reading.period = static_cast<std::int64_t>(config.store.scrub_days) * seconds_in_a_day;
    options.mirror.web.addresses = config.web.urls;
    options.route = route_of(config);
    options.mirror.watch = config.mirror.watch;
    options.mirror.time_floor = {NIGHTLETTER_BUILD_SECONDS};
    return options;
}

ExitCode exit_for(mirror::NodePart part)
{
    return part == mirror::NodePart::store ? ExitCode::storage_failed : ExitCode::failed;
}

}  // namespace

struct Daemon::Signals {
    explicit Signals(Loop& loop) : set{loop.context(), SIGTERM, SIGINT} {}
    boost::asio::signal_set set;
};

Daemon::Daemon(config::Config const& config) : config_{config}, journal_{config.log.level, config.store.path} {}

Daemon::~Daemon() = default;

ExitCode Daemon::run()
{
    signals_ = std::make_unique<Signals>(loop_);
    wait_for_signal();
    journal_.say("starting");
    auto node = mirror::Node::open(loop_, options_of(config_), [this](mirror::Report const& report) { heard(report); });
    if (!node) {
        journal_.fail("not-started", node.error().trouble);
        return exit_for(node.error().part);
    }
    node_ = std::move(*node);
    journal_.say("started");
    journal_.say(fmt::format("role name={}", config::word(config_.mirror.role)));
    // Who is hidden listens nowhere, and need not wait to hear that it does.
    if (config_.mirror.role == config::Role::hidden) is_ready();
    loop_.run();
    journal_.say("stopped");
    return exit_;
}

void Daemon::heard(mirror::Report const& report)
{
    journal_.write(report);
    if (std::holds_alternative<swarm::Listening>(report)) is_ready();
    if (std::holds_alternative<mirror::StorageFailed>(report)) stop(ExitCode::storage_failed);
}

void Daemon::is_ready()
{
    sd_notify(0, "READY=1\nSTATUS=mirroring");
}

void Daemon::wait_for_signal()
{
    signals_->set.async_wait([this](boost::system::error_code const& error, int) {
        if (error) return;
        if (is_stopping_) return loop_.stop();
        wait_for_signal();
        stop(ExitCode::done);
    });
}

void Daemon::stop(ExitCode exit)
{
    if (is_stopping_) return;
    is_stopping_ = true;
    exit_ = exit;
    sd_notify(0, "STOPPING=1");
    journal_.say("stopping");
    last_call_ = loop_.after(longest_stop, [this] { loop_.stop(); });
    node_->stop([this] { loop_.stop(); });
}

}  // namespace nightletter::daemon
