// What an operator decided by command survives restarts, interruptions and a damaged file, and never outvotes the files
// that the operator wrote.
#include "config/decisions.hpp"

#include <gtest/gtest.h>

#include "base/durable_file.hpp"
#include "tests/support/numbered.hpp"
#include "tests/support/temporary_directory.hpp"

namespace nightletter::config {
namespace {

PublisherId publisher(std::uint8_t number)
{
    return test::numbered<PublisherId>(number);
}

BundleId bundle(std::uint8_t number)
{
    return test::numbered<BundleId>(number);
}

Decisions everything()
{
    Decisions decisions;
    decisions.role = Role::hidden;
    decisions.proxy = Address{"127.0.0.1", 9050};
    decisions.publishers = {publisher(1), publisher(2)};
    decisions.peers = {{"192.0.2.7", 6881}, {"2001:db8::7", 6881}};
    decisions.pins = {bundle(3)};
    decisions.blocks = {{bundle(4), std::nullopt, "a \"court\" said # so\\", *parse_day("2026-05-01")},
                        {std::nullopt, publisher(5), "دادگاه", *parse_day("2026-05-02")}};
    return decisions;
}

TEST(DecisionsTest, AreReadAsTheyWereWritten)
{
    auto const text = text_of(everything());
    auto const read = read_decisions(text);
    ASSERT_TRUE(read) << read.error().what << text;
    EXPECT_EQ(text_of(*read), text);
    EXPECT_EQ(read->role, Role::hidden);
    EXPECT_EQ(read->publishers, everything().publishers);
    EXPECT_EQ(read->blocks[0].reason, "a \"court\" said # so\\");
    EXPECT_EQ(read->blocks[1].publisher, publisher(5));
}

TEST(DecisionsTest, NoDecisionIsAnEmptyFile)
{
    auto const read = read_decisions(text_of({}));
    ASSERT_TRUE(read);
    EXPECT_FALSE(read->role);
    EXPECT_TRUE(read->publishers.empty());
}

TEST(DecisionsTest, DecideNothingThatACommandCannot)
{
    EXPECT_FALSE(read_decisions("[store]\nquota = \"1 GB\"\n"));
    EXPECT_FALSE(read_decisions("[mirror]\nlisten = \"0.0.0.0:1\"\n"));
}

TEST(DecisionsTest, AddToTheFilesAndLeaveTheirRoleAlone)
{
    auto const silent = read("[mirror]\npublishers = [\"" + publisher_text(publisher(2)) + "\"]\n").value();
    auto const both = with(silent, everything());
    EXPECT_EQ(both.mirror.publishers, (std::vector{publisher(2), publisher(1)}));
    EXPECT_EQ(both.mirror.role, Role::hidden);
    EXPECT_EQ(both.mirror.proxy, (Address{"127.0.0.1", 9050}));
    auto const decided = read("[mirror]\nrole = \"unlisted\"\n").value();
    EXPECT_EQ(with(decided, everything()).mirror.role, Role::unlisted);
    EXPECT_FALSE(with(decided, everything()).mirror.proxy);
}

TEST(DecisionsTest, AreKeptInAFolder)
{
    test::TemporaryDirectory folder;
    EXPECT_TRUE(load_decisions(folder.path())->publishers.empty());
    ASSERT_TRUE(keep_decisions(folder.path(), everything()));
    EXPECT_EQ(text_of(*load_decisions(folder.path())), text_of(everything()));
    EXPECT_FALSE(load_decisions(folder.path())->damaged);
}

TEST(DecisionsTest, ADamagedFileGivesWayToTheOneBefore)
{
    test::TemporaryDirectory folder;
    ASSERT_TRUE(keep_decisions(folder.path(), everything()));
    ASSERT_TRUE(keep_decisions(folder.path(), {}));
    ASSERT_TRUE(write_durably(folder.path() / "decisions.toml", as_bytes("[mir")));
    auto const loaded = load_decisions(folder.path());
    EXPECT_EQ(text_of(*loaded), text_of(everything()));
    ASSERT_TRUE(loaded->damaged);
    EXPECT_EQ(loaded->damaged->file, folder.path() / "decisions.toml");
    // It is not what becomes the one before.
    ASSERT_TRUE(keep_decisions(folder.path(), {}));
    ASSERT_TRUE(write_durably(folder.path() / "decisions.toml", as_bytes("[mir")));
    EXPECT_EQ(text_of(*load_decisions(folder.path())), text_of(everything()));
}

TEST(DecisionsTest, NothingIsGuessedWhenNeitherCanBeRead)
{
    test::TemporaryDirectory folder;
    ASSERT_TRUE(write_durably(folder.path() / "decisions.toml", as_bytes("[mirror]\nrole = \"pubic\"\n")));
    ASSERT_TRUE(write_durably(folder.path() / "decisions.before.toml", as_bytes("[mir")));
    auto const loaded = load_decisions(folder.path());
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().file, folder.path() / "decisions.toml");
    EXPECT_EQ(loaded.error().line, 2U);
}

}  // namespace
}  // namespace nightletter::config
