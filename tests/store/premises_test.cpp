// Promises: one program at a time per store, and a store of a newer format is left as it is (store/premises.hpp).

#include "store/premises.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/temporary_directory.hpp"

namespace nightletter::store {
namespace {

class PremisesTest : public ::testing::Test {
protected:
    test::TemporaryDirectory place;
};

TEST_F(PremisesTest, MakesAStoreWhereNothingIs)
{
    auto const premises = Premises::enter(place / "new/store");
    ASSERT_TRUE(premises) << premises.error().sentence();
    EXPECT_EQ(test::read_text(place / "new/store/format"), "nightletter store 1\n");
    EXPECT_TRUE(std::filesystem::is_directory(premises->layout().bundles()));
}

TEST_F(PremisesTest, EntersTheSameStoreAgainAfterItWasLeft)
{
    ASSERT_TRUE(Premises::enter(place / "store"));
    EXPECT_TRUE(Premises::enter(place / "store"));
}

TEST_F(PremisesTest, RefusesASecondProgram)
{
    auto const first = Premises::enter(place / "store");
    ASSERT_TRUE(first);
    auto const second = Premises::enter(place / "store");
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().reason, "another program has it open; one daemon per store");
    EXPECT_EQ(second.error().retry, Retry::may_help);
}

TEST_F(PremisesTest, RefusesAStoreOfANewerFormatAndChangesNothing)
{
    test::write_text(place / "store/format", "nightletter store 2\n");
    auto const premises = Premises::enter(place / "store");
    ASSERT_FALSE(premises);
    EXPECT_THAT(premises.error().reason, ::testing::HasSubstr("format 2"));
    std::filesystem::directory_iterator entries{place / "store"};
    EXPECT_EQ(std::distance(begin(entries), end(entries)), 1);
}

TEST_F(PremisesTest, RefusesADirectoryWithOtherFilesInIt)
{
    test::write_text(place / "home/letter.txt", "dear");
    auto const premises = Premises::enter(place / "home");
    ASSERT_FALSE(premises);
    EXPECT_THAT(premises.error().reason, ::testing::HasSubstr("other files"));
    EXPECT_FALSE(std::filesystem::exists(place / "home/lock"));
}

TEST_F(PremisesTest, RefusesAFormatFileThatIsNotOurs)
{
    test::write_text(place / "store/format", "something else\n");
    EXPECT_FALSE(Premises::enter(place / "store"));
}

TEST_F(PremisesTest, KeepsWhatIsUnjudgedFromOtherUsers)
{
    auto const premises = Premises::enter(place / "store");
    ASSERT_TRUE(premises);
    auto const others = std::filesystem::status(premises->layout().quarantine()).permissions() &
                        (std::filesystem::perms::group_all | std::filesystem::perms::others_all);
    EXPECT_EQ(others, std::filesystem::perms::none);
}

}  // namespace
}  // namespace nightletter::store
