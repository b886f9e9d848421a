// signer/publisher_folder.hpp: the folder in which a publisher works on one bundle.
//
// DIR/bundle.toml, DIR/<slug>/data/…; what `sign` adds is docs/formats.md section 2, "Signing in place". Reading keeps
// to the limits before anything is allocated and follows no link below DIR.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/command_line.hpp"
#include "base/result.hpp"
#include "bundles/bag_directory.hpp"
#include "bundles/bundle_toml.hpp"

namespace nightletter::signer {

struct PublisherFolder {
    std::filesystem::path root;
    bundles::BundleToml toml;
    std::map<std::string, Bytes, std::less<>> transcripts;  // bag path → bytes, of every data/transcript.* file
    std::vector<bundles::FoundFile> payload;                // below data/, without metadata.json
    std::vector<bundles::Remark> remarks;                   // what was wrong already while reading

    [[nodiscard]] std::filesystem::path bag() const { return root / toml.slug; }
    // Where the torrent of the bundle lies.
    [[nodiscard]] std::string torrent_name() const { return toml.slug + ".torrent"; }
};

// Fails only when there is nothing to speak about: no folder, no bundle.toml, nothing that can be read.
// A bundle.toml with mistakes is a list of remarks.
[[nodiscard]] Expected<PublisherFolder, Failure> read_publisher_folder(std::filesystem::path const& root);

// A folder that is complete before it has its name: `fill` is given an unfinished one beside it, which does not exist
// yet. Refuses a name that is taken.
using FillFolder = std::function<Expected<void, Failure>(std::filesystem::path const& unfinished)>;
[[nodiscard]] Expected<void, Failure> make_whole_folder(std::filesystem::path const& root, FillFolder const& fill);

// A folder with a bundle.toml and one transcript.
struct NewFolder {
    std::string bundle_toml;
    std::string slug;
    std::string transcript_path;  // from the bag's root
    std::string transcript;
};
[[nodiscard]] Expected<void, Failure> make_publisher_folder(std::filesystem::path const& root,
                                                            NewFolder const& contents);

// A slug from what a folder or file is called: lower case, other characters as '-'; empty when nothing is left.
[[nodiscard]] std::string slug_from(std::string_view name);

}  // namespace nightletter::signer
