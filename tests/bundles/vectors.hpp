// tests/bundles/vectors.hpp: prints the files of tests/vectors/bundles with those of tests/vectors/torrents.
//
// The vectors are for other implementations; that they are what this prints keeps them true to the formats. What a
// vector expects is written here by hand, never taken from what our own code answers.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace nightletter::bundles {

// A bundle on disk that something was done to. docs of the form: tests/vectors/README.md.
struct BundleCase {
    std::string name;
    std::vector<std::string> expect;  // "refused content-mismatch data/film.mp4"
    std::string why;
    std::string commands;  // for sh, in the bundle's directory
    enum class Then {
        nothing,
        sign_everything,  // bag-info, manifests and signatures anew
        sign_tag_files,   // the tag manifest and its signatures anew
    } then = Then::nothing;
    std::string given = "";  // what the verifier was told: "bundle <hex>", "publisher nlp1…"
};

[[nodiscard]] std::vector<BundleCase> bundle_cases();
void print_bundle_vectors(std::filesystem::path const& into);
void print_torrent_vectors(std::filesystem::path const& into);

// Runs commands in a directory; false when one of them fails.
[[nodiscard]] bool run_commands(std::filesystem::path const& directory, std::string const& commands);

}  // namespace nightletter::bundles
