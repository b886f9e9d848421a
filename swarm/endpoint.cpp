#include "swarm/endpoint.hpp"

#include <boost/asio/ip/address.hpp>

#include <charconv>
#include <optional>

namespace nightletter::swarm {
namespace {

Trouble unreadable(std::string_view text, std::string reason)
{
    return {"read", "peer address \"" + std::string{text} + "\"", std::move(reason)};
}

std::optional<std::uint16_t> read_port(std::string_view text)
{
    std::uint16_t port = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return port;
}

}  // namespace

Expected<Endpoint, Trouble> parse_listen_endpoint(std::string_view text)
{
    auto const colon = text.rfind(':');
    if (colon == std::string_view::npos) return fail(unreadable(text, "a port is missing, as in 192.0.2.7:6881"));
    auto address = text.substr(0, colon);
    bool const bracketed = address.size() > 2 && address.front() == '[' && address.back() == ']';
    if (bracketed) address = address.substr(1, address.size() - 2);

    boost::system::error_code not_numeric;
    auto const parsed = boost::asio::ip::make_address(std::string{address}, not_numeric);
    if (not_numeric || parsed.is_v6() != bracketed) {
        return fail(unreadable(
            text, "the address is a number, as in 192.0.2.7:6881 or [2001:db8::7]:6881; no name is looked up"));
    }
    auto const port = read_port(text.substr(colon + 1));
    if (!port) return fail(unreadable(text, "the port is a number up to 65535"));
    return Endpoint{std::string{address}, *port};
}

Expected<Endpoint, Trouble> parse_endpoint(std::string_view text)
{
    auto endpoint = parse_listen_endpoint(text);
    if (endpoint && endpoint->port == 0) return fail(unreadable(text, "nobody listens on port 0"));
    return endpoint;
}

std::string endpoint_text(Endpoint const& endpoint)
{
    bool const brackets = endpoint.address.find(':') != std::string::npos;
    return (brackets ? "[" + endpoint.address + "]" : endpoint.address) + ":" + std::to_string(endpoint.port);
}

}  // namespace nightletter::swarm
