// signer/watched_words.hpp: where the names of a person's list stand in a folder.
//
// The list is read when it is needed and kept nowhere. Looked through are texts, what becomes metadata.json, the names
// of all files; not what is inside pictures, recordings or documents.
#pragma once

#include <filesystem>
#include <vector>

#include "base/command_line.hpp"
#include "bundles/remark.hpp"
#include "signer/publisher_folder.hpp"

namespace nightletter::signer {

// No list, no remarks.
[[nodiscard]] Expected<std::vector<bundles::Remark>, Failure> watched_words(PublisherFolder const& folder,
                                                                            std::filesystem::path const& list);

}  // namespace nightletter::signer
