// signer/confirmation.hpp: the question whether a person agrees to what was shown.
//
// Asked at the terminal. --yes answers it beforehand, for scripts; nobody is taken to have agreed otherwise.
#pragma once

#include <string>
#include <vector>

#include "base/command_line.hpp"
#include "base/result.hpp"

namespace nightletter::signer {

// To standard error, because it is not the result; left out with --quiet or --json when nobody is asked.
void show_lines(std::vector<std::string> const& lines);

struct ConfirmationOptions {
    bool yes = false;
    bool no_input = false;
};
[[nodiscard]] Expected<void, Failure> confirm(std::string const& question, ConfirmationOptions const& options);

}  // namespace nightletter::signer
