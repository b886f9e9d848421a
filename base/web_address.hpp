// base/web_address.hpp: what a person may write to say which web server is asked, by which way.
//
// Spelling alone: nothing is opened or looked up. docs/formats.md section 3 has the spelling of an address that stands
// in a feed; the same is asked for everywhere. Pure functions, any thread.
#pragma once

#include <string_view>

namespace nightletter {

inline constexpr std::size_t longest_web_address = 200;  // bytes
inline constexpr std::size_t longest_proxy_address = 200;
inline constexpr std::size_t longest_connect_to = 400;

// Printable ASCII, https, lower-case scheme and host, no user, query or fragment, `/` at the end.
[[nodiscard]] bool is_web_address(std::string_view text);
// `http://host:port` or `socks5h://host:port`, without a user. With plain `socks5` the names that are looked up here
// would tell the network who is asked for; it is refused.
[[nodiscard]] bool is_proxy_address(std::string_view text);
// As curl writes it: HOST:PORT:OTHER:PORT, an IPv6 address in brackets; the first HOST and PORT may be empty: whatever
// is asked for.
[[nodiscard]] bool is_connect_to(std::string_view text);

}  // namespace nightletter
