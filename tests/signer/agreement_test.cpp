// signer/agreement.hpp: everybody's signatures under one proposal, and whose they must be (docs/formats.md section 3).
#include "signer/agreement.hpp"

#include <gtest/gtest.h>

#include "bundles/file_digest.hpp"
#include "tests/signer/desk_table.hpp"
#include "trust/heads.hpp"

namespace nightletter::signer {
namespace {

using test::at;

class AgreementTest : public ::testing::Test {
protected:
    test::DeskTable desk{3, {2, 2, 2}};
    UtcTime now = at("2026-05-03T10:00:00Z");

    [[nodiscard]] Agreement agreement_on(Proposal proposal) const { return {desk.own, std::move(proposal)}; }
    [[nodiscard]] Agreement on_a_feed() const
    {
        return agreement_on({std::nullopt, {}, std::nullopt, desk.next_feed(now)});
    }
    // A new person takes the place of the third.
    [[nodiscard]] Proposal a_root(std::vector<PersonalKeys> const& newcomers) const
    {
        auto root = desk.next_root(now);
        root.root.keys.back() = {newcomers.front().root.key(), std::nullopt};
        auto feed = feed_under(desk.own, root, std::nullopt, now, 30);
        return {root, {}, std::nullopt, *feed};
    }
    [[nodiscard]] trust::Withdrawal a_withdrawal(trust::Reason reason) const
    {
        trust::Withdrawal made{desk.own.id, desk.own.root.version, test::release(1).bundle, reason, now, std::nullopt};
        if (reason == trust::Reason::hide) made.until = UtcTime{now.seconds + 86'400};
        return made;
    }
    [[nodiscard]] PreparedBundle a_bundle() const
    {
        auto const slug = *bundles::Slug::parse("talk");
        auto const metadata = copy_of(as_bytes("{}\n"));
        bundles::Payload const payload{
            {{*bundles::BundlePath::parse("data/metadata.json"), bundles::digest_bytes(metadata)}}, metadata.size()};
        auto tag_files = bundles::make_tag_files(desk.own.id, slug, payload,
                                                 {{desk.publisher.files.document, desk.publisher.files.signatures}});
        return {slug, payload, tag_files, metadata, std::nullopt};
    }
    [[nodiscard]] Proposal bundle_and_feed() const { return {std::nullopt, {}, a_bundle(), desk.next_feed(now)}; }
};

TEST_F(AgreementTest, IsCompleteWhenEveryDocumentHasItsThreshold)
{
    auto agreement = on_a_feed();
    agreement.sign(desk.keys_of({0}));
    EXPECT_FALSE(agreement.is_complete());
    EXPECT_EQ(agreement.find("feed")->signing.missing(), 1U);
    agreement.sign(desk.keys_of({2}));
    EXPECT_TRUE(agreement.is_complete());
}

TEST_F(AgreementTest, YieldsDocumentsThatAMirrorAccepts)
{
    auto agreement = on_a_feed();
    agreement.sign(desk.keys_of({0, 1}));
    auto const documents = agreement.documents();
    EXPECT_TRUE(judge_as_a_mirror(desk.own, documents, now));
    EXPECT_EQ(trust::Feed::parse(documents.find("feed")->second).value(), *agreement.feed());
}

TEST_F(AgreementTest, TakesSignaturesThatWereGivenElsewhere)
{
    auto elsewhere = on_a_feed();
    elsewhere.sign(desk.keys_of({1}));
    auto here = on_a_feed();
    here.sign(desk.keys_of({0}));
    EXPECT_EQ(here.take("feed", elsewhere.find("feed")->signing.file()), 1U);
    EXPECT_TRUE(here.is_complete());
    EXPECT_EQ(here.take("no such document", elsewhere.find("feed")->signing.file()), 0U);
}

TEST_F(AgreementTest, AsksForARootBothTheKeysBeforeAndItsOwn)
{
    auto newcomers = keys_for(1);
    auto agreement = agreement_on(a_root(newcomers));
    auto const& signing = agreement.find("root.2")->signing;
    OpenKeys newcomer;
    newcomer.root.push_back(test::DeskTable::copy(newcomers.front().root));
    agreement.sign(newcomer);
    EXPECT_EQ(signing.missing(desk.own.root.root), 2U) << "the newcomer has no say about their own coming";
    EXPECT_EQ(signing.missing(agreement.proposal().root->root), 1U);
    agreement.sign(desk.keys_of({0, 2}));
    EXPECT_TRUE(agreement.is_complete()) << "the one who leaves agreed, and so did two of those who stay";
    EXPECT_TRUE(judge_as_a_mirror(desk.own, agreement.documents(), now));
}

TEST_F(AgreementTest, IsNotCompleteByTheKeysBeforeAlone)
{
    auto const newcomers = keys_for(2);
    auto proposal = a_root(newcomers);
    proposal.root->root.keys = {{newcomers[0].root.key(), std::nullopt}, {newcomers[1].root.key(), std::nullopt}};
    auto agreement = agreement_on(proposal);
    agreement.sign(desk.keys_of({0, 1, 2}));
    EXPECT_FALSE(agreement.is_complete());
    EXPECT_EQ(agreement.find("root.2")->signing.missing(proposal.root->root), 2U);
}

TEST_F(AgreementTest, LetsTheNewRootJudgeTheFeedThatComesWithIt)
{
    auto const newcomers = keys_for(1);
    auto proposal = a_root(newcomers);
    proposal.root->release = {1, {{newcomers.front().release.key(), UtcDay{30'000}}}};
    proposal.root->withdraw.threshold = 2;
    auto agreement = agreement_on(proposal);
    agreement.sign(desk.keys_of({0, 1, 2}));
    EXPECT_EQ(agreement.find("feed")->signing.missing(), 1U) << "the release keys before no longer speak";
    OpenKeys newcomer;
    newcomer.release.push_back(test::DeskTable::copy(newcomers.front().release));
    agreement.sign(newcomer);
    EXPECT_TRUE(agreement.is_complete());
    EXPECT_TRUE(judge_as_a_mirror(desk.own, agreement.documents(), now));
}

TEST_F(AgreementTest, NeedsOneWithdrawKeyForAHideAndTheThresholdForEverythingElse)
{
    auto hide = agreement_on({std::nullopt, {a_withdrawal(trust::Reason::hide)}, std::nullopt, std::nullopt});
    hide.sign(desk.keys_of({1}));
    EXPECT_TRUE(hide.is_complete());
    EXPECT_TRUE(judge_as_a_mirror(desk.own, hide.documents(), now));
    auto error = agreement_on({std::nullopt, {a_withdrawal(trust::Reason::error)}, std::nullopt, std::nullopt});
    error.sign(desk.keys_of({1}));
    EXPECT_FALSE(error.is_complete());
    error.sign(desk.keys_of({0}));
    EXPECT_TRUE(judge_as_a_mirror(desk.own, error.documents(), now));
}

TEST_F(AgreementTest, MakesTheFeedOnlyOnceTheBundleIsSignedByEnough)
{
    auto agreement = agreement_on(bundle_and_feed());
    EXPECT_EQ(agreement.find("feed"), nullptr);
    agreement.sign(desk.keys_of({0}));
    EXPECT_EQ(agreement.find("feed"), nullptr);
    agreement.sign(desk.keys_of({1}));
    ASSERT_NE(agreement.find("feed"), nullptr);
    EXPECT_EQ(agreement.feed()->releases.back().info_hash, agreement.torrent().info_hash());
    EXPECT_FALSE(agreement.is_complete()) << "the first has not seen the feed yet";
    agreement.sign(desk.keys_of({0}));
    EXPECT_TRUE(agreement.is_complete());
    EXPECT_TRUE(judge_as_a_mirror(desk.own, agreement.documents(), now));
}

TEST_F(AgreementTest, FixesTheBundlesSignaturesWithTheFeedThatNamesThem)
{
    auto agreement = agreement_on(bundle_and_feed());
    agreement.sign(desk.keys_of({0, 1}));
    auto const info_hash = agreement.torrent().info_hash();
    agreement.sign(desk.keys_of({2}));
    EXPECT_EQ(agreement.torrent().info_hash(), info_hash);
    auto elsewhere = agreement_on(bundle_and_feed());
    elsewhere.sign(desk.keys_of({2}));
    EXPECT_EQ(agreement.take("tagmanifest-sha256.txt", elsewhere.find("tagmanifest-sha256.txt")->signing.file()), 0U);
}

TEST_F(AgreementTest, HasHeadsForTheSixtyWeeksFromTheFeedOn)
{
    auto agreement = on_a_feed();
    agreement.sign(desk.keys_of({0, 1}));
    auto const documents = agreement.documents();
    auto const heads = trust::Heads::parse(documents.find("heads")->second);
    ASSERT_TRUE(heads);
    EXPECT_EQ(heads->items.size(), 60U);
    auto const& feed = *agreement.feed();
    EXPECT_TRUE(trust::check_heads(*heads, {feed.epoch, feed.seq, sha256(documents.find("feed")->second)}, feed.issued,
                                   desk.own.id, desk.own.root.announce.key));
}

TEST_F(AgreementTest, TakesHeadsOfThisFeedFromWhoeverHoldsTheAnnounceKey)
{
    auto elsewhere = on_a_feed();
    elsewhere.sign(desk.keys_of({0}));
    auto here = on_a_feed();
    here.sign(desk.keys_of({1}));
    elsewhere.sign(desk.keys_of({1}));
    here.sign(desk.keys_of({2}));
    EXPECT_FALSE(here.documents().contains("heads"));
    auto const heads = elsewhere.documents().find("heads")->second;
    EXPECT_TRUE(here.take_heads(heads));
    EXPECT_EQ(here.documents().find("heads")->second, heads);
    auto later = agreement_on({std::nullopt, {}, std::nullopt, desk.next_feed(at("2026-06-03T10:00:00Z"))});
    EXPECT_FALSE(later.take_heads(heads));
}

TEST_F(AgreementTest, LeavesNoHeadsOfAnEarlierFeedBesideTheNewOne)
{
    desk.own.documents.insert_or_assign("heads", copy_of(as_bytes("of an earlier feed")));
    auto agreement = on_a_feed();
    agreement.sign(desk.keys_of({1, 2}));  // the announce key is elsewhere
    EXPECT_FALSE(agreement.documents().contains("heads"));
}

TEST_F(AgreementTest, SaysWhoseKeysAreWantedBeforeAnyIsOpened)
{
    auto const who = agreement_on(bundle_and_feed()).signatories();
    EXPECT_TRUE(who.root.empty());
    EXPECT_EQ(who.release, std::vector{desk.own.root.release});
    EXPECT_TRUE(who.withdraw.empty());
    EXPECT_EQ(who.announce, desk.own.root.announce);
    auto const alone = agreement_on({std::nullopt, {a_withdrawal(trust::Reason::law)}, std::nullopt, std::nullopt});
    EXPECT_TRUE(alone.signatories().release.empty());
    EXPECT_EQ(alone.signatories().withdraw, std::vector{desk.own.root.withdraw});
}

}  // namespace
}  // namespace nightletter::signer
