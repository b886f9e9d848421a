// trust/bundle_signers.hpp: whose signatures stand under one bundle.
//
// docs/formats.md section 3, "A bundle alone", over the bytes of tagmanifest-sha256.txt and nothing else: what the
// files of the bundle are is for bundles/. One maker, so whoever holds one need not ask who checked.
#pragma once

#include <string>
#include <vector>

#include "trust/acceptance.hpp"

namespace nightletter::trust {

class BundleSigners {
public:
    // By the chain in the bag alone.
    [[nodiscard]] static Expected<BundleSigners, Refusal> judge(Candidate const& tag_manifest, RootChain const& in_bag);
    // The same by a verifier that holds statements of this publisher: the chain in the bag must be the beginning of
    // the chain held, or go on from it; once the epoch has grown, a believed feed must name the bundle.
    [[nodiscard]] static Expected<BundleSigners, Refusal> judge(Candidate const& tag_manifest, RootChain const& in_bag,
                                                                Acceptance const& held);

    [[nodiscard]] PublisherId const& publisher() const { return publisher_; }
    [[nodiscard]] BundleId const& bundle() const { return bundle_; }
    [[nodiscard]] std::string const& publisher_name() const { return name_; }
    [[nodiscard]] std::uint64_t root_version() const { return root_version_; }  // N
    [[nodiscard]] std::vector<PublicKey> const& signers() const { return signers_; }
    // The line of the feed whose day the keys were held against.
    [[nodiscard]] std::optional<Release> const& release() const { return release_; }
    // `as of root N, no feed seen`, or empty.
    [[nodiscard]] std::string as_of() const;

private:
    BundleSigners() = default;

    PublisherId publisher_;
    BundleId bundle_;
    std::string name_;
    std::uint64_t root_version_ = 0;
    std::vector<PublicKey> signers_;
    std::optional<Release> release_;
};

}  // namespace nightletter::trust
