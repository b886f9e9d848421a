// swarm/translate.hpp: from an alert of libtorrent to a report of ours.
//
// Inside the wall only. No logic: each alert type has one function that copies what it says; alerts nobody reacts to
// give nothing. An alert's memory dies at the next pop, a report owns its data.
#pragma once

#include <libtorrent/alert.hpp>
#include <libtorrent/client_data.hpp>
#include <libtorrent/torrent_handle.hpp>

#include <optional>
#include <vector>

#include "swarm/report.hpp"

namespace nightletter::swarm {

[[nodiscard]] std::optional<Report> translate(lt::alert const& alert);
// For each alert type that is answered, the categories that let it through.
[[nodiscard]] std::vector<lt::alert_category_t> answered_categories();

// A torrent carries its ticket as libtorrent's user data.
[[nodiscard]] lt::client_data_t to_user_data(Ticket ticket);
// none when the torrent is gone.
[[nodiscard]] Ticket ticket_of(lt::torrent_handle const& handle);

}  // namespace nightletter::swarm
