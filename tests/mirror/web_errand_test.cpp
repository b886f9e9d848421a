// docs/formats.md section 5, "By the web": which files of a publisher's folder are asked for, in which order.
#include "mirror/web_errand.hpp"

#include <gtest/gtest.h>

#include "tests/support/newsroom.hpp"

namespace nightletter::mirror {
namespace {

class WebErrandTest : public ::testing::Test {
protected:
    void start(WebHeld held = {}) { errand.emplace(std::move(held)); }
    std::string name() const
    {
        auto const file = errand->next();
        return file ? file->name : "";
    }
    void bring(std::string const& expected, Bytes bytes)
    {
        EXPECT_EQ(name(), expected);
        errand->take(std::move(bytes));
    }
    void bring(std::string const& expected) { bring(expected, copy_of(as_bytes("the bytes of " + expected))); }
    void lack(std::string const& expected)
    {
        EXPECT_EQ(name(), expected);
        errand->take(std::nullopt);
    }
    static Sha256 hash_named(std::string_view text) { return sha256(as_bytes(text)); }

    std::optional<WebErrand> errand;
};

TEST_F(WebErrandTest, BringsTheFeedTheRootsAndTheHeads)
{
    start();
    bring("feed.minisig");
    bring("feed");
    bring("root.1");
    bring("root.1.minisig");
    bring("root.2");
    bring("root.2.minisig");
    lack("root.3");
    bring("heads");
    EXPECT_FALSE(errand->next());
    auto const haul = errand->bring_home();
    ASSERT_EQ(haul.roots.size(), 2U);
    EXPECT_EQ(as_text(haul.roots[1].document), "the bytes of root.2");
    EXPECT_EQ(as_text(haul.roots[1].signatures), "the bytes of root.2.minisig");
    ASSERT_TRUE(haul.feed);
    EXPECT_EQ(as_text(haul.feed->document), "the bytes of feed");
    EXPECT_EQ(as_text(haul.heads), "the bytes of heads");
}

TEST_F(WebErrandTest, AsksForNothingMoreWhenTheFeedsSignaturesAreThoseHeld)
{
    WebHeld held;
    held.documents.root_version = 3;
    held.feed_signatures = hash_named("the bytes of feed.minisig");
    start(held);
    bring("feed.minisig");
    lack("root.4");
    EXPECT_FALSE(errand->next());
    EXPECT_TRUE(errand->bring_home().is_empty());
}

TEST_F(WebErrandTest, FetchesTheWithdrawalsThatTheFeedNamesAndNobodyHolds)
{
    test::Newsroom publisher;
    auto feed = publisher.next_feed();
    feed.withdrawals = {{BundleId{}, hash_named("held")},
                        {*BundleId::from(hash_named("x").bytes()), hash_named("new")}};
    WebHeld held;
    held.documents.withdrawals = {hash_named("held")};
    start(held);
    bring("feed.minisig");
    bring("feed", copy_of(as_bytes(feed.text())));
    lack("root.1");
    bring("withdrawal." + hash_named("new").hex());
    bring("withdrawal." + hash_named("new").hex() + ".minisig");
    lack("heads");
    EXPECT_FALSE(errand->next());
    EXPECT_EQ(errand->bring_home().withdrawals.size(), 1U);
}

TEST_F(WebErrandTest, FetchesAWithdrawalThatTheFeedHeldNamesAndThatWasNotThereTheLastTime)
{
    WebHeld held;
    held.lacking = {hash_named("late")};
    start(held);
    lack("feed.minisig");
    lack("root.1");
    lack("withdrawal." + hash_named("late").hex());
    EXPECT_FALSE(errand->next());
}

TEST_F(WebErrandTest, LeavesOutADocumentWhoseSignaturesAreNotThere)
{
    start();
    bring("feed.minisig");
    lack("feed");
    bring("root.1");
    lack("root.1.minisig");
    EXPECT_FALSE(errand->next());
    EXPECT_TRUE(errand->bring_home().is_empty());
}

TEST_F(WebErrandTest, CarriesAtMost64RootsAndSaysThatThereAreMore)
{
    start();
    lack("feed.minisig");
    for (int version = 1; version <= 64; ++version) {
        bring("root." + std::to_string(version));
        bring("root." + std::to_string(version) + ".minisig");
    }
    EXPECT_FALSE(errand->next());
    EXPECT_TRUE(errand->left_something());
    EXPECT_EQ(errand->bring_home().roots.size(), 64U);
}

TEST_F(WebErrandTest, AsksForEachFileWithTheLimitOfItsKind)
{
    start();
    EXPECT_EQ(errand->next()->largest, limit_of(DocumentKind::signature_set));
    bring("feed.minisig");
    EXPECT_EQ(errand->next()->largest, limit_of(DocumentKind::feed));
}

}  // namespace
}  // namespace nightletter::mirror
