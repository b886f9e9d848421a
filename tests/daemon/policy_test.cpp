// What an operator may decide by command beside what stands in files: a file outvotes a command, a role is chosen once
// by a person, reading the files again says what changed.
#include "daemon/policy.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/numbered.hpp"
#include "tests/support/temporary_directory.hpp"

namespace nightletter::daemon {
namespace {

using config::Role;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

PublisherId publisher(std::uint8_t number)
{
    return test::numbered<PublisherId>(number);
}

BundleId bundle(std::uint8_t number)
{
    return test::numbered<BundleId>(number);
}

class PolicyTest : public ::testing::Test {
protected:
    void SetUp() override { std::filesystem::create_directories(place / "store"); }

    void configure(std::string const& mirror, std::string const& more = {})
    {
        test::write_text(config(),
                         "[mirror]\n" + mirror + "[store]\npath = \"" + (place / "store").string() + "\"\n" + more);
    }
    Policy read()
    {
        auto policy = Policy::read(config());
        EXPECT_TRUE(policy) << policy.error().what;
        return std::move(*policy);
    }
    [[nodiscard]] std::filesystem::path config() const { return place / "nightletterd.toml"; }

    // What became of it, in one word.
    static std::string said(Outcome const& outcome)
    {
        if (!outcome) return std::string{word(outcome.error())};
        return *outcome == Change::made ? "made" : "none";
    }

    test::TemporaryDirectory place;
    config::Address const proxy{"127.0.0.1", 9050};
};

TEST_F(PolicyTest, NobodyIsFollowedBeforeARoleIsChosen)
{
    configure("");
    auto policy = read();
    EXPECT_EQ(said(policy.follow(publisher(1), {})), "role-undecided");
    EXPECT_THAT(policy.in_force().mirror.publishers, IsEmpty());
    EXPECT_EQ(said(policy.follow(publisher(1), {Role::public_, std::nullopt, {}})), "made");
    EXPECT_EQ(said(policy.follow(publisher(2), {})), "made");
    EXPECT_EQ(policy.in_force().mirror.role, Role::public_);
}

TEST_F(PolicyTest, HiddenNeedsAProxyAndNothingElseHasOne)
{
    configure("");
    auto policy = read();
    EXPECT_EQ(said(policy.follow(publisher(1), {Role::hidden, std::nullopt, {}})), "proxy-missing");
    EXPECT_EQ(said(policy.follow(publisher(1), {Role::unlisted, proxy, {}})), "proxy-unused");
    EXPECT_EQ(said(policy.follow(publisher(1), {std::nullopt, proxy, {}})), "proxy-unused");
    EXPECT_EQ(said(policy.follow(publisher(1), {Role::hidden, proxy, {}})), "made");
    EXPECT_EQ(policy.in_force().mirror.proxy, proxy);
    EXPECT_EQ(said(policy.follow(publisher(1), {Role::unlisted, std::nullopt, {}})), "made");
    EXPECT_FALSE(policy.in_force().mirror.proxy);
}

TEST_F(PolicyTest, ARoleInAFileIsTheRole)
{
    configure("role = \"unlisted\"\n");
    auto policy = read();
    EXPECT_EQ(said(policy.follow(publisher(1), {Role::public_, std::nullopt, {}})), "in-file");
    EXPECT_EQ(said(policy.follow(publisher(1), {Role::unlisted, std::nullopt, {}})), "made");
    EXPECT_EQ(policy.in_force().mirror.role, Role::unlisted);
}

TEST_F(PolicyTest, WhatStandsInAFileIsUndoneThere)
{
    configure("publishers = [\"" + publisher_text(publisher(1)) + "\"]\n",
              "[choose]\npin = [\"" + bundle_text(bundle(2)) + "\"]\n[[choose.block]]\nid = \"" +
                  bundle_text(bundle(3)) + "\"\nreason = \"a court\"\nsince = \"2026-05-01\"\n");
    auto policy = read();
    EXPECT_EQ(said(policy.unfollow(publisher(1))), "in-file");
    EXPECT_EQ(said(policy.unpin(bundle(2))), "in-file");
    EXPECT_EQ(said(policy.unblock({bundle(3), std::nullopt, {}, {}})), "in-file");
    EXPECT_EQ(said(policy.pin(bundle(2))), "none");
    EXPECT_EQ(said(policy.unfollow(publisher(9))), "not-followed");
    EXPECT_EQ(said(policy.unpin(bundle(9))), "not-pinned");
    EXPECT_EQ(said(policy.unblock({bundle(9), std::nullopt, {}, {}})), "not-blocked");
}

TEST_F(PolicyTest, ADecisionIsOnDiskOnceItIsMadeAndAskingAgainIsNoChange)
{
    configure("");
    auto policy = read();
    config::Block const block{std::nullopt, publisher(4), "a court", {}};
    EXPECT_EQ(said(policy.block({std::nullopt, publisher(4), "", {}})), "no-reason");
    EXPECT_EQ(said(policy.block(block)), "made");
    EXPECT_EQ(said(policy.block(block)), "none");
    EXPECT_EQ(said(policy.pin(bundle(5))), "made");
    auto const later = read();
    EXPECT_THAT(later.in_force().choose.pin, ElementsAre(bundle(5)));
    ASSERT_EQ(later.in_force().choose.block.size(), 1U);
    EXPECT_EQ(later.in_force().choose.block[0].reason, "a court");
}

TEST_F(PolicyTest, WhatTheDiskDoesNotKeepIsNotInForce)
{
    configure("");
    auto policy = read();
    std::filesystem::remove(place / "store");
    EXPECT_EQ(said(policy.pin(bundle(1))), "not-kept");
    EXPECT_THAT(policy.in_force().choose.pin, IsEmpty());
}

TEST_F(PolicyTest, ReadingAgainSaysWhatChangedAndWhatNeedsAnotherProcess)
{
    configure("");
    auto policy = read();
    EXPECT_EQ(said(policy.pin(bundle(1))), "made");
    test::write_text(config(),
                     "[mirror]\nrole = \"public\"\n[store]\npath = \"/elsewhere\"\n[log]\nlevel = \"debug\"\n");
    auto const reloaded = policy.reload();
    ASSERT_TRUE(reloaded);
    EXPECT_THAT(reloaded->changed, ::testing::UnorderedElementsAre("mirror.role", "store.path", "log.level"));
    EXPECT_THAT(reloaded->need_restart, ElementsAre("store.path"));
    EXPECT_EQ(policy.in_force().mirror.role, Role::public_);
    EXPECT_EQ(policy.in_force().store.path, place / "store");
    EXPECT_THAT(policy.in_force().choose.pin, ElementsAre(bundle(1)));
}

TEST_F(PolicyTest, AMistakeInTheFilesChangesNothing)
{
    configure("role = \"public\"\n");
    auto policy = read();
    configure("role = \"loud\"\n");
    auto const reloaded = policy.reload();
    ASSERT_FALSE(reloaded);
    EXPECT_EQ(reloaded.error().line, 2U);
    EXPECT_EQ(policy.in_force().mirror.role, Role::public_);
}

}  // namespace
}  // namespace nightletter::daemon
