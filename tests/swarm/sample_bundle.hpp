// tests/swarm/sample_bundle.hpp: a bundle on disk whose torrent libtorrent made, not our own writer.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/names.hpp"

namespace nightletter::test {

struct SampleBundle {
    InfoHash hash;
    Bytes torrent;
    std::filesystem::path directory;  // holds the folder `name`
    std::string name;
    std::vector<std::string> paths;  // below that folder

    [[nodiscard]] std::filesystem::path folder() const { return directory / name; }
    [[nodiscard]] std::filesystem::path file(std::string const& path) const { return folder() / path; }
    // The torrent without its piece layers, as peers send it in a message.
    [[nodiscard]] Bytes torrent_without_layers() const;
    [[nodiscard]] Bytes info() const;
};

// path below the folder → content
using Files = std::map<std::string, std::string>;

// A tag file, a text and a recording of several pieces.
[[nodiscard]] Files interview();
[[nodiscard]] std::string noise(std::size_t size, unsigned seed);

[[nodiscard]] SampleBundle make_bundle(std::filesystem::path const& directory, std::string const& name,
                                       Files const& files);

// Whether both folders hold the same files with the same bytes.
[[nodiscard]] bool same_files(std::filesystem::path const& one, std::filesystem::path const& other);
[[nodiscard]] std::size_t entries_below(std::filesystem::path const& directory);
void flip_a_byte(std::filesystem::path const& file, std::size_t offset);
void make_read_only(std::filesystem::path const& directory);

}  // namespace nightletter::test
