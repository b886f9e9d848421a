#include "base/web_address.hpp"

#include <algorithm>
#include <optional>
#include <string>

namespace nightletter {
namespace {

bool is_port(std::string_view text)
{
    bool const digits = std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
    return digits && !text.empty() && text.size() <= 5 && text.front() != '0' &&
           std::stoul(std::string{text}) <= 65'535;
}

bool is_name(std::string_view text)
{
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
               c == '_';
    });
}

bool is_ipv6(std::string_view text)
{
    return text.size() > 2 && text.front() == '[' && text.back() == ']' &&
           std::ranges::all_of(text.substr(1, text.size() - 2), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == ':' ||
                      c == '.';
           });
}

// Takes `host:port` off the front of `text`, up to the next colon after it or the end.
struct Place {
    std::string_view host;
    std::string_view port;
};

std::optional<Place> take_place(std::string_view& text)
{
    auto const from = text.starts_with('[') ? text.find(']') : 0;
    if (from == std::string_view::npos) return std::nullopt;
    auto const colon = text.find(':', from);
    if (colon == std::string_view::npos) return std::nullopt;
    auto const end = std::min(text.find(':', colon + 1), text.size());
    Place const place{text.substr(0, colon), text.substr(colon + 1, end - colon - 1)};
    text.remove_prefix(std::min(end + 1, text.size()));
    return place;
}

bool is_host_character(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == ':' || c == '[' || c == ']';
}

bool is_host(std::string_view text)
{
    return is_name(text) || is_ipv6(text);
}

}  // namespace

bool is_web_address(std::string_view text)
{
    constexpr std::string_view scheme = "https://";
    if (text.size() > longest_web_address || !text.starts_with(scheme) || !text.ends_with('/')) return false;
    if (!std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7f; })) return false;
    if (text.find_first_of("?#@\\") != std::string_view::npos) return false;
    auto const after = text.substr(scheme.size());
    auto const host = after.substr(0, after.find('/'));
    return !host.empty() && std::ranges::all_of(host, is_host_character);
}

bool is_proxy_address(std::string_view text)
{
    if (text.size() > longest_proxy_address) return false;
    auto const slashes = text.find("://");
    if (slashes == std::string_view::npos) return false;
    auto const scheme = text.substr(0, slashes);
    text.remove_prefix(slashes + 3);
    auto const place = take_place(text);
    return (scheme == "http" || scheme == "socks5h") && place && text.empty() && is_host(place->host) &&
           is_port(place->port);
}

bool is_connect_to(std::string_view text)
{
    if (text.size() > longest_connect_to) return false;
    auto const asked = take_place(text);
    auto const called = take_place(text);
    if (!asked || !called || !text.empty()) return false;
    bool const asked_is_sound =
        (asked->host.empty() || is_host(asked->host)) && (asked->port.empty() || is_port(asked->port));
    return asked_is_sound && is_host(called->host) && is_port(called->port);
}

}  // namespace nightletter
