#include "reader/link.hpp"

#include <algorithm>

namespace nightletter::reader {
namespace {

constexpr std::string_view scheme = "nightletter:";

bool is_plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view{"-._~:/[]"}.find(c) != std::string_view::npos;
}

std::string percent_encoded(std::string_view text)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        if (is_plain(c)) {
            out += c;
        } else {
            out += {'%', digits[byte >> 4U], digits[byte & 15U]};
        }
    }
    return out;
}

std::optional<unsigned> hex_digit(char c)
{
    if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
    if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
    if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
    return std::nullopt;
}

std::optional<std::string> percent_decoded(std::string_view text)
{
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '%') {
            out += text[at];
            continue;
        }
        if (at + 2 >= text.size()) return std::nullopt;
        auto const high = hex_digit(text[at + 1]);
        auto const low = hex_digit(text[at + 2]);
        if (!high || !low) return std::nullopt;
        out += static_cast<char>(*high * 16 + *low);
        at += 2;
    }
    return out;
}

bool is_visible_ascii(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7f; });
}

bool is_mirror(std::string_view text)
{
    return text.starts_with("https://") && text.size() <= 200 && is_visible_ascii(text);
}

// `host:port`; an IPv6 address stands in brackets.
bool is_peer(std::string_view text)
{
    auto const colon = text.rfind(':');
    if (colon == std::string_view::npos || colon == 0 || !is_visible_ascii(text)) return false;
    auto const port = text.substr(colon + 1);
    bool const digits = std::ranges::all_of(port, [](char c) { return c >= '0' && c <= '9'; });
    return digits && !port.empty() && port.size() <= 5 && std::stoul(std::string{port}) - 1 < 65535;
}

bool add_hint(Link& link, std::string_view hint)
{
    auto const value = percent_decoded(hint.substr(std::min<std::size_t>(2, hint.size())));
    if (!value || link.mirrors.size() + link.peers.size() == most_hints) return false;
    if (hint.starts_with("m=") && is_mirror(*value)) {
        link.mirrors.push_back(*value);
        return true;
    }
    if (hint.starts_with("x=") && is_peer(*value)) {
        link.peers.push_back(*value);
        return true;
    }
    return false;
}

bool add_hints(Link& link, std::string_view hints)
{
    for (;;) {
        auto const next = hints.find('&');
        if (!add_hint(link, hints.substr(0, next))) return false;
        if (next == std::string_view::npos) return true;
        hints.remove_prefix(next + 1);
    }
}

std::string in_capitals(std::string text)
{
    std::ranges::transform(text, text.begin(),
                           [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return text;
}

}  // namespace

std::string Link::text() const
{
    auto text = std::string{scheme} + publisher_text(publisher);
    if (bundle) text += '/' + bundle_text(*bundle);
    char separator = '?';
    auto const add = [&](char const* name, std::vector<std::string> const& hints) {
        for (auto const& hint : hints) {
            text += separator + std::string{name} + percent_encoded(hint);
            separator = '&';
        }
    };
    add("m=", mirrors);
    add("x=", peers);
    return text;
}

std::string Link::qr_text() const
{
    return mirrors.empty() && peers.empty() ? in_capitals(text()) : text();
}

std::optional<Link> parse_link(std::string_view text)
{
    if (text.size() > longest_link) return std::nullopt;
    if (!text.starts_with(scheme) && !text.starts_with(in_capitals(std::string{scheme}))) return std::nullopt;
    text.remove_prefix(scheme.size());

    auto const question = text.find('?');
    auto const names = text.substr(0, question);
    auto const slash = names.find('/');
    auto const publisher = parse_publisher(names.substr(0, slash));
    if (!publisher) return std::nullopt;
    Link link{*publisher, std::nullopt, {}, {}};
    if (slash != std::string_view::npos) {
        link.bundle = parse_bundle(names.substr(slash + 1));
        if (!link.bundle) return std::nullopt;
    }
    if (question != std::string_view::npos && !add_hints(link, text.substr(question + 1))) return std::nullopt;
    // What is passed on is percent-encoded, and must be read by whoever gets it.
    if (link.text().size() > longest_link) return std::nullopt;
    return link;
}

}  // namespace nightletter::reader
