// docs/formats.md section 3: the four statements as text, and every clause about one of them alone.
#include <gtest/gtest.h>

#include "tests/trust/scene.hpp"
#include "trust/trusted_comment.hpp"

namespace nightletter::trust {
namespace {

using test::at;
using test::day;

template <class Statement>
Refusal refusal(std::string const& text)
{
    auto const parsed = Statement::parse(as_bytes(text));
    EXPECT_FALSE(parsed) << text;
    return parsed ? Refusal::already_held : parsed.error();
}

class RootTest : public ::testing::Test {
protected:
    test::Newsroom newsroom{"Example Collective", 3, 2, 1};
    Root root = newsroom.newest_root();
};

TEST_F(RootTest, ReadsWhatItWrites)
{
    EXPECT_EQ(Root::parse(as_bytes(root.text())), root);
    auto const next = newsroom.next_epoch();
    EXPECT_EQ(Root::parse(as_bytes(next.text())), next);
}

TEST_F(RootTest, RefusesAnUnknownLineAndAMissingOne)
{
    EXPECT_EQ(refusal<Root>(replaced(root.text(), "floor -\n", "floor -\nmotto x\n")), Refusal::malformed);
    EXPECT_EQ(refusal<Root>(replaced(root.text(), "floor -\n", "")), Refusal::malformed);
    EXPECT_EQ(refusal<Root>(replaced(root.text(), "version 1\nepoch 0", "epoch 0\nversion 1")), Refusal::malformed);
    EXPECT_EQ(refusal<Root>(replaced(root.text(), "version 1", "version 01")), Refusal::malformed);
    EXPECT_EQ(refusal<Root>(replaced(root.text(), "floor -\n", "floor 0 1\n")), Refusal::malformed);
}

TEST_F(RootTest, RefusesAnotherTypeAndAnotherFormat)
{
    EXPECT_EQ(refusal<Root>(replaced(root.text(), "nightletter root 1", "nightletter feed 1")), Refusal::wrong_type);
    EXPECT_EQ(refusal<Root>(replaced(root.text(), "root 1", "root 2")), Refusal::unknown_format);
    EXPECT_EQ(refusal<Root>(replaced(root.text(), "nightletter root 1\n", "")), Refusal::malformed);
}

TEST_F(RootTest, RefusesKeysThatAreNotInAscendingOrder)
{
    auto const first = "root-key " + root.root.keys[0].key.text() + '\n';
    auto const second = "root-key " + root.root.keys[1].key.text() + '\n';
    EXPECT_EQ(refusal<Root>(replaced(root.text(), first + second, second + first)), Refusal::not_canonical);
}

TEST_F(RootTest, RefusesCarriageReturnsByTheirOwnWord)
{
    EXPECT_EQ(refusal<Root>(replaced(root.text(), "\n", "\r\n")), Refusal::line_ends);
}

TEST_F(RootTest, RefusesANameThatCouldMisleadAReader)
{
    for (auto const* name : {"a\xe2\x80\xae"
                             "b",
                             "a\xe2\x81\xa6"
                             "b",
                             "a\x07"
                             "b",
                             "a\xe2\x80\xa8"
                             "b",
                             "e\xcc\x81"}) {
        EXPECT_EQ(refusal<Root>(replaced(root.text(), "Example Collective", name)), Refusal::bad_name) << name;
    }
    EXPECT_EQ(refusal<Root>(replaced(root.text(), "Example Collective", std::string(201, 'x'))), Refusal::bad_name);
    EXPECT_TRUE(Root::parse(as_bytes(replaced(root.text(), "Example Collective", "شب‌نامه"))));
}

TEST_F(RootTest, HoldsAtMostSixteenKeysPerRole)
{
    root.release.keys.clear();
    for (int i = 0; i < 17; ++i) root.release.keys.push_back({test::Pen{std::to_string(i)}.key(), day("2028-05-01")});
    EXPECT_EQ(refusal<Root>(root.text()), Refusal::malformed);
    root.release.keys.pop_back();
    EXPECT_TRUE(Root::parse(as_bytes(root.text())));
}

TEST_F(RootTest, RefusesThresholdsThatNobodyOrEverybodyCouldNotMeet)
{
    auto changed = root;
    changed.release.threshold = 0;
    EXPECT_EQ(check_policy(changed).error(), Refusal::bad_policy);
    changed = root;
    changed.root.threshold = 4;
    EXPECT_EQ(check_policy(changed).error(), Refusal::bad_policy);
    changed = root;
    changed.release.threshold = 3;
    EXPECT_EQ(check_policy(changed).error(), Refusal::bad_policy);
}

TEST_F(RootTest, RefusesAFirstRootThatClaimsAPast)
{
    for (auto change : {+[](Root& r) { r.epoch = 1; }, +[](Root& r) { r.prev = sha256(as_bytes("x")); },
                        +[](Root& r) {
                            r.floor = FeedPoint{0, 1, sha256(as_bytes("x"))};
                        },
                        +[](Root& r) { r.publisher = PublisherId{}; }}) {
        auto changed = root;
        change(changed);
        EXPECT_EQ(check_policy(changed).error(), Refusal::bad_first_root);
    }
}

TEST_F(RootTest, RefusesAKeyOutsideThePrimeOrderGroup)
{
    root.announce.key = *PublicKey::from_hex("f1ad32719de75e5c725b812ffdcf0fa7f7e912ec45ccfc53a2146eeab76f7fda");
    EXPECT_EQ(check_policy(root).error(), Refusal::unsafe_key);
}

TEST_F(RootTest, RefusesOneKeyInTwoRolesOrTwiceInOne)
{
    auto changed = root;
    changed.release.keys[0].key = changed.root.keys[0].key;
    EXPECT_EQ(check_policy(changed).error(), Refusal::key_twice);
    changed = root;
    changed.release.keys[0].key.key = changed.release.keys[1].key.key;
    EXPECT_EQ(check_policy(changed).error(), Refusal::key_twice);
}

TEST_F(RootTest, RefusesTwoKeysWithOneKeyId)
{
    root.announce.id = root.root.keys[0].key.id;
    EXPECT_EQ(check_policy(root).error(), Refusal::key_id_twice);
}

TEST_F(RootTest, RefusesAnEpochBeyondTheLast)
{
    auto next = newsroom.next_root();
    next.epoch = epoch_bound;
    EXPECT_EQ(check_policy(next).error(), Refusal::wrong_epoch);
}

class FeedTest : public ::testing::Test {
protected:
    test::Newsroom newsroom;
    Feed feed = newsroom.next_feed();
};

TEST_F(FeedTest, ReadsWhatItWrites)
{
    feed.mirrors = {"https://one.example/", "https://[2001:db8::1]:8443/nightletter/"};
    feed.releases = {test::release_of("b"), test::release_of("a")};
    feed.releases[1].replaces = feed.releases[0].bundle;
    feed.withdrawals = {{feed.releases[0].bundle, sha256(as_bytes("w"))}};
    EXPECT_EQ(Feed::parse(as_bytes(feed.text())), feed);
}

TEST_F(FeedTest, RefusesWithdrawLinesThatAreNotInOrder)
{
    feed.withdrawals = {{test::release_of("a").bundle, {}}, {test::release_of("b").bundle, {}}};
    auto const text = feed.text();
    auto const first = text.find("withdraw ");
    auto const second = text.find("withdraw ", first + 1);
    auto const end = text.find("end\n", second);
    auto const swapped =
        text.substr(0, first) + text.substr(second, end - second) + text.substr(first, second - first) + "end\n";
    EXPECT_EQ(refusal<Feed>(swapped), Refusal::not_canonical);
}

TEST_F(FeedTest, RefusesABundleOnTwoReleaseLinesOrTwoWithdrawLines)
{
    auto changed = feed;
    changed.releases = {test::release_of("a"), test::release_of("a")};
    EXPECT_EQ(refusal<Feed>(changed.text()), Refusal::bundle_twice);
    changed = feed;
    changed.withdrawals = {{{}, {}}, {{}, sha256(as_bytes("x"))}};
    EXPECT_EQ(refusal<Feed>(changed.text()), Refusal::bundle_twice);
}

TEST_F(FeedTest, IsFreshForAtMost400Days)
{
    feed.fresh_until.seconds = feed.issued.seconds + 400 * 86400;
    EXPECT_TRUE(Feed::parse(as_bytes(feed.text())));
    ++feed.fresh_until.seconds;
    EXPECT_EQ(refusal<Feed>(feed.text()), Refusal::bad_dates);
    feed.fresh_until = feed.issued;
    EXPECT_EQ(refusal<Feed>(feed.text()), Refusal::bad_dates);
}

TEST_F(FeedTest, HasNoPredecessorExactlyWhenItIsTheFirst)
{
    feed.prev = sha256(as_bytes("x"));
    EXPECT_EQ(refusal<Feed>(feed.text()), Refusal::broken_chain);
    feed.seq = 2;
    EXPECT_TRUE(Feed::parse(as_bytes(feed.text())));
    feed.prev = {};
    EXPECT_EQ(refusal<Feed>(feed.text()), Refusal::broken_chain);
}

TEST_F(FeedTest, TakesOnlyPlainHttpsFoldersAsMirrors)
{
    for (auto const* address :
         {"http://a.example/", "HTTPS://a.example/", "https://A.example/", "https://a.example", "https://u@a.example/",
          "https://a.example/?q=/", "https://a.example/#/", "https:///", "https://a.ex\x7f/", "https://\xc3\xa4.ex/"}) {
        EXPECT_FALSE(is_mirror_address(address)) << address;
        auto changed = feed;
        changed.mirrors = {address};
        EXPECT_EQ(refusal<Feed>(changed.text()), Refusal::bad_mirror) << address;
    }
    EXPECT_FALSE(is_mirror_address("https://a.example/" + std::string(200, 'x') + '/'));
}

TEST_F(FeedTest, HoldsAtMost64MirrorsAnd8192Releases)
{
    feed.mirrors.assign(64, "https://a.example/");
    EXPECT_TRUE(Feed::parse(as_bytes(feed.text())));
    feed.mirrors.emplace_back("https://a.example/");
    EXPECT_EQ(refusal<Feed>(feed.text()), Refusal::too_many_lines);
    feed.mirrors.clear();
    for (int i = 0; i < 8192; ++i) feed.releases.push_back(test::release_of(std::to_string(i)));
    EXPECT_TRUE(Feed::parse(as_bytes(feed.text())));
    feed.releases.push_back(test::release_of("one more"));
    EXPECT_EQ(refusal<Feed>(feed.text()), Refusal::too_many_lines);
}

TEST_F(FeedTest, RefusesADocumentOverItsLimitBeforeReadingIt)
{
    EXPECT_EQ(refusal<Feed>(std::string(largest_feed + 1, 'x')), Refusal::too_large);
}

TEST_F(FeedTest, KeepsSequenceNumbersBelowTheirBound)
{
    auto changed = newsroom.next_feed();
    changed.prev = sha256(as_bytes("x"));
    changed.seq = seq_bound - 1;
    EXPECT_TRUE(Feed::parse(as_bytes(changed.text())));
    changed.seq = seq_bound;
    EXPECT_EQ(refusal<Feed>(changed.text()), Refusal::malformed);
}

class WithdrawalTest : public ::testing::Test {
protected:
    test::Newsroom newsroom;
    Withdrawal withdrawal{newsroom.id(), 1, test::release_of("a").bundle, Reason::error, at("2026-05-04T00:00:00Z"),
                          std::nullopt};
};

TEST_F(WithdrawalTest, ReadsWhatItWritesForEveryReason)
{
    for (auto const reason : {Reason::source_danger, Reason::error, Reason::law, Reason::superseded, Reason::hide}) {
        withdrawal.reason = reason;
        withdrawal.until.reset();
        if (reason == Reason::hide) withdrawal.until = at("2026-05-18T00:00:00Z");
        EXPECT_EQ(Withdrawal::parse(as_bytes(withdrawal.text())), withdrawal) << word(reason);
    }
}

TEST_F(WithdrawalTest, LetsOnlyAHideLapseAndThatWithinFourteenDays)
{
    withdrawal.until = at("2026-05-05T00:00:00Z");
    EXPECT_EQ(refusal<Withdrawal>(withdrawal.text()), Refusal::bad_dates);
    withdrawal.reason = Reason::hide;
    EXPECT_TRUE(Withdrawal::parse(as_bytes(withdrawal.text())));
    withdrawal.until = at("2026-05-18T00:00:01Z");
    EXPECT_EQ(refusal<Withdrawal>(withdrawal.text()), Refusal::bad_dates);
    withdrawal.until = withdrawal.issued;
    EXPECT_EQ(refusal<Withdrawal>(withdrawal.text()), Refusal::bad_dates);
    withdrawal.until.reset();
    EXPECT_EQ(refusal<Withdrawal>(withdrawal.text()), Refusal::bad_dates);
}

TEST_F(WithdrawalTest, RefusesAReasonThatIsNotInTheList)
{
    EXPECT_EQ(refusal<Withdrawal>(replaced(withdrawal.text(), "reason error", "reason whim")), Refusal::malformed);
}

TEST(TrustedCommentTest, SaysWhatWasSignedByWhom)
{
    test::Newsroom newsroom;
    auto const hash = sha256(as_bytes("x"));
    auto const id = publisher_text(newsroom.id());
    EXPECT_EQ(TrustedComment::of_root(newsroom.newest_root(), hash).text(), "nightletter root self 1 " + hash.hex());
    EXPECT_EQ(TrustedComment::of_root(newsroom.next_root(), hash).text(),
              "nightletter root " + id + " 2 " + hash.hex());
    EXPECT_EQ(TrustedComment::of_feed(newsroom.next_feed(), hash).text(),
              "nightletter feed " + id + " 0.1 " + hash.hex());
    EXPECT_EQ(TrustedComment::of_bundle(newsroom.id(), BundleId{}).text(),
              "nightletter bundle " + id + " - " + BundleId{}.hex());
}

}  // namespace
}  // namespace nightletter::trust
