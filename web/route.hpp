// web/route.hpp: by which way web servers are reached, as a person chose it.
//
// What is not here is not negotiable: TLS is verified, and the environment is not asked.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace nightletter::web {

struct Route {
    std::string proxy;                    // is_proxy_address; empty: none
    std::vector<std::string> connect_to;  // is_connect_to: who is called instead of whom; TLS still names the first
    std::filesystem::path certificates;   // PEM: believed instead of the system's; empty: the system's
};

}  // namespace nightletter::web
