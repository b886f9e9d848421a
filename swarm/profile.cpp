#include "swarm/profile.hpp"

#include <libtorrent/disk_interface.hpp>
#include <libtorrent/posix_disk_io.hpp>
#include <libtorrent/settings_pack.hpp>

#include <libtorrent/session.hpp>

#include <algorithm>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "swarm/suggestions.hpp"

// Debian's libtorrent was built with Boost 1.74, whose error_code has this size; others differ and corrupt memory.
static_assert(sizeof(boost::system::error_code) == 16, "build with the headers of Boost 1.74");

namespace nightletter::swarm {
namespace {

using Pack = lt::settings_pack;

// Nothing says who we are.
void stay_anonymous(Pack& pack)
{
    pack.set_bool(Pack::enable_upnp, false);
    pack.set_bool(Pack::enable_natpmp, false);
    pack.set_bool(Pack::anonymous_mode, true);  // no client version in handshakes
    // The fingerprint of every program on this library: one of our own would point at us.
    pack.set_str(Pack::peer_fingerprint, "-LT2080-");
    pack.set_str(Pack::user_agent, "libtorrent/2.0.8.0");
    pack.set_str(Pack::handshake_client_version, "");
    pack.set_bool(Pack::support_share_mode, false);
    pack.set_int(Pack::max_web_seed_connections, 0);
    pack.set_int(Pack::max_http_recv_buffer_size, 64 * 1024);
    pack.set_bool(Pack::no_connect_privileged_ports, true);
}

// Whom we ask for peers, as far as libtorrent does it by itself.
void find(Pack& pack, Settings const& settings)
{
    pack.set_bool(Pack::enable_dht, settings.role != Role::hidden);
    pack.set_str(Pack::dht_bootstrap_nodes, "");  // the default is a public host name; DhtSearch names nodes
    // Who only looks up answers nobody and is in no table (BEP 43).
    pack.set_bool(Pack::dht_read_only, settings.role != Role::public_);
    // Its obfuscated look-ups ask for the key itself only once they are near it; among a few nodes, as in a country
    // that is cut off, they never do and find nobody.
    pack.set_bool(Pack::dht_privacy_lookups, false);
    pack.set_bool(Pack::enable_lsd, settings.local_discovery == LocalDiscovery::on);
    // Every tracker that is listed, at the same time: the first may be the one that lies or is silent.
    pack.set_bool(Pack::announce_to_all_trackers, true);
    pack.set_bool(Pack::announce_to_all_tiers, true);
}

// Peers, and the names of hosts if there were any, are reached through the proxy or not at all.
void go_through(Pack& pack, Endpoint const& proxy)
{
    pack.set_int(Pack::proxy_type, Pack::socks5);
    pack.set_str(Pack::proxy_hostname, proxy.address);
    pack.set_int(Pack::proxy_port, proxy.port);
    pack.set_bool(Pack::proxy_peer_connections, true);
    pack.set_bool(Pack::proxy_tracker_connections, true);
    pack.set_bool(Pack::proxy_hostnames, true);
}

// Whoever only asks the DHT needs a port for its answers. libtorrent opens one for connections beside it; whoever comes
// there is cut off before a byte is said.
bool only_asks(Settings const& settings)
{
    return settings.role == Role::unlisted && settings.listen.empty() && !settings.dht_nodes.empty();
}

void listen(Pack& pack, Settings const& settings)
{
    if (only_asks(settings)) {
        pack.set_str(Pack::listen_interfaces, "0.0.0.0:0,[::]:0");
        pack.set_bool(Pack::enable_incoming_tcp, false);
        return;
    }
    std::string interfaces;
    for (auto const& endpoint : settings.role == Role::hidden ? std::vector<Endpoint>{} : settings.listen) {
        (void)to_libtorrent(endpoint);  // libtorrent would take anything else for the name of a device
        interfaces += (interfaces.empty() ? "" : ",") + endpoint_text(endpoint);
    }
    pack.set_str(Pack::listen_interfaces, interfaces);
    // The port is the one asked for, or trouble: peers were told that one.
    pack.set_bool(Pack::listen_system_port_fallback, false);
    pack.set_int(Pack::max_retry_port_bind, 0);
    pack.set_int(Pack::listen_queue_size, 1024);
}

void connect(Pack& pack, Settings const& settings)
{
    // With uTP on, 2 to 52 of 200 small torrents hung on an idle loopback; with TCP alone none ever did.
    pack.set_bool(Pack::enable_outgoing_utp, false);
    pack.set_bool(Pack::enable_incoming_utp, false);
    pack.set_int(Pack::connections_limit, settings.connections);
    pack.set_int(Pack::connection_speed, 200);
    // A mirror that was away is asked again after 2, 4, … at most 64 seconds, without end (libtorrent counts to 31).
    pack.set_int(Pack::min_reconnect_time, 2);
    pack.set_int(Pack::max_failcount, 32);
    // Readers behind one carrier's address translation share an address.
    pack.set_bool(Pack::allow_multiple_connections_per_ip, true);
    // Otherwise a leecher that wants nothing yet, and every seed, drops seeds at once.
    pack.set_bool(Pack::close_redundant_connections, false);
    pack.set_int(Pack::unchoke_slots_limit, -1);
    pack.set_int(Pack::max_suggest_pieces, most_suggestions);
    // By default a peer that gives fast is asked for 8 MiB at once, whatever the others have begun to fetch: eight
    // mirrors then fetched much of a new recording from its publisher twice (1.86 times the bound, 1.55 without).
    pack.set_int(Pack::whole_pieces_threshold, 0);
    pack.set_int(Pack::max_peerlist_size, 1000);
    set_rates(pack, settings.rates);
}

void limit(Pack& pack)
{
    pack.set_int(Pack::max_metadata_size, largest_info);
    pack.set_int(Pack::metadata_token_limit, most_tokens);
    pack.set_int(Pack::max_piece_count, most_pieces);
    // Our torrents are not auto-managed; these starve whatever becomes so by mistake.
    for (auto const name : {Pack::active_downloads, Pack::active_seeds, Pack::active_checking, Pack::active_dht_limit,
                            Pack::active_tracker_limit, Pack::active_lsd_limit, Pack::active_limit}) {
        pack.set_int(name, -1);
    }
    pack.set_int(Pack::stop_tracker_timeout, 1);
}

}  // namespace

void set_rates(lt::settings_pack& pack, Rates const& rates)
{
    constexpr std::uint64_t most = std::numeric_limits<int>::max();
    pack.set_int(Pack::upload_rate_limit, static_cast<int>(std::min(rates.up, most)));
    pack.set_int(Pack::download_rate_limit, static_cast<int>(std::min(rates.down, most)));
}

lt::ip_filter everybody_counts()
{
    constexpr std::uint32_t everybody = 1U << static_cast<std::uint32_t>(lt::session::global_peer_class_id);
    lt::ip_filter filter;
    filter.add_rule(lt::make_address("0.0.0.0"), lt::make_address("255.255.255.255"), everybody);
    filter.add_rule(lt::make_address("::"), lt::make_address("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"), everybody);
    return filter;
}

lt::tcp::endpoint to_libtorrent(Endpoint const& endpoint)
{
    lt::error_code not_numeric;
    auto const address = lt::make_address(endpoint.address, not_numeric);
    NIGHTLETTER_INSIST(!not_numeric);
    return {address, endpoint.port};
}

lt::session_params profile(Settings const& settings)
{
    Pack pack;
    NIGHTLETTER_INSIST((settings.role == Role::hidden) == settings.proxy.has_value());
    stay_anonymous(pack);
    find(pack, settings);
    if (settings.proxy) go_through(pack, *settings.proxy);
    listen(pack, settings);
    connect(pack, settings);
    limit(pack);
    pack.set_int(Pack::alert_mask, static_cast<int>(static_cast<std::uint32_t>(alert_mask)));
    pack.set_int(Pack::alert_queue_size, settings.alert_queue);

    std::vector<std::shared_ptr<lt::plugin>> const none;
    lt::session_params params{std::move(pack), none};
    // The default maps files into memory: a full tmpfs then kills the process by SIGBUS.
    params.disk_io_constructor = lt::posix_disk_io_constructor;
    return params;
}

}  // namespace nightletter::swarm
