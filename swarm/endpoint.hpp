// swarm/endpoint.hpp: where a peer listens, as a person wrote it down.
//
// The only addresses outside the wall are the ones a person gave. They are numeric, so that no name is looked up.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace nightletter::swarm {

// Made by the two functions below: an address that is not numeric is a bug where it is used.
struct Endpoint {
    std::string address;  // IPv4 or IPv6, without brackets
    std::uint16_t port = 0;

    friend bool operator==(Endpoint const&, Endpoint const&) = default;
};

// `192.0.2.7:6881` or `[2001:db8::7]:6881`; a host name, a missing port or port 0 is trouble that names what was read.
[[nodiscard]] Expected<Endpoint, Trouble> parse_endpoint(std::string_view text);
// The same, but port 0 is allowed: the system chooses one when we listen.
[[nodiscard]] Expected<Endpoint, Trouble> parse_listen_endpoint(std::string_view text);
[[nodiscard]] std::string endpoint_text(Endpoint const& endpoint);

}  // namespace nightletter::swarm
