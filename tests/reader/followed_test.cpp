// The promise of reader/followed.hpp: whom a person follows is a file that the person can read and edit, and a line in
// it that means nothing is named and never skipped.
#include "reader/followed.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "base/sha256.hpp"
#include "tests/support/temporary_directory.hpp"

namespace nightletter::reader {
namespace {

PublisherId publisher(std::string_view seed)
{
    return *PublisherId::from(sha256(as_bytes(seed)).bytes());
}

TEST(FollowedTest, ReadsBackWhatItWrites)
{
    Followed followed;
    followed.add(publisher("one"), "Court Records");
    followed.add(publisher("two"), "");
    auto const again = Followed::parse(followed.text());
    ASSERT_TRUE(again);
    EXPECT_EQ(again->names(), followed.names());
    EXPECT_EQ(again->name_of(publisher("one")), "Court Records");
    EXPECT_EQ(again->name_of(publisher("three")), "");
}

TEST(FollowedTest, SkipsCommentsAndEmptyLines)
{
    auto const followed = Followed::parse("# mine\n\n" + publisher_text(publisher("one")) + " شیرین");
    ASSERT_TRUE(followed);
    EXPECT_EQ(followed->name_of(publisher("one")), "شیرین");
}

TEST(FollowedTest, NamesTheLineThatIsNoPublisher)
{
    auto const followed = Followed::parse("# mine\nnlp1notanid somebody\n");
    ASSERT_FALSE(followed);
    EXPECT_EQ(followed.error().line, 2U);
    EXPECT_FALSE(Followed::parse(publisher_text(publisher("one")) + " a\x1b[31mred\n"));
}

TEST(FollowedTest, AFileThatIsNotThereFollowsNobody)
{
    test::TemporaryDirectory directory;
    auto const followed = read_followed(directory / "nightletter/followed");
    ASSERT_TRUE(followed);
    EXPECT_TRUE(followed->names().empty());
}

TEST(FollowedTest, KeepsTheFileToItsOwner)
{
    test::TemporaryDirectory directory;
    auto const file = directory / "config/nightletter/followed";
    Followed followed;
    followed.add(publisher("one"), "One");
    ASSERT_TRUE(write_followed(file, followed));
    struct stat status {};
    ASSERT_EQ(::stat(file.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
    EXPECT_TRUE(read_followed(file)->has(publisher("one")));
}

TEST(FollowedTest, ForgetsAPublisherOnce)
{
    Followed followed;
    followed.add(publisher("one"), "One");
    EXPECT_TRUE(followed.remove(publisher("one")));
    EXPECT_FALSE(followed.remove(publisher("one")));
    EXPECT_FALSE(followed.has(publisher("one")));
}

}  // namespace
}  // namespace nightletter::reader
