// config/read.hpp: a configuration file becomes a Config, or one sentence about its first fault.
//
// Only this folder knows TOML. An unknown key is a fault that names its line and the nearest known key.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "config/config.hpp"

namespace nightletter::config {

struct Fault {
    std::filesystem::path file;  // empty: what was handed in
    std::size_t line = 0;        // from 1; 0: the file as a whole
    std::string what;            // `unknown key "store.qouta", did you mean "store.quota"?`
};

[[nodiscard]] Expected<Config, Fault> read(std::string_view text);

// Reads the file, then each `*.toml` of the drop-in folder beside it, in the order of their names; each has at most 1
// MiB. A later value stands, a list grows.
[[nodiscard]] Expected<Config, Fault> read_file(std::filesystem::path const& path);
// `/etc/nightletter/nightletterd.toml` → `/etc/nightletter/nightletterd.d`
[[nodiscard]] std::filesystem::path drop_ins_of(std::filesystem::path const& path);

// Every key there is, as `section.key`, in order.
[[nodiscard]] std::vector<std::string> known_keys();

// `"50 GB"`, `"512 MiB"`, `"0"`: a whole number and B, KB, MB, GB, TB (powers of 1000) or KiB, MiB, GiB, TiB.
[[nodiscard]] std::optional<std::uint64_t> parse_size(std::string_view text);
// `"2 MB/s"`, `"0"`: a size in each second; at least 1 KB where it is a limit.
[[nodiscard]] std::optional<std::uint64_t> parse_rate(std::string_view text);
// `"22:00-06:00 up 2 MB/s"`, `"mon-fri 08:00-18:00 up 200 KB/s down 1 MB/s"`: days, hours, one or both directions.
[[nodiscard]] std::optional<RateWindow> parse_window(std::string_view text);
// `127.0.0.1:6881`, `[::1]:6881`: a numeric address and a port.
[[nodiscard]] std::optional<Address> parse_address(std::string_view text);

}  // namespace nightletter::config
