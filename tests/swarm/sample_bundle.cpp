#include "tests/swarm/sample_bundle.hpp"

#include <libtorrent/bdecode.hpp>
#include <libtorrent/bencode.hpp>
#include <libtorrent/create_torrent.hpp>
#include <libtorrent/torrent_info.hpp>

#include <fstream>
#include <iterator>
#include <random>
#include <stdexcept>

#include "tests/support/temporary_directory.hpp"

namespace nightletter::test {

namespace fs = std::filesystem;

std::string noise(std::size_t size, unsigned seed)
{
    std::minstd_rand random{seed};
    std::string text(size, '\0');
    for (auto& c : text) c = static_cast<char>(random());
    return text;
}

Files interview()
{
    return {{"bagit.txt", "BagIt-Version: 1.0\n"},
            {"data/metadata.json", "{\"title\": \"An interview\"}\n"},
            {"data/transcript.en.txt", noise(70'000, 1)},
            {"data/media/voice.opus", noise(900'000, 2)}};
}

SampleBundle make_bundle(fs::path const& directory, std::string const& name, Files const& files)
{
    SampleBundle bundle;
    bundle.directory = directory;
    bundle.name = name;
    for (auto const& [path, content] : files) {
        write_text(bundle.file(path), content);
        bundle.paths.push_back(path);
    }
    lt::file_storage storage;
    lt::add_files(storage, bundle.folder().string(), lt::create_torrent::v2_only | lt::create_torrent::no_attributes);
    lt::create_torrent torrent{storage, 16 * 1024, lt::create_torrent::v2_only | lt::create_torrent::no_attributes};
    lt::set_piece_hashes(torrent, directory.string());
    torrent.set_creation_date(0);
    std::vector<char> bytes;
    lt::bencode(std::back_inserter(bytes), torrent.generate());
    bundle.torrent.assign(bytes.begin(), bytes.end());
    lt::torrent_info const info{bytes, lt::from_span};
    auto const hash = info.info_hashes().v2;
    bundle.hash = *InfoHash::from({reinterpret_cast<std::uint8_t const*>(hash.data()), 32});
    return bundle;
}

Bytes SampleBundle::info() const
{
    auto const text = as_text(torrent);
    auto const root = lt::bdecode({text.data(), static_cast<std::ptrdiff_t>(text.size())});
    auto const section = root.dict_find_dict("info").data_section();
    return Bytes(section.begin(), section.end());
}

Bytes SampleBundle::torrent_without_layers() const
{
    auto const dictionary = info();
    std::string const text = "d4:info" + std::string{as_text(dictionary)} + "e";
    return copy_of(as_bytes(text));
}

bool same_files(fs::path const& one, fs::path const& other)
{
    std::map<std::string, std::string> left;
    std::map<std::string, std::string> right;
    for (auto* const side : {&left, &right}) {
        auto const& root = side == &left ? one : other;
        if (!fs::is_directory(root)) return false;
        for (auto const& entry : fs::recursive_directory_iterator{root}) {
            if (entry.is_regular_file()) (*side)[fs::relative(entry.path(), root).string()] = read_text(entry.path());
        }
    }
    return left == right;
}

std::size_t entries_below(fs::path const& directory)
{
    if (!fs::exists(directory)) return 0;
    return static_cast<std::size_t>(
        std::distance(fs::recursive_directory_iterator{directory}, fs::recursive_directory_iterator{}));
}

void flip_a_byte(fs::path const& file, std::size_t offset)
{
    auto content = read_text(file);
    content.at(offset) = static_cast<char>(content.at(offset) ^ 1);
    // Through a stream that keeps the file's own inode, as damage on a disk would.
    fs::permissions(file, fs::perms::owner_write, fs::perm_options::add);
    std::fstream stream{file, std::ios::in | std::ios::out | std::ios::binary};
    stream.write(content.data(), static_cast<std::streamsize>(content.size()));
    if (!stream.flush()) throw std::runtime_error{"could not damage " + file.string()};
}

void make_read_only(fs::path const& directory)
{
    std::vector<fs::path> folders{directory};
    for (auto const& entry : fs::recursive_directory_iterator{directory}) {
        if (entry.is_directory()) {
            folders.push_back(entry.path());
        } else {
            fs::permissions(entry.path(), fs::perms{0444});
        }
    }
    for (auto const& folder : folders) fs::permissions(folder, fs::perms{0555});
}

}  // namespace nightletter::test
