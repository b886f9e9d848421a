// daemon/settings.hpp: what the configuration means to the parts of the mirror.
//
// Pure; decides nothing that the configuration leaves open.
#pragma once

#include "config/config.hpp"
#include "mirror/node.hpp"

namespace nightletter::daemon {

[[nodiscard]] mirror::NodeOptions options_of(config::Config const& config);

}  // namespace nightletter::daemon
