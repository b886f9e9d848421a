// docs/formats.md 5.10 and 5.11: which files of a publisher's folder are asked for, in which order.
#include "mirror/web_errand.hpp"

#include <gtest/gtest.h>

#include "tests/support/newsroom.hpp"
#include "trust/withdrawal_list.hpp"

namespace nightletter::mirror {
namespace {

class WebErrandTest : public ::testing::Test {
protected:
    // On a server without a list.
    void start(WebHeld held = {})
    {
        errand.emplace(std::move(held));
        lack("withdrawals");
    }
    // On a server whose list names these.
    void start_with_list(std::set<Sha256> withdrawals, WebHeld held = {})
    {
        errand.emplace(std::move(held));
        bring("withdrawals", copy_of(as_bytes(trust::WithdrawalList{std::move(withdrawals)}.text())));
    }
    void bring_withdrawal(std::string const& text)
    {
        bring(withdrawal(text), copy_of(as_bytes(text)));
        bring(withdrawal(text) + ".minisig");
    }
    static std::string withdrawal(std::string_view text) { return "withdrawal." + hash_named(text).hex(); }
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
    bring_withdrawal("new");
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
    lack(withdrawal("late"));
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
    errand.emplace(WebHeld{});
    EXPECT_EQ(errand->next()->largest, trust::largest_withdrawal_list);
    lack("withdrawals");
    EXPECT_EQ(errand->next()->largest, limit_of(DocumentKind::signature_set));
    bring("feed.minisig");
    EXPECT_EQ(errand->next()->largest, limit_of(DocumentKind::feed));
}

TEST_F(WebErrandTest, FetchesAWithdrawalThatTheListAloneNamesAfterEverythingElse)
{
    start_with_list({hash_named("hide"), hash_named("held")}, {{0, {}, {}, {hash_named("held")}}, {}, {}});
    bring("feed.minisig");
    bring("feed");
    lack("root.1");
    bring("heads");
    bring_withdrawal("hide");
    EXPECT_FALSE(errand->next());
    auto const haul = errand->bring_home();
    ASSERT_EQ(haul.withdrawals.size(), 1U);
    EXPECT_EQ(as_text(haul.withdrawals[0].document), "hide");
}

TEST_F(WebErrandTest, FetchesOnceWhatTheFeedNamesAndTheListToo)
{
    test::Newsroom publisher;
    auto feed = publisher.next_feed();
    feed.withdrawals = {{BundleId{}, hash_named("both")}};
    start_with_list({hash_named("both")});
    bring("feed.minisig");
    bring("feed", copy_of(as_bytes(feed.text())));
    lack("root.1");
    bring_withdrawal("both");
    lack("heads");
    EXPECT_FALSE(errand->next());
}

TEST_F(WebErrandTest, LeavesAListThatNamesWhatIsNotThere)
{
    std::set<Sha256> invented;
    for (int i = 0; i < 1024; ++i) invented.insert(hash_named(std::to_string(i)));
    auto const first = "withdrawal." + invented.begin()->hex();
    start_with_list(std::move(invented));
    lack("feed.minisig");
    lack("root.1");
    lack(first);
    EXPECT_FALSE(errand->next());
    EXPECT_FALSE(errand->left_something());
}

TEST_F(WebErrandTest, LeavesAListWhoseNamesAreNotTheHashesOfWhatIsThere)
{
    start_with_list({hash_named("one"), hash_named("two")});
    lack("feed.minisig");
    lack("root.1");
    bring(name(), copy_of(as_bytes("something else")));
    EXPECT_FALSE(errand->next());
    EXPECT_TRUE(errand->bring_home().is_empty());
}

TEST_F(WebErrandTest, ReadsNothingOutOfAListThatIsNone)
{
    for (std::string_view const list :
         {"nightletter withdrawals 1\nwithdrawal ../feed\nend\n", "<html>not here</html>"}) {
        errand.emplace(WebHeld{});
        bring("withdrawals", copy_of(as_bytes(list)));
        lack("feed.minisig");
        lack("root.1");
        EXPECT_FALSE(errand->next());
    }
}

TEST_F(WebErrandTest, CarriesAtMost256OfTheListAndComesBackAtOnceOnlyWithSomething)
{
    for (bool const is_signed : {true, false}) {
        std::map<Sha256, std::string> texts;
        std::set<Sha256> listed;
        for (int i = 0; i < 1024; ++i) {
            auto const hash = hash_named(std::to_string(i));
            texts[hash] = std::to_string(i);
            listed.insert(hash);
        }
        start_with_list(listed);
        lack("feed.minisig");
        lack("root.1");
        std::size_t asked = 0;
        for (auto hash = listed.begin(); errand->next(); ++hash, ++asked) {
            bring("withdrawal." + hash->hex(), copy_of(as_bytes(texts.at(*hash))));
            if (is_signed)
                bring("withdrawal." + hash->hex() + ".minisig");
            else
                lack("withdrawal." + hash->hex() + ".minisig");
        }
        EXPECT_EQ(asked, 256U);
        EXPECT_EQ(errand->left_something(), is_signed);
        EXPECT_EQ(errand->bring_home().withdrawals.size(), is_signed ? 256U : 0U);
    }
}

}  // namespace
}  // namespace nightletter::mirror
