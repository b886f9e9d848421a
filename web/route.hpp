// web/route.hpp: by which way web servers are reached, as a person chose it.
//
// What is not here is not negotiable: TLS is verified, and the environment is not asked. Pure functions, any thread.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace nightletter::web {

struct Route {
    std::string proxy;                    // empty: none
    std::vector<std::string> connect_to;  // HOST:PORT:OTHER:PORT: who is called instead of whom; TLS still names HOST
    std::filesystem::path certificates;   // PEM: believed instead of the system's; empty: the system's
};

inline constexpr std::size_t longest_proxy = 200;       // bytes
inline constexpr std::size_t longest_connect_to = 400;  // bytes

// `http://host:port` or `socks5h://host:port`, without a user. With plain `socks5` the names that are looked up here
// would tell the network who is asked for; it is refused.
[[nodiscard]] bool is_proxy(std::string_view text);
// As curl writes it: four parts, an IPv6 address in brackets; HOST and its PORT may be empty: for every request.
[[nodiscard]] bool is_connect_to(std::string_view text);

}  // namespace nightletter::web
