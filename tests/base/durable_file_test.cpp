// base/durable_file.hpp: all or nothing, limits first, no links followed.
#include "base/durable_file.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tests/support/temporary_directory.hpp"

namespace nightletter {
namespace {

namespace fs = std::filesystem;

class DurableFileTest : public ::testing::Test {
protected:
    test::TemporaryDirectory place;
};

TEST_F(DurableFileTest, ReadsBackWhatItWrote)
{
    ASSERT_TRUE(write_durably(place / "a", as_bytes("one")));
    ASSERT_TRUE(write_durably(place / "a", as_bytes("two")));
    EXPECT_EQ(read_file(place / "a", 3).value(), copy_of(as_bytes("two")));
}

TEST_F(DurableFileTest, ASecretIsReadableByItsOwnerOnly)
{
    ASSERT_TRUE(write_durably(place / "key", as_bytes("k"), Visibility::owner_only));
    struct stat status {};
    ASSERT_EQ(::stat((place / "key").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST_F(DurableFileTest, RefusesAFileOverItsLimitWithoutReadingIt)
{
    ASSERT_TRUE(write_durably(place / "a", as_bytes("four")));
    auto const contents = read_file(place / "a", 3);
    ASSERT_FALSE(contents);
    EXPECT_EQ(contents.error().system_error, EFBIG);
}

TEST_F(DurableFileTest, FollowsNoSymbolicLink)
{
    ASSERT_TRUE(write_durably(place / "a", as_bytes("x")));
    fs::create_symlink(place / "a", place / "b");
    EXPECT_FALSE(read_file(place / "b", 10));
}

TEST_F(DurableFileTest, RefusesAFifoInsteadOfWaitingForIt)
{
    ASSERT_EQ(::mkfifo((place / "pipe").c_str(), 0600), 0);
    EXPECT_FALSE(read_file(place / "pipe", 10));
}

TEST_F(DurableFileTest, LeavesNothingBehindWhenTheTargetCannotBeReplaced)
{
    fs::create_directory(place / "d");
    fs::create_directory(place / "d" / "in-the-way");
    EXPECT_FALSE(write_durably(place / "d" / "in-the-way", as_bytes("x")));
    EXPECT_EQ(std::distance(fs::directory_iterator{place / "d"}, fs::directory_iterator{}), 1);
}

}  // namespace
}  // namespace nightletter
