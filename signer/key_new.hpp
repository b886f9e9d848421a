// signer/key_new.hpp: `key new`, one person's keys before any publisher names them.
//
// Options and what runs once they are parsed, for the table of key_command.cpp.
#pragma once

#include <functional>

#include "base/exit_code.hpp"

namespace CLI {
class App;
}

namespace nightletter::signer {

[[nodiscard]] std::function<ExitCode()> prepare_key_new(CLI::App& app);

}  // namespace nightletter::signer
