// bundles/bundle_toml.hpp: the commented file in which a publisher writes what metadata.json will say.
//
// docs/formats.md section 2. toml++ stays in the .cpp. Reading finds all mistakes of form at
// once, with line, column and the nearest known key; whether a member that is present may be signed is
// `faults_in(metadata)`'s to say. Pure functions, any thread.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "bundles/metadata.hpp"
#include "bundles/remark.hpp"

namespace nightletter::bundles {

inline constexpr std::size_t largest_bundle_toml = 256 * 1024;  // bytes
inline constexpr std::string_view bundle_toml_name = "bundle.toml";

struct BundleToml {
    std::string slug;  // the folder's name: one path part of docs/formats.md section 2
    Metadata metadata;
    // Where a member stands: "title.fa" → line. Only what the file has.
    std::map<std::string, std::size_t, std::less<>> lines;
};

// Members left empty ("") are read as absent.
[[nodiscard]] Expected<BundleToml, std::vector<Remark>> read_bundle_toml(std::string_view text);

// What keeps `toml` from being signed, each with its line in bundle.toml.
[[nodiscard]] std::vector<Remark> remarks_in(BundleToml const& toml);

// The commented file with the values filled in. Empty ones stay as empty fields to be written by a person.
// read_bundle_toml gives back an equal slug and Metadata.
[[nodiscard]] std::string bundle_toml_text(std::string_view slug, Metadata const& metadata);

}  // namespace nightletter::bundles
