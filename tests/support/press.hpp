// tests/support/press.hpp: prints a publisher's bundle into a directory, for tests that need one on disk.
//
// A test that wants a bundle with a fault prints a sound one, spoils it, and where the fault should be *signed* seals
// it again with `sign_as_it_is`, which lists whatever lies there and asks no questions.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "bundles/metadata.hpp"
#include "bundles/torrent.hpp"
#include "tests/support/newsroom.hpp"

namespace nightletter::test {

struct Printed {
    std::filesystem::path directory;  // FOLDER/SLUG, the bag's root
    BundleId id;
    bundles::Torrent torrent;

    [[nodiscard]] trust::Release release() const;
};

// What a press prints when nothing else is put in.
[[nodiscard]] bundles::Metadata some_metadata();

class Press {
public:
    // With a metadata.json and an English transcript that are in order.
    explicit Press(Newsroom const& publisher);

    // `path` from the bag's root, `data/media/a.opus`.
    Press& put(std::string const& path, std::string contents);
    Press& leave_out(std::string const& path);
    [[nodiscard]] Printed print(std::filesystem::path const& folder, std::string const& slug = "night-school") const;

private:
    Newsroom const& publisher_;
    std::map<std::string, std::string> payload_;
};

// Writes bag-info.txt, both manifests and the signature set anew for what lies in `bag` now, right or wrong.
void sign_as_it_is(std::filesystem::path const& bag, Newsroom const& publisher);
// Only the tag manifest with its signature set, for a test that has spoiled a tag file.
void sign_tag_files_as_they_are(std::filesystem::path const& bag, Newsroom const& publisher);

}  // namespace nightletter::test
