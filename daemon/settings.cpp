#include "daemon/settings.hpp"

namespace nightletter::daemon {
namespace {

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

mirror::TrafficPlan traffic_of(config::Traffic const& traffic)
{
    mirror::TrafficPlan plan{{traffic.up, traffic.down}, {}, traffic.monthly};
    for (auto const& window : traffic.windows)
        plan.windows.push_back({window.days, window.from, window.to, window.up, window.down});
    return plan;
}

}  // namespace

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
    options.traffic = traffic_of(config.traffic);
    options.mirror.watch = config.mirror.watch;
    options.mirror.time_floor = {NIGHTLETTER_BUILD_SECONDS};
    return options;
}

}  // namespace nightletter::daemon
