#include "reader/web_way.hpp"

#include <CLI/CLI.hpp>

#include "base/web_address.hpp"
#include "reader/terminal_text.hpp"

namespace nightletter::reader {
namespace {

Failure wrong(std::string what, std::string word, std::string because, std::string next)
{
    return {ExitCode::wrong_usage,
            {std::move(what), std::move(word), std::move(because), "nothing was fetched", std::move(next)}};
}

// As a person types it: the slash at the end may be left out.
std::string with_slash(std::string address)
{
    if (!address.ends_with('/')) address += '/';
    return address;
}

// Peers go through the same proxy, which must then be one by SOCKS at a numeric address.
Expected<void, Failure> take_proxy(std::string const& proxy, mirror::FetchWish& wish)
{
    constexpr std::string_view socks = "socks5h://";
    wish.route.proxy = proxy;
    if (proxy.starts_with(socks)) {
        if (auto const endpoint = swarm::parse_endpoint(proxy.substr(socks.size()))) {
            wish.proxy = *endpoint;
            return {};
        }
    }
    if (!wish.peers.empty()) {
        return fail(wrong("peers cannot be asked through that proxy", "proxy-and-peer",
                          "nothing goes around a proxy, and only one by SOCKS at a numeric address takes peers",
                          "use --proxy socks5h://127.0.0.1:9050 or the like, or leave --peer out"));
    }
    wish.swarm = mirror::SwarmUse::none;
    return {};
}

}  // namespace

void add_web_options(CLI::App& app, WebAsked& asked)
{
    app.add_option("--mirror", asked.mirrors, "A web server to ask, https://…/; may be repeated. It needs no trust");
    app.add_option("--proxy", asked.proxy, "Ask through it alone: socks5h://ADDRESS:PORT or http://ADDRESS:PORT");
    app.add_option("--connect-to", asked.connect_to,
                   "HOST:PORT:OTHER:PORT: call OTHER where HOST is meant; may be repeated");
    app.add_option("--ca", asked.certificates, "Certificate authorities (PEM) to believe instead of the system's")
        ->check(CLI::ExistingFile);
}

Expected<void, Failure> take_web_way(WebAsked const& asked, std::vector<std::string> const& hinted,
                                     mirror::FetchWish& wish)
{
    for (auto const& text : asked.mirrors) {
        auto const address = with_slash(text);
        if (!is_web_address(address)) {
            return fail(wrong("no web server can be at " + safe_for_terminal(text), "not-an-address",
                              "a mirror's address begins with https:// and has no user, ? or #",
                              "write it as https://mirror.example/nightletter/"));
        }
        wish.web.addresses.push_back(address);
    }
    for (auto const& hint : hinted) {
        if (auto const address = with_slash(hint); is_web_address(address)) wish.web.addresses.push_back(address);
    }
    for (auto const& text : asked.connect_to) {
        if (!is_connect_to(text)) {
            return fail(wrong("--connect-to takes four parts", "not-an-address",
                              safe_for_terminal(text) + " is not whole",
                              "write it as mirror.example:443:192.0.2.7:443"));
        }
    }
    wish.route.connect_to = asked.connect_to;
    wish.route.certificates = asked.certificates;
    if (asked.proxy.empty()) return {};
    if (!is_proxy_address(asked.proxy)) {
        return fail(wrong("no proxy can be at " + safe_for_terminal(asked.proxy), "not-an-address",
                          "a proxy is socks5h:// or http://, an address and a port, without a user",
                          "write it as socks5h://127.0.0.1:9050"));
    }
    return take_proxy(asked.proxy, wish);
}

}  // namespace nightletter::reader
