// signer/sheet_failures.hpp: the four lines for a sheet of keys that cannot be had back.
//
// Names line and word as they stand on the paper, counted from 1.
#pragma once

#include "base/command_line.hpp"
#include "signer/key_file.hpp"
#include "signer/sheet_text.hpp"

namespace nightletter::signer {

// "line 3, word 7: 'rivr' is not on the list of words; is it 'river'?": one sentence for a prompt.
[[nodiscard]] std::string sentence(Misread const& misread);

[[nodiscard]] Failure cannot_read_sheet(Misread const& misread);
[[nodiscard]] Failure cannot_open_sheet(KeyFault fault);

}  // namespace nightletter::signer
