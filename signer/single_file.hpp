// signer/single_file.hpp: one file for people to carry or print, whole or not at all.
//
// It also takes away what an interrupted writing of the same file has left beside it: somebody who deletes a page of
// keys must not keep half of it under a hidden name. One process at a time writes a file. It knows nothing of what is
// written.
#pragma once

#include "base/durable_file.hpp"

namespace nightletter::signer {

[[nodiscard]] Expected<void, Trouble> write_single(std::filesystem::path const& file, ByteView contents,
                                                   Visibility visibility = Visibility::everybody);

}  // namespace nightletter::signer
