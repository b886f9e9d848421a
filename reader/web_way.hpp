// reader/web_way.hpp: which web servers a person wants asked, by which way.
//
// What `get` takes as --mirror, --proxy, --connect-to, --ca. With a proxy nothing goes around it: peers are asked
// through it where it can do that, and otherwise may not be given.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/command_line.hpp"
#include "base/result.hpp"
#include "mirror/fetch_once.hpp"

namespace CLI {
class App;
}

namespace nightletter::reader {

struct WebAsked {
    std::vector<std::string> mirrors;
    std::string proxy;
    std::vector<std::string> connect_to;
    std::string certificates;
};

void add_web_options(CLI::App& app, WebAsked& asked);
// Into `wish`, whose peers are there already. `hinted`: addresses of a link; one that cannot be asked is left out.
[[nodiscard]] Expected<void, Failure> take_web_way(WebAsked const& asked, std::vector<std::string> const& hinted,
                                                   mirror::FetchWish& wish);

}  // namespace nightletter::reader
