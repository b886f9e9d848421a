// swarm/profile.hpp: libtorrent's settings as this project needs them.
//
// Inside the wall only. What an operator may choose is swarm/settings.hpp; all else is fixed here.
#pragma once

#include <libtorrent/alert.hpp>
#include <libtorrent/ip_filter.hpp>
#include <libtorrent/session_params.hpp>
#include <libtorrent/settings_pack.hpp>
#include <libtorrent/socket.hpp>
#include <libtorrent/torrent_flags.hpp>

#include "swarm/settings.hpp"

namespace nightletter::swarm {

// Only what `translate` answers (tests/swarm/translate_test.cpp compares the two).
constexpr lt::alert_category_t alert_mask = lt::alert_category::error | lt::alert_category::status |
                                            lt::alert_category::storage | lt::alert_category::dht |
                                            lt::alert_category::dht_operation;

// An info dictionary beyond these is not even parsed (docs/formats.md 6 E).
constexpr int largest_info = 4 * 1024 * 1024;
constexpr int most_pieces = 65'536;
constexpr int most_tokens = 400'000;  // ten for a file, 20 000 files, and room
constexpr int deepest_nesting = 32;

// What every torrent of ours is: started, managed by us, found through nobody but the peers we name. The DHT is asked
// for a topic by DhtSearch, so that looking up and announcing stay two things.
inline constexpr lt::torrent_flags_t common_flags = lt::torrent_flags::apply_ip_filter |
                                                    lt::torrent_flags::disable_dht | lt::torrent_flags::disable_lsd |
                                                    lt::torrent_flags::disable_pex;

// What may be changed while it runs.
void set_rates(lt::settings_pack& pack, Rates const& rates);
// The limits hold for neighbours in one's own network too: nobody knows which of them is metered.
[[nodiscard]] lt::ip_filter everybody_counts();
[[nodiscard]] lt::session_params profile(Settings const& settings);
// An endpoint comes from parse_endpoint, so its address is one.
[[nodiscard]] lt::tcp::endpoint to_libtorrent(Endpoint const& endpoint);

}  // namespace nightletter::swarm
