// daemon/ctl/commands.hpp: what an operator can say to nightletterctl.
//
// One function for each command; main.cpp lists them. Each asks the daemon and prints: for people, or with --json the
// daemon's own object unchanged.
#pragma once

#include "base/command_line.hpp"

namespace nightletter::ctl {

[[nodiscard]] Command status_command();
[[nodiscard]] Command follow_command();
[[nodiscard]] Command unfollow_command();
[[nodiscard]] Command list_command();
[[nodiscard]] Command show_command();
[[nodiscard]] Command pin_command();
[[nodiscard]] Command unpin_command();
[[nodiscard]] Command block_command();
[[nodiscard]] Command unblock_command();
[[nodiscard]] Command policy_command();
[[nodiscard]] Command check_command();
[[nodiscard]] Command config_command();
[[nodiscard]] Command reload_command();
[[nodiscard]] Command events_command();
[[nodiscard]] Command doctor_command();
[[nodiscard]] Command explain_command();
[[nodiscard]] Command completion_command();

}  // namespace nightletter::ctl
