// The promise of packs/directory.hpp: a pack that was interrupted says so, and what has its place in it is whole.
#include "packs/directory.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tests/support/temporary_directory.hpp"

namespace nightletter::packs {
namespace {

namespace fs = std::filesystem;

class PackDirectoryTest : public ::testing::Test {
protected:
    test::TemporaryDirectory directory;
    fs::path const root = directory / "stick";

    static PackFile file(std::string const& path, std::string_view text) { return {path, copy_of(as_bytes(text))}; }
    PackDirectory begin()
    {
        auto pack = PackDirectory::begin(root);
        EXPECT_TRUE(pack);
        return std::move(*pack);
    }
};

TEST_F(PackDirectoryTest, PutsAUnitInItsPlaceAsAWhole)
{
    auto pack = begin();
    ASSERT_TRUE(
        pack.put({"bundles/one", {file("bundles/one/talk/a.txt", "a"), file("bundles/one/talk/data/b.txt", "b")}}));
    ASSERT_TRUE(pack.put({"index.html", {file("index.html", "page")}}));
    ASSERT_TRUE(pack.finish());
    EXPECT_EQ(test::read_text(root / "bundles/one/talk/data/b.txt"), "b");
    EXPECT_EQ(test::read_text(root / "index.html"), "page");
    EXPECT_FALSE(fs::exists(root / unfinished_name));
}

TEST_F(PackDirectoryTest, SaysThatItIsUnfinishedUntilItIsFinished)
{
    auto pack = begin();
    ASSERT_TRUE(pack.put({"bundles/one", {file("bundles/one/talk/a.txt", "a")}}));
    EXPECT_TRUE(fs::is_directory(root / unfinished_name));
    EXPECT_TRUE(fs::exists(root / "bundles/one/talk/a.txt"));
}

TEST_F(PackDirectoryTest, ReplacesAnOlderUnitWholeSoThatNothingOfItIsLeft)
{
    auto pack = begin();
    ASSERT_TRUE(pack.put({"publishers/p", {file("publishers/p/feed", "1"), file("publishers/p/withdrawal.a", "w")}}));
    ASSERT_TRUE(pack.put({"publishers/p", {file("publishers/p/feed", "2")}}));
    EXPECT_EQ(test::read_text(root / "publishers/p/feed"), "2");
    EXPECT_FALSE(fs::exists(root / "publishers/p/withdrawal.a"));
}

TEST_F(PackDirectoryTest, NeverPutsBytesThatAreNotTheOnesThatWereJudged)
{
    auto const source = directory / "recording";
    test::write_text(source, "judged");
    JudgedFile judged{source, 6, sha256(as_bytes("judged"))};
    auto pack = begin();
    ASSERT_TRUE(pack.put({"bundles/one", {{"bundles/one/r.opus", judged}}}));
    for (auto const* const changed : {"forged", "judge", "judged and longer"}) {
        test::write_text(source, changed);
        auto const put = pack.put({"bundles/two", {{"bundles/two/r.opus", judged}}});
        ASSERT_FALSE(put) << changed;
        EXPECT_EQ(put.error().reason, "it changed after it was verified");
        EXPECT_FALSE(fs::exists(root / "bundles/two"));
    }
    EXPECT_TRUE(fs::exists(root / "bundles/one/r.opus"));
}

TEST_F(PackDirectoryTest, WritesAPageAgainOnlyWhenItIsAnother)
{
    auto const inode = [&] {
        struct stat status {};
        EXPECT_EQ(::stat((root / "pages/a.html").c_str(), &status), 0);
        EXPECT_EQ(status.st_mtim.tv_sec, pack_time);
        return status.st_ino;
    };
    auto pack = begin();
    ASSERT_TRUE(pack.put({"pages/a.html", {file("pages/a.html", "page")}}));
    auto const first = inode();
    test::write_text(directory / "keeps its number", "so that none is given twice");
    ASSERT_TRUE(pack.put({"pages/a.html", {file("pages/a.html", "page")}}));
    EXPECT_EQ(inode(), first);
    ASSERT_TRUE(pack.put({"pages/a.html", {file("pages/a.html", "PAGE")}}));
    EXPECT_EQ(test::read_text(root / "pages/a.html"), "PAGE");
    EXPECT_NE(inode(), first);
}

TEST_F(PackDirectoryTest, MakesAFileWhenItIsWrittenAndPutsNothingElseThanWasPlanned)
{
    std::string text = "page";
    int made = 0;
    auto const make = [&]() -> Expected<Bytes, Trouble> {
        ++made;
        return copy_of(as_bytes(text));
    };
    PackUnit const unit{"pages/a.html", {{"pages/a.html", MadeFile::like(as_bytes(text), make)}}};
    EXPECT_EQ(unit.size(), 4U);
    EXPECT_EQ(made, 0);
    auto pack = begin();
    ASSERT_TRUE(pack.put(unit));
    EXPECT_EQ(made, 1);
    EXPECT_EQ(test::read_text(root / "pages/a.html"), "page");
    fs::remove(root / "pages/a.html");
    text = "PAGE";
    EXPECT_FALSE(pack.put(unit));
    EXPECT_FALSE(fs::exists(root / "pages/a.html"));
}

TEST_F(PackDirectoryTest, GivesEverythingOneTime)
{
    auto pack = begin();
    ASSERT_TRUE(pack.put({"bundles/one", {file("bundles/one/talk/a.txt", "a")}}));
    ASSERT_TRUE(pack.finish());
    for (auto const* const path : {"bundles", "bundles/one", "bundles/one/talk", "bundles/one/talk/a.txt"}) {
        struct stat status {};
        ASSERT_EQ(::stat((root / path).c_str(), &status), 0);
        EXPECT_EQ(status.st_mtim.tv_sec, pack_time) << path;
    }
}

TEST_F(PackDirectoryTest, LeavesAloneWhatIsNotOfThePack)
{
    test::write_text(root / "holiday.jpg", "mine");
    auto pack = begin();
    ASSERT_TRUE(pack.put({"index.html", {file("index.html", "page")}}));
    ASSERT_TRUE(pack.finish());
    EXPECT_EQ(test::read_text(root / "holiday.jpg"), "mine");
}

TEST_F(PackDirectoryTest, LeavesAloneAFolderThatIsOnlyCalledUnfinished)
{
    test::write_text(root / "unfinished/draft.txt", "mine");
    auto pack = begin();
    ASSERT_TRUE(pack.finish());
    EXPECT_EQ(test::read_text(root / "unfinished/draft.txt"), "mine");
}

TEST_F(PackDirectoryTest, DoesNotReplaceAPageThatSomebodyElseMade)
{
    test::write_text(root / "index.html", "mine");
    auto const pack = PackDirectory::begin(root);
    ASSERT_FALSE(pack);
    EXPECT_EQ(pack.error().reason, "no pack of ours made it");
    EXPECT_EQ(test::read_text(root / "index.html"), "mine");
    EXPECT_FALSE(fs::exists(root / unfinished_name));
}

TEST_F(PackDirectoryTest, AnOlderUnitIsPutBackWhenTheNewOneNeverCame)
{
    {
        auto pack = begin();
        ASSERT_TRUE(pack.put({"publishers/p", {file("publishers/p/feed", "1")}}));
        ASSERT_TRUE(pack.put({"index.html", {file("index.html", "page")}}));
    }
    // As a stick looks that was pulled out between the two renames.
    fs::create_directories(root / unfinished_name / "old/publishers");
    fs::rename(root / "publishers/p", root / unfinished_name / "old/publishers/p");
    fs::rename(root / "index.html", root / unfinished_name / "old/index.html");
    auto pack = begin();
    EXPECT_EQ(test::read_text(root / "publishers/p/feed"), "1");
    EXPECT_EQ(test::read_text(root / "index.html"), "page");
    ASSERT_TRUE(pack.put({"publishers/p", {file("publishers/p/feed", "2")}}));
    EXPECT_EQ(test::read_text(root / "publishers/p/feed"), "2");
    EXPECT_FALSE(fs::exists(root / unfinished_name / "old/publishers/p"));
}

}  // namespace
}  // namespace nightletter::packs
