// signer/commands.hpp: the table of what nightletter-sign can do.
//
// One function per subcommand, each in a file of its name. docs/handbook.md, "Publish", shows them in use.
#pragma once

#include "base/command_line.hpp"

namespace nightletter::signer {

[[nodiscard]] Command init_command();
[[nodiscard]] Command new_command();
[[nodiscard]] Command redact_command();
[[nodiscard]] Command import_command();
[[nodiscard]] Command check_command();
[[nodiscard]] Command clean_command();
[[nodiscard]] Command sign_command();
[[nodiscard]] Command feed_command();
[[nodiscard]] Command request_command();
[[nodiscard]] Command cosign_command();
[[nodiscard]] Command combine_command();
[[nodiscard]] Command key_command();
[[nodiscard]] Command card_command();
[[nodiscard]] Command root_command();
[[nodiscard]] Command withdraw_command();
[[nodiscard]] Command hide_command();

}  // namespace nightletter::signer
