// config/config.hpp: what an operator may decide about nightletterd.
//
// Plain structs with their defaults; sizes in bytes. config/nightletterd.toml says the same to people. This folder
// knows no part of the daemon: it reads a file and says what is wrong with it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/names.hpp"

namespace nightletter::config {

// A numeric IP address and a port; nothing here asks a name server.
struct Address {
    std::string host = "0.0.0.0";  // IPv6 without its brackets
    std::uint16_t port = 0;        // 0: any free one
    auto operator<=>(Address const&) const = default;
    [[nodiscard]] std::string text() const;
};

// What strangers may learn of this mirror (docs/formats.md section 7, "Roles").
enum class Role { unlisted, public_, hidden };
[[nodiscard]] std::string_view word(Role role);

enum class LogLevel { error, warning, info, debug };

struct Mirror {
    std::vector<PublisherId> publishers;
    std::vector<Address> peers;  // asked for every publisher
    Address listen{"0.0.0.0", 6881};
    std::filesystem::path watch;  // empty: no watched folder
    Role role = Role::unlisted;
    std::vector<Address> dht_nodes;     // to begin with
    std::vector<std::string> trackers;  // only when public
    bool local_discovery = false;       // multicast in the local network
    std::optional<Address> proxy;       // SOCKS5; if and only if hidden
};

// Web servers that export a mirror's folders, and the way to them.
struct Web {
    std::vector<std::string> urls;        // is_web_address; asked for every publisher
    std::string proxy;                    // is_proxy_address; empty: none
    std::vector<std::string> connect_to;  // is_connect_to
    std::filesystem::path certificates;   // PEM, believed instead of the system's; empty: the system's
};

struct Store {
    std::filesystem::path path = "/var/lib/nightletter";
    std::uint64_t quota = 50'000'000'000;    // bytes kept in all; 0: as much as the disk holds
    std::uint64_t min_free = 1'000'000'000;  // bytes left free on that disk
    std::uint64_t scrub_days = 30;           // in which every sealed byte is read again; 0: never
};

enum class Tiers { text, still, audio, all };  // each with those before it

// A bundle, or all of a publisher's.
struct Block {
    std::optional<BundleId> bundle;
    std::optional<PublisherId> publisher;
    std::string reason;
    UtcDay since;
};

// How one publisher's withdrawals are treated, where they are not simply honoured.
struct Withdrawals {
    PublisherId publisher;
    std::int64_t dark_days = 3;  // from acceptance to deletion
    bool ignores_superseded = false;
};

struct Choose {
    Tiers tiers = Tiers::all;
    std::vector<std::string> languages;  // BCP 47; empty: all
    std::uint64_t largest = 0;           // bytes of one bundle; 0: any
    std::uint64_t publisher_quota = 0;   // bytes kept of one publisher; 0: no limit of its own
    std::vector<BundleId> pin;
    std::vector<Block> block;
    std::vector<Withdrawals> withdrawals;
};

// A limit for some hours, in UTC. A window that goes over midnight belongs to the day on which it begins.
struct RateWindow {
    unsigned days = 0b111'1111;       // bit 0: Monday
    int from = 0;                     // minutes after midnight
    int to = 0;                       // not itself; equal to `from`: the whole day
    std::optional<std::uint64_t> up;  // bytes per second; 0: no limit; nullopt: as outside of the windows
    std::optional<std::uint64_t> down;
};

struct Traffic {
    std::uint64_t up = 0;             // bytes per second; 0: no limit
    std::uint64_t down = 0;           // bytes per second; 0: no limit
    std::vector<RateWindow> windows;  // the first that fits decides
    std::uint64_t monthly = 0;        // bytes in both directions, by UTC's months; 0: no limit
};

struct Log {
    LogLevel level = LogLevel::info;
};

struct Control {
    std::filesystem::path socket;  // UNIX socket; empty: where systemd made a directory for one, else none
};

// What the about page says of whoever runs this mirror.
struct Operator {
    std::string name;
    std::string contact;
};

struct Config {
    Mirror mirror;
    Web web;
    Store store;
    Choose choose;
    Traffic traffic;
    Control control;
    Operator operator_;
    Log log;
    // Keys that a file gives, as `section.key`, with their values as TOML; the others have their defaults.
    std::map<std::string, std::string> said;
};

}  // namespace nightletter::config
