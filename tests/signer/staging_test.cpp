// signer/staging.hpp: a set of files is wholly old or wholly new, wherever the work was cut off.
#include "signer/staging.hpp"

#include <gtest/gtest.h>

#include "tests/support/temporary_directory.hpp"

namespace nightletter::signer {
namespace {

namespace fs = std::filesystem;

class StagingTest : public ::testing::Test {
protected:
    test::TemporaryDirectory directory;
    fs::path place = directory.path();

    void stage()
    {
        auto staging = Staging::begin(place);
        ASSERT_TRUE(staging);
        ASSERT_TRUE(staging->add("bag/document", as_bytes("new")));
        ASSERT_TRUE(staging->add("bag/document.signed", as_bytes("new signature"), Turn::late));
        ASSERT_TRUE(staging->decide("the-new-one"));
    }

    void old_state()
    {
        test::write_text(place / "bag/document", "old");
        test::write_text(place / "bag/document.signed", "old signature");
    }

    void expect_new_state()
    {
        EXPECT_EQ(test::read_text(place / "bag/document"), "new");
        EXPECT_EQ(test::read_text(place / "bag/document.signed"), "new signature");
        EXPECT_EQ(std::distance(fs::directory_iterator{place}, fs::directory_iterator{}), 1);
    }
};

TEST_F(StagingTest, UndecidedItLeavesTheOldStateAndNoTrace)
{
    old_state();
    {
        auto staging = Staging::begin(place);
        ASSERT_TRUE(staging && staging->add("bag/document", as_bytes("new")));
    }
    EXPECT_EQ(test::read_text(place / "bag/document"), "old");
    EXPECT_EQ(std::distance(fs::directory_iterator{place}, fs::directory_iterator{}), 1);
}

TEST_F(StagingTest, TheLeftoverOfAnInterruptionIsClearedAway)
{
    test::write_text(place / ".nightletter-signing/bag/document", "half");
    stage();
    ASSERT_TRUE(finish(place));
    expect_new_state();
}

TEST_F(StagingTest, DecidedItReplacesEverything)
{
    old_state();
    stage();
    EXPECT_EQ(test::read_text(place / "bag/document"), "old");
    EXPECT_EQ(decided_change(place), "the-new-one");
    ASSERT_TRUE(finish(place));
    expect_new_state();
}

TEST_F(StagingTest, IsFinishedByWhoeverComesNextWhereverItStopped)
{
    old_state();
    stage();
    // As far as it may have come: the old signature gone, the document moved, the signature waiting.
    fs::remove(place / "bag/document.signed");
    fs::rename(place / ".nightletter-signed/bag/document", place / "bag/document");
    ASSERT_TRUE(finish(place));
    expect_new_state();
}

TEST_F(StagingTest, FinishingTwiceTakesNothingAway)
{
    stage();
    auto const plan = test::read_text(place / ".nightletter-signed/plan");
    ASSERT_TRUE(finish(place));
    // Everything was in place, only the removal of the plan was cut off.
    test::write_text(place / ".nightletter-signed/plan", plan);
    ASSERT_TRUE(finish(place));
    expect_new_state();
}

TEST_F(StagingTest, ADirectoryCaughtHalfWayHasNoSignatureRatherThanAWrongOne)
{
    old_state();
    stage();
    // The document cannot be moved: a directory is in its way.
    fs::remove(place / "bag/document");
    test::write_text(place / "bag/document/in-the-way", "");
    EXPECT_FALSE(finish(place));
    EXPECT_FALSE(fs::exists(place / "bag/document.signed"));
    fs::remove_all(place / "bag/document");
    ASSERT_TRUE(finish(place));
    expect_new_state();
}

TEST_F(StagingTest, WhatTheNewStateLacksIsGoneOnceItIsFinished)
{
    old_state();
    test::write_text(place / "bag/of-the-old", "old");
    auto staging = Staging::begin(place);
    ASSERT_TRUE(staging);
    ASSERT_TRUE(staging->add("bag/document", as_bytes("new")));
    ASSERT_TRUE(staging->add("bag/document.signed", as_bytes("new signature"), Turn::late));
    staging->leave_out("bag/of-the-old");
    staging->leave_out("bag/that-never-was");
    ASSERT_TRUE(staging->decide());
    EXPECT_TRUE(fs::exists(place / "bag/of-the-old"));
    ASSERT_TRUE(finish(place));
    EXPECT_FALSE(fs::exists(place / "bag/of-the-old"));
    expect_new_state();
}

TEST_F(StagingTest, AForgottenChangeNeverHappens)
{
    old_state();
    stage();
    ASSERT_TRUE(forget(place));
    ASSERT_TRUE(finish(place));
    EXPECT_EQ(test::read_text(place / "bag/document"), "old");
    EXPECT_FALSE(decided_change(place));
}

TEST_F(StagingTest, NothingDecidedIsNothingToFinish)
{
    EXPECT_FALSE(decided_change(place));
    EXPECT_TRUE(finish(place));
    EXPECT_TRUE(forget(place));
}

}  // namespace
}  // namespace nightletter::signer
