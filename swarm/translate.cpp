#include "swarm/translate.hpp"

#include <libtorrent/add_torrent_params.hpp>
#include <libtorrent/alert_types.hpp>
#include <libtorrent/bencode.hpp>
#include <libtorrent/entry.hpp>
#include <libtorrent/error_code.hpp>
#include <libtorrent/session_stats.hpp>

#include <array>
#include <initializer_list>
#include <iterator>
#include <string>
#include <utility>

namespace nightletter::swarm {
namespace {

// libtorrent keeps a pointer for us and never follows it; ours is a number.
struct TicketMark;

Ticket ticket_of(lt::client_data_t const& data)
{
    return static_cast<Ticket>(reinterpret_cast<std::uintptr_t>(data.get<TicketMark>()));
}

Ticket ticket_of(lt::torrent_alert const& alert)
{
    return swarm::ticket_of(alert.handle);
}

bool is_of_the_system(lt::error_code const& error)
{
    return error.category() == lt::system_category() || error.category() == lt::generic_category();
}

// Names neither a path nor an address.
Trouble to_trouble(std::string doing, std::string subject, lt::error_code const& error)
{
    using boost::system::errc::errc_t;
    bool const passing = error == errc_t::no_space_on_device || error == errc_t::too_many_files_open ||
                         error == errc_t::too_many_files_open_in_system || error == errc_t::address_in_use ||
                         error == errc_t::not_enough_memory;
    return {std::move(doing), std::move(subject), error.message(), passing ? Retry::may_help : Retry::is_useless,
            is_of_the_system(error) ? error.value() : 0};
}

Cause cause_of(lt::error_code const& error)
{
    using boost::system::errc::errc_t;
    bool const gone = error == errc_t::no_such_file_or_directory || error == errc_t::io_error ||
                      error == errc_t::is_a_directory || error == errc_t::not_a_directory ||
                      error == lt::errors::file_too_short || error == lt::errors::mismatching_file_size ||
                      error == boost::asio::error::eof;
    return gone ? Cause::content_gone : Cause::files;
}

Report report_of(lt::add_torrent_alert const& alert)
{
    auto const ticket = ticket_of(alert.params.userdata);
    if (!alert.error) return Stirred{ticket};
    return AddFailed{ticket, to_trouble("take in", "the torrent", alert.error)};
}

Report report_of(lt::state_changed_alert const& alert)
{
    return Stirred{ticket_of(alert)};
}
Report report_of(lt::torrent_finished_alert const& alert)
{
    return Stirred{ticket_of(alert)};
}
Report report_of(lt::torrent_checked_alert const& alert)
{
    return Stirred{ticket_of(alert)};
}
Report report_of(lt::metadata_received_alert const& alert)
{
    return Stirred{ticket_of(alert)};
}
Report report_of(lt::file_prio_alert const& alert)
{
    return Stirred{ticket_of(alert)};
}
Report report_of(lt::hash_failed_alert const& alert)
{
    return HashFailed{ticket_of(alert)};
}

Report report_of(lt::metadata_failed_alert const& alert)
{
    return TorrentTrouble{ticket_of(alert), Cause::info,
                          to_trouble("read", "an info dictionary from a peer", alert.error)};
}

Report report_of(lt::file_error_alert const& alert)
{
    return TorrentTrouble{ticket_of(alert), cause_of(alert.error),
                          to_trouble("use", "a file of the bundle", alert.error)};
}

Report report_of(lt::torrent_error_alert const& alert)
{
    return TorrentTrouble{ticket_of(alert), cause_of(alert.error), to_trouble("go on with", "the bundle", alert.error)};
}

std::optional<Report> report_of(lt::listen_succeeded_alert const& alert)
{
    if (alert.socket_type != lt::socket_type_t::tcp) return std::nullopt;
    return ListenSucceeded{static_cast<std::uint16_t>(alert.port)};
}

std::optional<Report> report_of(lt::listen_failed_alert const& alert)
{
    // Everything here runs over TCP; the UDP socket that libtorrent opens beside it is of no use to us.
    if (alert.socket_type != lt::socket_type_t::tcp) return std::nullopt;
    return ListenFailed{to_trouble("listen on", "port " + std::to_string(alert.port), alert.error)};
}

Report report_of(lt::dht_get_peers_reply_alert const& alert)
{
    return DhtPeersFound{alert.info_hash, alert.peers()};
}

template <std::size_t N>
ByteView bytes_of(std::array<char, N> const& chars)
{
    return {reinterpret_cast<std::uint8_t const*>(chars.data()), N};
}

std::optional<Report> report_of(lt::dht_mutable_item_alert const& alert)
{
    if (alert.item.type() == lt::entry::undefined_t || alert.seq < 0) return std::nullopt;
    SignedItem item{*SlotKey::from(bytes_of(alert.key)),
                    alert.salt,
                    static_cast<std::uint64_t>(alert.seq),
                    {},
                    *SlotSignature::from(bytes_of(alert.signature))};
    lt::bencode(std::back_inserter(item.value), alert.item);
    return DhtItemFound{std::move(item)};
}

Report report_of(lt::socks5_alert const& alert)
{
    return ProxyFailed{to_trouble("reach anybody through", "the proxy", alert.error)};
}

std::uint64_t sum_of(lt::session_stats_alert const& alert, std::initializer_list<char const*> names)
{
    std::uint64_t sum = 0;
    for (auto const* const name : names) {
        auto const index = lt::find_metric_idx(name);
        NIGHTLETTER_INSIST(index >= 0);
        sum += static_cast<std::uint64_t>(alert.counters()[index]);
    }
    return sum;
}

Report report_of(lt::session_stats_alert const& alert)
{
    return TrafficCounted{
        {sum_of(alert, {"net.sent_bytes", "net.sent_ip_overhead_bytes", "net.sent_tracker_bytes", "dht.dht_bytes_out"}),
         sum_of(alert,
                {"net.recv_bytes", "net.recv_ip_overhead_bytes", "net.recv_tracker_bytes", "dht.dht_bytes_in"})}};
}

Report report_of(lt::alerts_dropped_alert const&)
{
    return ReportsLost{};
}

template <class... Alerts>
struct Answered {
    static std::optional<Report> translate(lt::alert const& alert)
    {
        std::optional<Report> report;
        (void)((alert.type() == Alerts::alert_type && (report = report_of(static_cast<Alerts const&>(alert)), true)) ||
               ...);
        return report;
    }
    static std::vector<lt::alert_category_t> categories() { return {Alerts::static_category...}; }
};

using All = Answered<lt::add_torrent_alert, lt::state_changed_alert, lt::torrent_finished_alert,
                     lt::torrent_checked_alert, lt::metadata_received_alert, lt::metadata_failed_alert,
                     lt::file_prio_alert, lt::hash_failed_alert, lt::file_error_alert, lt::torrent_error_alert,
                     lt::listen_succeeded_alert, lt::listen_failed_alert, lt::dht_get_peers_reply_alert,
                     lt::dht_mutable_item_alert, lt::socks5_alert, lt::session_stats_alert, lt::alerts_dropped_alert>;

}  // namespace

std::optional<Report> translate(lt::alert const& alert)
{
    return All::translate(alert);
}

std::vector<lt::alert_category_t> answered_categories()
{
    return All::categories();
}

Ticket ticket_of(lt::torrent_handle const& handle)
{
    return ticket_of(handle.userdata());
}

lt::client_data_t to_user_data(Ticket ticket)
{
    // NOLINTNEXTLINE(performance-no-int-to-ptr): nobody follows it
    return lt::client_data_t{reinterpret_cast<TicketMark*>(static_cast<std::uintptr_t>(ticket))};
}

}  // namespace nightletter::swarm
