#include <arpa/inet.h>

#include <array>
#include <limits>

#include "base/line_document.hpp"
#include "config/read.hpp"

namespace nightletter::config {
namespace {

struct Unit {
    std::string_view name;
    std::uint64_t bytes;
};

constexpr std::uint64_t kibi = 1024;
constexpr std::array<Unit, 9> units{{{"B", 1},
                                     {"KB", 1'000},
                                     {"MB", 1'000'000},
                                     {"GB", 1'000'000'000},
                                     {"TB", 1'000'000'000'000},
                                     {"KiB", kibi},
                                     {"MiB", kibi* kibi},
                                     {"GiB", kibi* kibi* kibi},
                                     {"TiB", kibi* kibi* kibi* kibi}}};

bool is_numeric(int family, std::string const& host)
{
    std::array<unsigned char, sizeof(in6_addr)> bytes{};
    return ::inet_pton(family, host.c_str(), bytes.data()) == 1;
}

}  // namespace

std::string_view word(Role role)
{
    switch (role) {
        case Role::unlisted:
            return "unlisted";
        case Role::public_:
            return "public";
        case Role::hidden:
            return "hidden";
    }
    return "hidden";
}

std::string Address::text() const
{
    auto const bracketed = host.find(':') == std::string::npos ? host : "[" + host + "]";
    return bracketed + ":" + std::to_string(port);
}

std::optional<std::uint64_t> parse_size(std::string_view text)
{
    auto const space = text.find(' ');
    auto const number = parse_count(text.substr(0, space));
    if (!number) return std::nullopt;
    if (space == std::string_view::npos) return *number == 0 ? number : std::nullopt;  // a size says its unit
    for (auto const& unit : units) {
        if (unit.name != text.substr(space + 1)) continue;
        if (*number > std::numeric_limits<std::uint64_t>::max() / unit.bytes) return std::nullopt;
        return *number * unit.bytes;
    }
    return std::nullopt;
}

std::optional<Address> parse_address(std::string_view text)
{
    auto const colon = text.rfind(':');
    if (colon == std::string_view::npos) return std::nullopt;
    auto const port = parse_count(text.substr(colon + 1));
    if (!port || *port > 65535) return std::nullopt;
    auto host = text.substr(0, colon);
    bool const bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
    if (bracketed) host = host.substr(1, host.size() - 2);
    Address const address{std::string{host}, static_cast<std::uint16_t>(*port)};
    if (!is_numeric(bracketed ? AF_INET6 : AF_INET, address.host)) return std::nullopt;
    return address;
}

}  // namespace nightletter::config
