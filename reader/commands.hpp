// reader/commands.hpp: the subcommands of `nightletter`.
//
// Each is a name, one sentence, an example, with what runs; main.cpp is their table. Answers go to standard output,
// everything else to standard error (base/command_line.hpp).
#pragma once

#include "base/command_line.hpp"

namespace nightletter::reader {

[[nodiscard]] Command export_command();
[[nodiscard]] Command import_command();
[[nodiscard]] Command list_command();
[[nodiscard]] Command verify_command();
[[nodiscard]] Command read_command();
[[nodiscard]] Command get_command();
[[nodiscard]] Command id_command();
[[nodiscard]] Command publish_command();
[[nodiscard]] Command follow_command();
[[nodiscard]] Command unfollow_command();

}  // namespace nightletter::reader
