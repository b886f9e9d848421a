// docs/formats.md section 2, "Torrent", after BEP 52: one read gives a file's SHA-256 with its hash tree.

#include "bundles/file_digest.hpp"

#include <gtest/gtest.h>

#include <random>

#include "bundles/bag.hpp"
#include "bundles/file_hasher.hpp"
#include "tests/support/temporary_directory.hpp"

namespace nightletter::bundles {
namespace {

constexpr std::uint64_t kib = 1024;

std::string some_bytes(std::size_t size, unsigned seed = 1)
{
    std::mt19937_64 random{seed};
    std::string bytes(size, '\0');
    for (auto& byte : bytes) byte = static_cast<char>(random());
    return bytes;
}

Sha256 join(Sha256 const& left, Sha256 const& right)
{
    auto both = copy_of(left.bytes());
    both.insert(both.end(), right.bytes().begin(), right.bytes().end());
    return sha256(both);
}

// BEP 52 as it is written there: all leaves, filled up with zeros to a power of two, halved until one is left.
Sha256 plain_root(std::vector<Sha256> level, std::size_t width)
{
    level.resize(width);
    while (level.size() > 1) {
        std::vector<Sha256> above;
        for (std::size_t i = 0; i < level.size(); i += 2) above.push_back(join(level[i], level[i + 1]));
        level = std::move(above);
    }
    return level.front();
}

std::vector<Sha256> leaves_of(std::string_view bytes)
{
    std::vector<Sha256> leaves;
    for (; !bytes.empty(); bytes.remove_prefix(std::min<std::size_t>(bytes.size(), block_size))) {
        leaves.push_back(sha256(as_bytes(bytes.substr(0, block_size))));
    }
    return leaves;
}

Sha256 plain_root(std::string_view bytes)
{
    auto leaves = leaves_of(bytes);
    std::size_t width = 1;
    while (width < leaves.size()) width *= 2;
    return plain_root(std::move(leaves), width);
}

std::vector<Sha256> plain_layer(std::string_view bytes, std::size_t piece_length)
{
    std::vector<Sha256> layer;
    if (bytes.size() <= piece_length) return layer;
    for (; !bytes.empty(); bytes.remove_prefix(std::min(bytes.size(), piece_length))) {
        layer.push_back(plain_root(leaves_of(bytes.substr(0, piece_length)), piece_length / block_size));
    }
    return layer;
}

TEST(PieceTreeTest, FollowsBep52AtEverySizeAroundBlocksAndPieces)
{
    auto const all = some_bytes(9 * 64 * kib + 2);
    for (std::size_t const piece : {16 * kib, 32 * kib, 64 * kib}) {
        for (std::size_t blocks = 0; blocks <= 36; ++blocks) {
            for (int const offset : {-1, 0, 1}) {
                auto const size = static_cast<std::int64_t>(blocks * block_size) + offset;
                if (size <= 0) continue;
                auto const bytes = std::string_view{all}.substr(0, static_cast<std::size_t>(size));
                auto const digest = digest_bytes(as_bytes(bytes), {Hashes::both, piece});
                ASSERT_EQ(digest.pieces_root, plain_root(bytes)) << size << " in " << piece;
                ASSERT_EQ(digest.layer.hashes, plain_layer(bytes, piece)) << size << " in " << piece;
            }
        }
    }
}

TEST(PieceTreeTest, RaisesALayerToEveryCoarserPieceLength)
{
    auto const all = some_bytes(700 * kib + 1);
    for (std::size_t const size :
         {std::size_t{1}, 16 * kib, 16 * kib + 1, 64 * kib, 65 * kib, 128 * kib, 500 * kib, all.size()}) {
        auto const bytes = std::string_view{all}.substr(0, size);
        auto const fine = digest_bytes(as_bytes(bytes)).layer;
        for (std::size_t piece = 16 * kib; piece <= 1024 * kib; piece *= 2) {
            EXPECT_EQ(raised(fine, piece).hashes, plain_layer(bytes, piece)) << size << " in " << piece;
        }
    }
}

TEST(PieceTreeTest, ALayerLeadsToItsRoot)
{
    auto const bytes = some_bytes(300 * kib);
    auto const digest = digest_bytes(as_bytes(bytes), {Hashes::both, 32 * kib});
    EXPECT_EQ(root_of(digest.layer.hashes, 32 * kib), digest.pieces_root);
}

class FileDigestTest : public ::testing::Test {
protected:
    test::TemporaryDirectory here;
    std::vector<BundlePath> paths;
    std::vector<std::string> contents;

    void add(std::size_t size)
    {
        auto const name = "data/" + std::to_string(paths.size()) + ".txt";
        contents.push_back(some_bytes(size, static_cast<unsigned>(paths.size() + 1)));
        test::write_text(here.path() / name, contents.back());
        paths.push_back(known_path(name));
    }
    auto digests(DigestOrder order) { return digest_files(*BagDirectory::open(here.path()), paths, order); }
};

TEST_F(FileDigestTest, ManySmallAndSomeLargeFilesHaveTheDigestsOfTheirBytes)
{
    for (std::size_t i = 0; i < 60; ++i) add(1 + 1000 * i);
    for (std::size_t const size : {2048 * kib - 1, 2048 * kib, 2048 * kib + 1, 5000 * kib, 512 * kib, 512 * kib * 8})
        add(size);
    constexpr std::uint64_t piece = 64 * kib;
    auto const both = digests({Hashes::both, piece});
    auto const flat = digests({Hashes::flat, piece});
    auto const pieces = digests({Hashes::pieces, piece});
    ASSERT_EQ(both.size(), paths.size());
    for (std::size_t i = 0; i < paths.size(); ++i) {
        auto const expected = digest_bytes(as_bytes(contents[i]), {Hashes::both, piece});
        ASSERT_TRUE(both[i] && flat[i] && pieces[i]);
        EXPECT_EQ(both[i]->size, contents[i].size());
        EXPECT_EQ(both[i]->flat, expected.flat);
        EXPECT_EQ(both[i]->pieces_root, expected.pieces_root);
        EXPECT_EQ(both[i]->layer.hashes, expected.layer.hashes);
        EXPECT_EQ(flat[i]->flat, expected.flat);
        EXPECT_TRUE(flat[i]->pieces_root.is_zero());
        EXPECT_EQ(pieces[i]->pieces_root, expected.pieces_root);
        EXPECT_TRUE(pieces[i]->flat.is_zero());
    }
}

TEST_F(FileDigestTest, OneBadFileSpoilsOnlyItsOwnAnswer)
{
    for (std::size_t i = 0; i < 20; ++i) add(3000 * kib / (i + 1));
    std::filesystem::remove(here.path() / paths[0].text());
    std::filesystem::resize_file(here.path() / paths[19].text(), 0);
    auto const answers = digests({Hashes::both, 16 * kib});
    EXPECT_EQ(std::get<Refusal>(answers[0].error()), Refusal::missing_file);
    EXPECT_EQ(std::get<Refusal>(answers[19].error()), Refusal::zero_byte_file);
    for (std::size_t i = 1; i < 19; ++i) {
        ASSERT_TRUE(answers[i]);
        EXPECT_EQ(answers[i]->flat, sha256(as_bytes(contents[i])));
        EXPECT_EQ(answers[i]->pieces_root, plain_root(contents[i]));
    }
}

TEST_F(FileDigestTest, RefusesAFileThatGrowsOrShrinksWhileItIsRead)
{
    constexpr std::size_t buffer = 256 * kib;
    for (std::size_t const size : {std::size_t{1}, buffer - 1, buffer, buffer + 1, 2048 * kib, 3000 * kib}) {
        add(size);
        auto const& path = paths.back();
        for (int const change : {-1, 0, 1}) {
            auto const directory = BagDirectory::open(here.path());
            auto const file = directory->open_file(path);
            auto const again = directory->open_file(path);
            ASSERT_TRUE(file && again);
            std::filesystem::resize_file(here.path() / path.text(), size + static_cast<std::size_t>(change));
            auto const alone = FileHasher{{}}.digest(*file, path);
            auto const in_two = digest_on_two_threads(*again, path, block_size);
            EXPECT_EQ(alone.has_value(), change == 0) << size << change;
            EXPECT_EQ(in_two.has_value(), change == 0) << size << change;
            if (change != 0) {
                EXPECT_EQ(std::get<Refusal>(alone.error()), Refusal::changed_while_reading);
            }
            std::filesystem::resize_file(here.path() / path.text(), size);
        }
    }
}

TEST_F(FileDigestTest, BothThreadsStopWhereverALargeFileIsCutOff)
{
    constexpr std::size_t size = 9 * 512 * kib;
    add(size);
    auto const& path = paths.back();
    for (std::size_t left = 0; left < size; left += 256 * kib) {
        auto const file = BagDirectory::open(here.path())->open_file(path);
        std::filesystem::resize_file(here.path() / path.text(), left);
        auto const digest = digest_on_two_threads(*file, path, block_size);
        ASSERT_FALSE(digest) << left;
        EXPECT_EQ(std::get<Refusal>(digest.error()), Refusal::changed_while_reading);
        std::filesystem::resize_file(here.path() / path.text(), size);
    }
}

TEST_F(FileDigestTest, NoFilesHaveNoDigests)
{
    EXPECT_TRUE(digests({}).empty());
}

}  // namespace
}  // namespace nightletter::bundles
