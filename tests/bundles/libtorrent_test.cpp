// docs/formats.md section 2, "Torrent": what our own BEP 52 code writes is what libtorrent 2.0.8 writes of the same
// files.

#include <gtest/gtest.h>

#include <libtorrent/bencode.hpp>
#include <libtorrent/create_torrent.hpp>
#include <libtorrent/file_storage.hpp>
#include <libtorrent/torrent_info.hpp>

#include <filesystem>
#include <iterator>
#include <random>
#include <set>

#include "bundles/bag.hpp"
#include "bundles/file_digest.hpp"
#include "bundles/torrent.hpp"
#include "tests/support/temporary_directory.hpp"

namespace nightletter::bundles {
namespace {

constexpr auto flags = lt::create_torrent::v2_only | lt::create_torrent::no_attributes;

lt::sha256_hash as_libtorrent(Sha256 const& hash)
{
    return lt::sha256_hash{reinterpret_cast<char const*>(hash.data())};
}

// Random trees of small parts from a small alphabet, so that equal prefixes, '-', '.' and '/' meet often.
class RandomTrees {
public:
    explicit RandomTrees(unsigned seed) : random_{seed} {}

    std::vector<TorrentFile> files()
    {
        std::vector<BundlePath> paths;
        auto const count = 2 + below(14);
        while (paths.size() < count) {
            paths.push_back(path());
            if (!colliding(paths).empty()) paths.pop_back();
        }
        std::uint64_t total = 0;
        std::vector<std::uint64_t> sizes;
        for (std::size_t i = 0; i < count; ++i) total += sizes.emplace_back(size());
        std::vector<TorrentFile> made;
        for (std::size_t i = 0; i < count; ++i) made.push_back({paths[i], digest(sizes[i], piece_length_for(total))});
        return made;
    }

    Slug slug() { return *Slug::parse(part()); }

private:
    std::uint64_t below(std::uint64_t bound) { return random_() % bound; }

    std::string part()
    {
        constexpr std::string_view first = "ab0";
        constexpr std::string_view others = "ab0-._";
        for (;;) {
            std::string text{first[below(first.size())]};
            for (auto more = below(3); more > 0; --more) text += others[below(others.size())];
            if (Slug::parse(text)) return text;
        }
    }

    BundlePath path()
    {
        auto text = part();
        for (auto more = below(4); more > 0; --more) text += '/' + part();
        return known_path(text);
    }

    std::uint64_t size()
    {
        auto const magnitude = std::uint64_t{1} << below(28);
        return below(5) == 0 ? (1 + below(4)) * 16384 : 1 + below(2 * magnitude);
    }

    // What the file holds does not matter here, only that its layer leads to its root.
    FileDigest digest(std::uint64_t size, std::uint64_t piece_length)
    {
        FileDigest made;
        made.size = size;
        std::vector<Sha256> hashes;
        for (std::uint64_t at = 0; at < size; at += piece_length) hashes.push_back(any_hash());
        made.pieces_root = root_of(hashes, piece_length);
        made.layer.piece_length = piece_length;
        if (hashes.size() > 1) made.layer.hashes = std::move(hashes);
        return made;
    }

    Sha256 any_hash()
    {
        std::array<std::uint8_t, 32> bytes{};
        for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random_());
        return Sha256{bytes};
    }

    std::mt19937_64 random_;
};

struct Written {
    std::string info;
    std::string layers;
};

Written parts_of(lt::entry const& torrent)
{
    Written written;
    lt::bencode(std::back_inserter(written.info), torrent["info"]);
    lt::bencode(std::back_inserter(written.layers), torrent["piece layers"]);
    return written;
}

Written written_by_libtorrent(Slug const& name, std::vector<TorrentFile> const& files, std::uint64_t piece_length)
{
    lt::file_storage storage;
    for (auto const& file : files)
        storage.add_file(name.text() + "/" + file.path.text(), static_cast<std::int64_t>(file.digest.size));
    lt::create_torrent torrent{storage, static_cast<int>(piece_length), flags};
    for (auto const index : torrent.files().file_range()) {
        if (torrent.files().pad_file_at(index)) continue;
        auto const path = torrent.files().file_path(index).substr(name.text().size() + 1);
        auto const file =
            std::find_if(files.begin(), files.end(), [&](auto const& one) { return one.path.text() == path; });
        auto const& layer = file->digest.layer.hashes;
        auto const pieces = layer.empty() ? std::vector{file->digest.pieces_root} : layer;
        for (std::size_t i = 0; i < pieces.size(); ++i) {
            torrent.set_hash2(index, lt::piece_index_t::diff_type{static_cast<int>(i)}, as_libtorrent(pieces[i]));
        }
    }
    return parts_of(torrent.generate());
}

Written written_by_us(Torrent const& torrent)
{
    std::string const info{as_text(torrent.info())};
    std::string const whole{as_text(torrent.bytes())};
    auto const layers_at = std::string{"d4:info"}.size() + info.size() + std::string{"12:piece layers"}.size();
    EXPECT_EQ(whole.substr(0, layers_at), "d4:info" + info + "12:piece layers");
    return {info, whole.substr(layers_at, whole.size() - layers_at - 1)};
}

TEST(LibtorrentTest, WritesTheSameTorrentOfThousandsOfRandomTrees)
{
    RandomTrees trees{20260101};
    for (int round = 0; round < 4000; ++round) {
        auto const files = trees.files();
        auto const name = trees.slug();
        auto const ours = Torrent::of(name, files);
        auto const theirs = written_by_libtorrent(name, files, piece_length_for(ours.total_bytes()));
        auto const written = written_by_us(ours);
        ASSERT_EQ(written.info, theirs.info) << "round " << round;
        ASSERT_EQ(written.layers, theirs.layers) << "round " << round;
        ASSERT_EQ(ours.info_hash(), *InfoHash::from(sha256(as_bytes(theirs.info)).bytes()));
    }
}

TEST(LibtorrentTest, ReadsOurTorrentAndFindsOurInfoHash)
{
    RandomTrees trees{7};
    for (int round = 0; round < 200; ++round) {
        auto const files = trees.files();
        auto const ours = Torrent::of(trees.slug(), files);
        lt::error_code error;
        lt::span<char const> const bytes{reinterpret_cast<char const*>(ours.bytes().data()),
                                         static_cast<long>(ours.bytes().size())};
        lt::torrent_info const read{bytes, error, lt::from_span};
        ASSERT_FALSE(error) << error.message();
        EXPECT_EQ(read.info_hashes().v2, lt::sha256_hash{reinterpret_cast<char const*>(ours.info_hash().data())});
        EXPECT_FALSE(read.info_hashes().has_v1());
        EXPECT_TRUE(read.v2_piece_hashes_verified());
        std::size_t listed = 0;  // libtorrent counts the padding between v2 files as files
        for (auto const index : read.files().file_range()) listed += read.files().pad_file_at(index) ? 0U : 1U;
        EXPECT_EQ(listed, files.size());
    }
}

class FilesOnDiskTest : public ::testing::Test {
protected:
    test::TemporaryDirectory here;
    std::mt19937_64 random{42};
    std::vector<BundlePath> paths;

    void add(std::string const& path, std::size_t size)
    {
        std::string bytes(size, '\0');
        for (auto& byte : bytes) byte = static_cast<char>(random());
        test::write_text(here / "bag" / path, bytes);
        paths.push_back(known_path(path));
    }

    Torrent ours() const
    {
        auto const digests = digest_files(*BagDirectory::open(here / "bag"), paths, {});
        std::vector<TorrentFile> files;
        for (std::size_t i = 0; i < paths.size(); ++i) files.push_back({paths[i], *digests[i]});
        return Torrent::of(*Slug::parse("bag"), files);
    }

    Written theirs(std::uint64_t piece_length) const
    {
        lt::file_storage storage;
        lt::add_files(storage, (here / "bag").string(), lt::create_torrent::no_attributes);
        lt::create_torrent torrent{storage, static_cast<int>(piece_length), flags};
        lt::set_piece_hashes(torrent, here.path().string());
        return parts_of(torrent.generate());
    }

    void expect_the_same() const
    {
        auto const torrent = ours();
        auto const libtorrents = theirs(piece_length_for(torrent.total_bytes()));
        auto const written = written_by_us(torrent);
        EXPECT_EQ(written.info, libtorrents.info);
        EXPECT_EQ(written.layers, libtorrents.layers);
    }
};

TEST_F(FilesOnDiskTest, HaveTheSamePiecesRootsAtEverySizeBoundary)
{
    constexpr std::size_t block = 16384;
    for (std::size_t const blocks : {0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65}) {
        for (int const offset : {-1, 0, 1}) {
            auto const size = static_cast<std::int64_t>(blocks * block) + offset;
            if (size > 0) add("data/" + std::to_string(size) + ".txt", static_cast<std::size_t>(size));
        }
    }
    expect_the_same();
}

TEST_F(FilesOnDiskTest, HaveTheSameTorrentWhenPiecesAreLongerThanBlocks)
{
    add("data/media/large.opus", 40'000'001);
    add("data/media/large-2.opus", 3'000'000);
    add("data/small.txt", 20'000);
    add("data/one-piece.txt", 32'768);
    ASSERT_EQ(piece_length_for(43'052'769), 32'768U);
    expect_the_same();
}

TEST_F(FilesOnDiskTest, HaveOneLayerForTwoFilesOfEqualContents)
{
    add("data/a.txt", 100'000);
    std::filesystem::copy_file(here / "bag/data/a.txt", here / "bag/data/b.txt");
    paths.push_back(known_path("data/b.txt"));
    expect_the_same();
}

TEST_F(FilesOnDiskTest, KeepTheDirectoryOfASingleFileBelowIt)
{
    add("data/only.txt", 5);
    expect_the_same();
}

}  // namespace
}  // namespace nightletter::bundles
