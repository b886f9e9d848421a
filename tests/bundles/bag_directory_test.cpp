// docs/formats.md section 6 F: regular files, one link, opened without following links.

#include "bundles/bag_directory.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "bundles/bag.hpp"
#include "tests/support/temporary_directory.hpp"

namespace nightletter::bundles {
namespace {

namespace fs = std::filesystem;
using test::write_text;

class BagDirectoryTest : public ::testing::Test {
protected:
    test::TemporaryDirectory here;
    fs::path root = here.path() / "bag";

    void SetUp() override { write_text(root / "data/a.txt", "hello"); }

    [[nodiscard]] BagDirectory directory() const { return std::move(*BagDirectory::open(root)); }
    [[nodiscard]] std::optional<Refusal> refusal_of(std::string_view path) const
    {
        auto const opened = directory().open_file(known_path(path));
        if (opened) return std::nullopt;
        auto const* const refusal = std::get_if<Refusal>(&opened.error());
        return refusal != nullptr ? std::optional{*refusal} : std::nullopt;
    }
    [[nodiscard]] std::vector<std::pair<std::string, Refusal>> misfits() const
    {
        std::vector<std::pair<std::string, Refusal>> found;
        auto const listing = directory().list();
        for (auto const& misfit : listing->misfits) found.emplace_back(misfit.path, misfit.refusal);
        return found;
    }
};

using Misfits = std::vector<std::pair<std::string, Refusal>>;

TEST_F(BagDirectoryTest, ListsFilesInTheOrderOfManifestsWithTheirSizes)
{
    write_text(root / "data/media/x.opus", "12");
    write_text(root / "data/media-a.txt", "1");
    auto const listing = directory().list();
    ASSERT_TRUE(listing);
    std::vector<std::string> names;
    for (auto const& file : listing->files) names.push_back(file.path.text() + " " + std::to_string(file.size));
    EXPECT_EQ(names, (std::vector<std::string>{"data/a.txt 5", "data/media-a.txt 1", "data/media/x.opus 2"}));
    EXPECT_EQ(listing->directories, (std::vector<std::string>{"data", "data/media"}));
    EXPECT_TRUE(listing->misfits.empty());
}

TEST_F(BagDirectoryTest, ReadsAFileUpToItsLimit)
{
    EXPECT_EQ(as_text(*directory().read(known_path("data/a.txt"), 5)), "hello");
    EXPECT_EQ(std::get<Refusal>(directory().read(known_path("data/a.txt"), 4).error()), Refusal::too_large);
}

TEST_F(BagDirectoryTest, FollowsNoSymbolicLink)
{
    write_text(here / "outside.txt", "secret");
    fs::create_symlink(here / "outside.txt", root / "data/link.txt");
    fs::create_directory_symlink(here.path(), root / "data/sub");
    EXPECT_EQ(refusal_of("data/link.txt"), Refusal::not_a_regular_file);
    EXPECT_EQ(refusal_of("data/sub/outside.txt"), Refusal::not_a_regular_file);
    EXPECT_EQ(misfits(),
              (Misfits{{"data/link.txt", Refusal::not_a_regular_file}, {"data/sub", Refusal::not_a_regular_file}}));
}

TEST_F(BagDirectoryTest, RefusesAHardLink)
{
    fs::create_hard_link(root / "data/a.txt", here / "another-name.txt");
    EXPECT_EQ(refusal_of("data/a.txt"), Refusal::hard_link);
    EXPECT_EQ(misfits(), (Misfits{{"data/a.txt", Refusal::hard_link}}));
}

TEST_F(BagDirectoryTest, RefusesAPipeASocketAndADirectoryInAFilesPlaceWithoutWaiting)
{
    ASSERT_EQ(::mkfifo((root / "data/pipe.txt").c_str(), 0600), 0);
    auto const socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    auto const name = (root / "data/s.txt").string();
    ASSERT_LT(name.size(), sizeof address.sun_path);
    name.copy(address.sun_path, name.size());
    ASSERT_EQ(::bind(socket, reinterpret_cast<sockaddr const*>(&address), sizeof address), 0);
    ::close(socket);
    fs::create_directory(root / "data/d.txt");
    EXPECT_EQ(refusal_of("data/pipe.txt"), Refusal::not_a_regular_file);
    EXPECT_EQ(refusal_of("data/s.txt"), Refusal::not_a_regular_file);
    EXPECT_EQ(refusal_of("data/d.txt"), Refusal::not_a_regular_file);
    EXPECT_EQ(misfits(),
              (Misfits{{"data/pipe.txt", Refusal::not_a_regular_file}, {"data/s.txt", Refusal::not_a_regular_file}}));
}

TEST_F(BagDirectoryTest, RefusesAZeroByteFile)
{
    write_text(root / "data/empty.txt", "");
    EXPECT_EQ(refusal_of("data/empty.txt"), Refusal::zero_byte_file);
    EXPECT_EQ(misfits(), (Misfits{{"data/empty.txt", Refusal::zero_byte_file}}));
}

TEST_F(BagDirectoryTest, SaysThatAFileIsNotThere)
{
    EXPECT_EQ(refusal_of("data/b.txt"), Refusal::missing_file);
    EXPECT_EQ(refusal_of("publisher/root.1"), Refusal::missing_file);
}

TEST_F(BagDirectoryTest, NamesWhatHasNoNameOfABag)
{
    write_text(root / "data/Upper.txt", "x");
    write_text(root / "data/new\nline.txt", "x");
    write_text(root / "Thumbs/x", "x");
    write_text(root / "data/b/c/d/e/f/g.txt", "x");
    EXPECT_EQ(misfits(), (Misfits{{"Thumbs", Refusal::path_not_allowed},
                                  {"data/Upper.txt", Refusal::path_not_allowed},
                                  {"data/b/c/d/e/f/g.txt", Refusal::path_too_deep},
                                  {"data/new\nline.txt", Refusal::path_not_allowed}}));
}

TEST_F(BagDirectoryTest, GoesNoDeeperThanABag)
{
    write_text(root / "data/b/c/d/e/f/g/h/i.txt", "x");
    EXPECT_EQ(misfits(), (Misfits{{"data/b/c/d/e/f/g", Refusal::path_too_deep}}));
}

TEST_F(BagDirectoryTest, TellsTroubleFromRefusal)
{
    EXPECT_FALSE(BagDirectory::open(here / "nowhere"));
    auto const opened_root = directory();
    rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
    rlimit const none{0, before.rlim_max};
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &none), 0);
    auto const opened = opened_root.open_file(known_path("data/a.txt"));
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
    ASSERT_FALSE(opened);
    EXPECT_EQ(std::get<Trouble>(opened.error()).system_error, EMFILE);
}

}  // namespace
}  // namespace nightletter::bundles
