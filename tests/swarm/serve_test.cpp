// What swarm/swarm.hpp promises of sealed copies: they are only read, and a damaged one is not offered for long.
#include <gtest/gtest.h>

#include "tests/support/temporary_directory.hpp"
#include "tests/swarm/node.hpp"

namespace nightletter::swarm {
namespace {

using namespace std::chrono_literals;
using test::Node;
using test::SampleBundle;

class ServeTest : public ::testing::Test {
protected:
    test::TemporaryDirectory place;
    Loop loop;
    Node mirror{loop};
    Node reader{loop};
    SampleBundle bundle = test::make_bundle(place / "sealed", "an-interview", test::interview());
    std::filesystem::path quarantine = place / "quarantine";

    ~ServeTest() override
    {
        // So that the directory can be removed by somebody who is not root.
        for (auto const& entry : std::filesystem::recursive_directory_iterator{bundle.directory}) {
            if (entry.is_directory()) std::filesystem::permissions(entry.path(), std::filesystem::perms{0755});
        }
    }
    void reader_fetches_all()
    {
        reader->fetch({bundle.hash, quarantine, bundle.torrent, {mirror.endpoint()}, {}});
        reader->want(bundle.hash, bundle.paths);
    }
};

TEST_F(ServeTest, AReadOnlyTreeIsServedWhole)
{
    test::make_read_only(bundle.folder());
    ASSERT_TRUE(mirror.offers(bundle));
    reader_fetches_all();
    ASSERT_TRUE(reader.hears<Arrived>());
    EXPECT_TRUE(test::same_files(bundle.folder(), quarantine / bundle.name));
}

TEST_F(ServeTest, AChangedByteIsFoundWhenItIsAskedForAndNeverSent)
{
    test::flip_a_byte(bundle.file("data/media/voice.opus"), 300'000);
    ASSERT_TRUE(mirror.offers(bundle));
    reader_fetches_all();
    ASSERT_TRUE(mirror.hears<DamageFound>());
    ASSERT_TRUE(mirror.hears<Released>());
    test::run_for(loop, 1500ms);
    EXPECT_FALSE(reader.told<PieceRefused>());
    EXPECT_FALSE(reader.told<Arrived>());
    EXPECT_EQ(mirror.all<DamageFound>().size(), 1U);
}

TEST_F(ServeTest, ADamagedCopyIsNotWrittenToEvenIfAPeerHasThePiece)
{
    auto const good = test::make_bundle(place / "good", "an-interview", test::interview());
    ASSERT_EQ(good.hash, bundle.hash);
    Node other{loop};
    ASSERT_TRUE(other.offers(good));
    test::flip_a_byte(bundle.file("data/media/voice.opus"), 300'000);
    auto const before = test::read_text(bundle.file("data/media/voice.opus"));
    ASSERT_TRUE(mirror.offers(bundle));
    reader->fetch({bundle.hash, quarantine, bundle.torrent, {mirror.endpoint(), other.endpoint()}, {}});
    reader->want(bundle.hash, bundle.paths);
    ASSERT_TRUE(reader.hears<Arrived>());
    test::run_for(loop, 500ms);
    EXPECT_EQ(test::read_text(bundle.file("data/media/voice.opus")), before);
}

TEST_F(ServeTest, ATruncatedFileIsDamage)
{
    ASSERT_TRUE(mirror.offers(bundle));
    std::filesystem::resize_file(bundle.file("data/media/voice.opus"), 1000);
    reader_fetches_all();
    EXPECT_TRUE(mirror.hears<DamageFound>());
}

TEST_F(ServeTest, AMissingFileIsDamageFromTheStart)
{
    std::filesystem::remove(bundle.file("data/transcript.en.txt"));
    mirror->seed({bundle.hash, bundle.directory, bundle.torrent, {}, {}});
    EXPECT_TRUE(mirror.hears<DamageFound>());
    EXPECT_TRUE(mirror.hears<Released>());
    EXPECT_FALSE(std::filesystem::exists(bundle.file("data/transcript.en.txt")));
}

TEST_F(ServeTest, APartialCopyServesWhatItHolds)
{
    std::filesystem::remove_all(bundle.file("data/media"));
    test::make_read_only(bundle.folder());
    std::vector<std::string> const text{"bagit.txt", "data/metadata.json", "data/transcript.en.txt"};
    mirror->seed({bundle.hash, bundle.directory, bundle.torrent, text, {}});
    ASSERT_TRUE(mirror.stands(bundle.hash, Stage::serving));
    reader->fetch({bundle.hash, quarantine, bundle.torrent, {mirror.endpoint()}, {}});
    reader->want(bundle.hash, text);
    ASSERT_TRUE(reader.hears<Arrived>());
    EXPECT_FALSE(std::filesystem::exists(bundle.file("data/media")));
}

TEST_F(ServeTest, APartialCopyIsHashedBeforeItIsOffered)
{
    std::filesystem::remove_all(bundle.file("data/media"));
    test::flip_a_byte(bundle.file("data/transcript.en.txt"), 10);
    mirror->seed({bundle.hash, bundle.directory, bundle.torrent, {"bagit.txt", "data/transcript.en.txt"}, {}});
    EXPECT_TRUE(mirror.hears<DamageFound>());
    for (auto const& standing : mirror.all<Standing>()) EXPECT_NE(standing.stage, Stage::serving);
}

TEST_F(ServeTest, ADroppedBundleIsServedNoMore)
{
    ASSERT_TRUE(mirror.offers(bundle));
    mirror->drop(bundle.hash);
    ASSERT_TRUE(mirror.hears<Released>());
    reader_fetches_all();
    test::run_for(loop, 1500ms);
    EXPECT_FALSE(reader.told<Arrived>());
    EXPECT_TRUE(std::filesystem::exists(bundle.file("data/media/voice.opus")));
}

TEST_F(ServeTest, ManyBundlesStartWithoutOneBeingForgotten)
{
    std::vector<SampleBundle> many;
    for (unsigned i = 0; i < 200; ++i) {
        auto const name = "b" + std::to_string(i);
        many.push_back(test::make_bundle(place / name, name, {{"a.txt", test::noise(100, i)}, {"b.txt", "b"}}));
    }
    for (auto const& one : many) mirror->seed({one.hash, one.directory, one.torrent, {}, {}});
    EXPECT_TRUE(test::run_until(loop, [&] {
        auto const all = mirror.all<Standing>();
        return std::count_if(all.begin(), all.end(), [](Standing const& s) { return s.stage == Stage::serving; }) ==
               200;
    }));
}

}  // namespace
}  // namespace nightletter::swarm
