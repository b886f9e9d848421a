// daemon/control/request.hpp: what HTTP says as a request, within bounds.
//
// docs/control.md, "Requests". Beast reads the bytes, in the server; what they ask is seen here. It knows no route.
// Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "daemon/control/message.hpp"

namespace nightletter::daemon::control {

inline constexpr std::uint32_t largest_body = 64 * 1024;   // bytes
inline constexpr std::uint32_t largest_header = 8 * 1024;  // bytes

// For a parser of Beast.
template <class Parser>
void bound(Parser& parser)
{
    parser.eager(true);  // the body with the header
    parser.body_limit(largest_body);
    parser.header_limit(largest_header);
}

// nullopt: a method that nothing here has.
[[nodiscard]] std::optional<Request> request_of(std::string_view method, std::string_view target, std::string body);

}  // namespace nightletter::daemon::control
