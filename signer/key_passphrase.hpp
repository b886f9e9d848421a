// signer/key_passphrase.hpp: `key passphrase`, another passphrase for one person's keys.
//
// All keys of the person change together or none does. Copies elsewhere keep the old one.
#pragma once

#include <functional>

#include "base/exit_code.hpp"

namespace CLI {
class App;
}

namespace nightletter::signer {

[[nodiscard]] std::function<ExitCode()> prepare_key_passphrase(CLI::App& app);

}  // namespace nightletter::signer
