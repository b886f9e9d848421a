// signer/bundle_signing.hpp: turns an inspected folder into a signed bundle beside its torrent.
//
// docs/formats.md section 2, "Signing in place". `prepare` reads the media once and never copies it; the result of
// signing is bytes; `stage_bundle` hands them to a change of the folder. No date goes into the bag.
#pragma once

#include <optional>

#include "bundles/payload.hpp"
#include "signer/home.hpp"
#include "signer/inspection.hpp"
#include "signer/signing.hpp"

namespace nightletter::signer {

struct PreparedBundle {
    bundles::Slug slug;
    bundles::Payload payload;  // metadata.json as it will be included
    bundles::TagFiles tag_files;
    Bytes metadata;
    std::optional<BundleId> replaces;

    [[nodiscard]] BundleId const& id() const { return tag_files.id; }
    [[nodiscard]] Bytes const& tag_manifest() const { return tag_files.files.back().contents; }
};

// `inspection.may_be_signed()` holds. A bundle that the feed names already keeps the roots it was signed with: a new
// root is no reason to publish it a second time.
[[nodiscard]] Expected<PreparedBundle, Failure> prepare(Inspection const& inspection, OwnPublisher const& own);

// Of the newest root in the bag: its release keys sign the bundle.
[[nodiscard]] trust::Root root_in(PreparedBundle const& prepared, OwnPublisher const& own);

// The signatures of the tag manifest, with those that lie in the folder already and hold.
[[nodiscard]] Signing signatures_of(PreparedBundle const& prepared, OwnPublisher const& own,
                                    std::filesystem::path const& bag);

[[nodiscard]] bundles::Torrent torrent_of(PreparedBundle const& prepared, ByteView signatures);

// The line of the feed.
[[nodiscard]] trust::Release release_of(PreparedBundle const& prepared, bundles::Torrent const& torrent, UtcDay day);

// Tag files, metadata.json, signatures last; then the torrent. Paths are relative to the publisher's folder.
[[nodiscard]] Expected<void, Trouble> stage_bundle(Staging& staging, PreparedBundle const& prepared,
                                                   bundles::Torrent const& torrent, ByteView signatures);

// Whether the folder holds exactly this already, to the byte.
[[nodiscard]] bool is_in_place(std::filesystem::path const& folder, PreparedBundle const& prepared,
                               bundles::Torrent const& torrent, ByteView signatures);

}  // namespace nightletter::signer
