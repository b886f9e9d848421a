// BEP 52: which bytes of which file a piece is, and that a piece is held against its own hash.
#include "mirror/piece_map.hpp"

#include <gtest/gtest.h>

#include "tests/support/press.hpp"
#include "tests/support/temporary_directory.hpp"

namespace nightletter::mirror {
namespace {

// One file of several pieces and a last one that is short.
std::string long_text()
{
    std::string text;
    for (int i = 0; text.size() < 100'000; ++i) text += std::to_string(i) + ' ';
    return text;
}

class PieceMapTest : public ::testing::Test {
protected:
    std::uint32_t first_piece_of(std::string const& path) const
    {
        std::uint64_t piece = 0;
        for (auto const& file : torrent.files()) {
            if (file.path.text() == path) break;
            piece += (file.size + torrent.piece_length() - 1) / torrent.piece_length();
        }
        return static_cast<std::uint32_t>(piece);
    }
    std::vector<std::uint32_t> all() const
    {
        std::vector<std::uint32_t> pieces;
        for (std::uint32_t piece = 0; map->run(std::vector{piece}, 1); ++piece) pieces.push_back(piece);
        return pieces;
    }

    test::TemporaryDirectory directory;
    test::Newsroom publisher;
    std::string text = long_text();
    test::Printed printed = test::Press{publisher}.put("data/media/talk.opus", text).print(directory.path());
    bundles::CheckedTorrent torrent = bundles::check_torrent(printed.torrent.bytes(), {}).value();
    std::optional<PieceMap> map = PieceMap::of(torrent);
};

TEST_F(PieceMapTest, CoversEachByteOfEachFileOnce)
{
    auto const pieces = all();
    std::map<std::string, std::uint64_t> bytes;
    for (std::span<std::uint32_t const> left{pieces}; !left.empty();) {
        auto const run = map->run(left, 40'000);
        ASSERT_TRUE(run);
        EXPECT_EQ(run->offset, bytes[run->path]);
        EXPECT_LE(run->size, 40'000U);
        bytes[run->path] += run->size;
        left = left.subspan(run->count);
    }
    for (auto const& file : torrent.files()) EXPECT_EQ(bytes[file.path.text()], file.size) << file.path.text();
}

TEST_F(PieceMapTest, HoldsEveryPieceAgainstItsOwnHash)
{
    auto const first = first_piece_of("data/media/talk.opus");
    auto const bytes = as_bytes(text);
    for (std::uint32_t piece = 0; piece * torrent.piece_length() < text.size(); ++piece) {
        auto const offset = piece * torrent.piece_length();
        auto const part = bytes.subspan(offset, std::min<std::size_t>(torrent.piece_length(), text.size() - offset));
        EXPECT_TRUE(map->holds(first + piece, part)) << piece;
        EXPECT_FALSE(map->holds(first + piece + 1, part)) << piece;
        auto changed = copy_of(part);
        changed.back() ^= 1U;
        EXPECT_FALSE(map->holds(first + piece, changed)) << piece;
    }
}

TEST_F(PieceMapTest, HoldsASmallFileAgainstItsRoot)
{
    auto const piece = first_piece_of("bagit.txt");
    auto const bytes = test::read_text(printed.directory / "bagit.txt");
    EXPECT_TRUE(map->holds(piece, as_bytes(bytes)));
    EXPECT_FALSE(map->holds(piece, as_bytes(bytes + "x")));
    EXPECT_FALSE(map->holds(piece, {}));
}

TEST_F(PieceMapTest, CutsARunWhereAPieceIsNotWanted)
{
    auto const first = first_piece_of("data/media/talk.opus");
    std::vector<std::uint32_t> const pieces{first, first + 1, first + 3};
    auto const run = map->run(pieces, 1U << 20U);
    ASSERT_TRUE(run);
    EXPECT_EQ(*run, (PieceRun{"data/media/talk.opus", 0, 2 * torrent.piece_length(), first, 2}));
}

TEST_F(PieceMapTest, KnowsNoPieceBeyondTheLast)
{
    auto const pieces = all();
    EXPECT_FALSE(map->run(std::vector{pieces.back() + 1}, 1));
    EXPECT_FALSE(map->holds(pieces.back() + 1, Bytes{1}));
    EXPECT_EQ(map->path_of(pieces.back() + 1), nullptr);
    EXPECT_EQ(*map->path_of(first_piece_of("data/media/talk.opus") + 1), "data/media/talk.opus");
}

TEST_F(PieceMapTest, IsNotMadeWithoutTheLayers)
{
    auto const bare = bundles::check_info(torrent.info(), {}).value();
    EXPECT_FALSE(PieceMap::of(bare));
}

}  // namespace
}  // namespace nightletter::mirror
