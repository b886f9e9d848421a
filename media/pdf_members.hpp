// media/pdf_members.hpp: which members of a PDF's dictionaries tell something that no page needs.
//
// Pure functions.
#pragma once

#include <optional>

#include "media/pdf_value.hpp"
#include "media/tag.hpp"

namespace nightletter::media {

// What is told by `name` in `dictionary`, and is taken away; nullopt for what stays.
[[nodiscard]] std::optional<Kind> told_by_member(PdfValue const& dictionary, std::string_view name);
// By a member of the document's own description (the trailer's Info).
[[nodiscard]] Kind told_by_description(std::string_view name);

}  // namespace nightletter::media
