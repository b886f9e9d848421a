// signer/request_bundle.hpp: a bundle as it travels in a request, without its recordings.
//
// docs/formats.md section 9: name, size, SHA-256 and pieces root of each file below data/, and metadata.json. The tag
// files that are signed follow from these with the roots; so does, with the signatures, the info-hash. The torrent's
// own file does not: piece layers stay where the recordings are. Any thread.
#pragma once

#include <span>
#include <string>

#include "signer/bundle_signing.hpp"

namespace nightletter::signer {

inline constexpr std::size_t largest_bundle_list = std::size_t{8} << 20U;  // bytes

// `nightletter bundle 1` and a line for each file.
[[nodiscard]] std::string bundle_list(PreparedBundle const& bundle);

// The word of the rule that it breaks: a refusal of bundles/ or trust/.
[[nodiscard]] Expected<PreparedBundle, std::string> read_bundle_list(ByteView list, ByteView metadata,
                                                                     PublisherId const& publisher,
                                                                     std::span<trust::Candidate const> roots);

}  // namespace nightletter::signer
