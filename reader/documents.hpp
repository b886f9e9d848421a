// reader/documents.hpp: a publisher's statements as they lie in a folder.
//
// docs/formats.md section 5. Bytes with the limits of section 6, nothing more: who believes them is trust/'s to say.
#pragma once

#include <filesystem>

#include "base/result.hpp"
#include "trust/acceptance.hpp"

namespace nightletter::reader {

// `folder` is one `publishers/<nlp1…>`. Files that are not there are left out; roots end at the first gap.
[[nodiscard]] Expected<trust::KeptDocuments, Trouble> read_documents(std::filesystem::path const& folder);

}  // namespace nightletter::reader
