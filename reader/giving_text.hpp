// reader/giving_text.hpp: what a person is told while bundles are given to mirrors.
//
// What mirrors say they have is called claimed, in words and in JSON. A change is one line on standard error, or an
// object a line on standard output with --json.
#pragma once

#include <string>
#include <vector>

#include "base/command_line.hpp"
#include "mirror/giving.hpp"

namespace nightletter::reader {

// 192.0.2.7:6881 as somebody typed it, for --peer and for --listen.
[[nodiscard]] Expected<std::vector<swarm::Endpoint>, Failure> typed_peers(std::vector<std::string> const& typed);
[[nodiscard]] Expected<std::vector<swarm::Endpoint>, Failure> typed_listen(std::vector<std::string> const& typed);

// Gives until it ends, says how things stand meanwhile, says how it ended. `again` is the command to type again.
ExitCode give_and_say(mirror::GivingWish const& wish, std::string const& again, std::atomic<bool> const& interrupted);

}  // namespace nightletter::reader
