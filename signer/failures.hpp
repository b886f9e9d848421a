// signer/failures.hpp: the four lines for what goes wrong in more than one command.
//
// What could not be read is a failure of the thing named (5 when it is not there); what could not be written is a
// failure of storage. Each says that the old state stands, because that is what every command here guarantees.
#pragma once

#include <string>

#include "base/command_line.hpp"
#include "base/result.hpp"

namespace nightletter::signer {

[[nodiscard]] Failure could_not_read(Trouble const& trouble, std::string next = {});
[[nodiscard]] Failure could_not_write(Trouble const& trouble);
[[nodiscard]] Failure stopped();  // Ctrl-C
[[nodiscard]] Failure refused(std::string what, std::string word, std::string because, std::string next);

// A number of bytes as people say it: "214 MB", "312 kB".
[[nodiscard]] std::string size_text(std::uint64_t bytes);
// "1 turn", "3 turns".
[[nodiscard]] std::string counted(std::size_t number, std::string const& noun);

}  // namespace nightletter::signer
