// reader/verified_content.hpp: what a person reads of a verified bundle.
//
// Each byte is hashed again while it is in memory, so what is shown is what was signed, whatever happened to the disk
// since the bundle was verified.
#pragma once

#include <filesystem>
#include <variant>

#include "bundles/content.hpp"
#include "bundles/verify.hpp"

namespace nightletter::reader {

using NoContent = std::variant<bundles::NotVerified, bundles::ContentFault>;

[[nodiscard]] Expected<bundles::Content, NoContent> verified_content(std::filesystem::path const& bag,
                                                                     bundles::VerifiedBundle const& bundle);

}  // namespace nightletter::reader
