// base/names.hpp: the three names that pass through every wall of this house.
//
// docs/formats.md section 1. Here they are only bytes; what they are the hash of is known to trust/ and bundles/.
#pragma once

#include "base/octets.hpp"

namespace nightletter {

using PublisherId = Octets<struct PublisherIdTag, 32>;  // SHA-256 of a publisher's root 1
using BundleId = Octets<struct BundleIdTag, 32>;        // SHA-256 of tagmanifest-sha256.txt
using InfoHash = Octets<struct InfoHashTag, 32>;        // SHA-256 of a BEP 52 info dictionary

// What a person typed where an id was asked for: `nlp1…` and `nlb1…` in bech32m, lower or upper case.
[[nodiscard]] std::string publisher_text(PublisherId const& id);
[[nodiscard]] std::string bundle_text(BundleId const& id);
[[nodiscard]] std::optional<PublisherId> parse_publisher(std::string_view text);
[[nodiscard]] std::optional<BundleId> parse_bundle(std::string_view text);

}  // namespace nightletter
