// signer/key_restore.hpp: `key restore`, keys had back from paper.
//
// The page is read from a file, or typed line by line at the terminal, where each line is checked as it is typed.
#pragma once

#include <functional>

#include "base/exit_code.hpp"

namespace CLI {
class App;
}

namespace nightletter::signer {

[[nodiscard]] std::function<ExitCode()> prepare_key_restore(CLI::App& app);

}  // namespace nightletter::signer
