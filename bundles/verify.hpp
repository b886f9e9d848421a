// bundles/verify.hpp: decides whether a directory on disk is a publisher's bundle.
//
// docs/formats.md section 6 F. It names everything that is wrong, not only the first thing. Only `verify_bundle` makes
// a VerifiedBundle, so whoever is given one need not ask who checked. Whether the publisher is one that somebody
// follows, and what a feed says about the bundle, is for the caller. Two threads work while a call lasts.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "base/names.hpp"
#include "base/result.hpp"
#include "bundles/bag.hpp"
#include "bundles/finding.hpp"
#include "bundles/tier.hpp"
#include "bundles/torrent.hpp"
#include "trust/bundle_signers.hpp"

namespace nightletter::bundles {

struct VerifiedFile {
    BundlePath path;
    std::uint64_t size;  // bytes
    Sha256 digest;
};

class VerifiedBundle {
public:
    [[nodiscard]] BundleId id() const { return signers_.bundle(); }
    [[nodiscard]] PublisherId publisher() const { return signers_.publisher(); }
    // Who signed, by which root, and how that is labelled.
    [[nodiscard]] trust::BundleSigners const& signers() const { return signers_; }
    [[nodiscard]] Slug const& slug() const { return slug_; }
    // N: the number of the root that judged the signatures, the highest in the bag.
    [[nodiscard]] std::uint64_t root_version() const { return signers_.root_version(); }
    // Tiers all of whose files are there; a tier without files is covered.
    [[nodiscard]] TierSet tiers() const { return tiers_; }
    [[nodiscard]] bool is_complete() const { return absent_.empty(); }
    // Sorted by path, tag files included.
    [[nodiscard]] std::vector<VerifiedFile> const& files() const { return files_; }
    // Listed files of tiers that are not held.
    [[nodiscard]] std::vector<BundlePath> const& absent() const { return absent_; }
    // Of the files that are there.
    [[nodiscard]] std::uint64_t total_bytes() const;
    // With every layer, made from the bytes that were verified; only when an info-hash was expected.
    [[nodiscard]] std::optional<Torrent> const& torrent() const { return torrent_; }
    [[nodiscard]] VerifiedFile const* find(BundlePath const& path) const;

private:
    friend class Verification;
    VerifiedBundle(trust::BundleSigners signers, Slug slug) : signers_{std::move(signers)}, slug_{std::move(slug)} {}

    trust::BundleSigners signers_;
    Slug slug_;
    TierSet tiers_;
    std::vector<VerifiedFile> files_;
    std::vector<BundlePath> absent_;
    std::optional<Torrent> torrent_;
};

// What the caller already believes; what is not given is not compared.
struct Expectation {
    std::optional<PublisherId> publisher = std::nullopt;
    std::optional<BundleId> bundle = std::nullopt;
    std::optional<InfoHash> info_hash = std::nullopt;  // costs hashing in pieces, and wants every tier
    trust::Acceptance const* held = nullptr;           // what is held of this publisher; a newer root judges too
    std::uint64_t largest_bundle = limit::bundle;      // bytes
};

[[nodiscard]] Expected<VerifiedBundle, NotVerified> verify_bundle(std::filesystem::path const& directory,
                                                                  Expectation const& expected = {});

// One file's bytes, judged again while they are in memory: what is shown is what was signed.
[[nodiscard]] Expected<Bytes, NotVerified> read_verified(std::filesystem::path const& directory,
                                                         VerifiedBundle const& bundle, BundlePath const& path);

}  // namespace nightletter::bundles
