// reader/export.hpp: what a signer wrote, made into a pack.
//
// docs/formats.md section 5. For commands that hand a folder on; `nightletter export` says more.
#pragma once

#include <string>

#include "base/exit_code.hpp"
#include "base/names.hpp"

namespace nightletter::reader {

// All of one publisher in `folder` that is as it was signed; `pack` is a folder or ends in .tar. Says what was
// written, or why not.
[[nodiscard]] ExitCode export_folder(std::string const& folder, PublisherId const& publisher, std::string const& pack);

}  // namespace nightletter::reader
