// signer/bundle_publication.hpp: from a complete agreement on a bundle to its folder, ready to be carried away.
//
// The folder and the home change together: the folder's change is decided first and happens if the feed at home names
// the bundle, so whoever comes after an interruption can tell which. docs/formats.md section 2, "Signing in place".
#pragma once

#include <filesystem>
#include <string_view>

#include "signer/agreement.hpp"

namespace nightletter::signer {

struct SignedBundle {
    Bytes signatures;
    bundles::Torrent torrent;
};

// A change of the folder that an earlier run decided and did not finish.
[[nodiscard]] Expected<void, Failure> settle_folder(std::filesystem::path const& folder, OwnPublisher const& own);

[[nodiscard]] Expected<void, Failure> publish_bundle(Home const& home, Agreement const& agreement,
                                                     std::filesystem::path const& folder);

// Makes the folder whole again for a bundle that the feed names.
[[nodiscard]] Expected<void, Failure> restore_folder(std::filesystem::path const& folder,
                                                     PreparedBundle const& prepared, SignedBundle const& made,
                                                     OwnPublisher const& own);

enum class Change { now, earlier };
ExitCode tell_of_bundle(std::string_view command, std::filesystem::path const& folder, PreparedBundle const& prepared,
                        bundles::Torrent const& torrent, OwnPublisher const& own, Change change);

}  // namespace nightletter::signer
