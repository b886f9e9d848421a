// What a person reads before they agree: made from the documents, in sentences, and nothing can stand between the
// lines.
#include "signer/change_words.hpp"

#include <gmock/gmock.h>

#include "bundles/metadata.hpp"
#include "tests/signer/desk_table.hpp"

namespace nightletter::signer {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

using test::at;

class ChangeWordsTest : public ::testing::Test {
protected:
    test::DeskTable desk{3, {2, 2, 2}};
    UtcTime now = at("2026-05-03T10:00:00Z");

    void SetUp() override
    {
        auto first = desk.next_feed(at("2026-05-02T10:00:00Z"));
        first.releases = {test::release(1), test::release(2)};
        first.mirrors = {"https://old.example/"};
        desk.publish(first, {0, 1});
    }

    [[nodiscard]] std::vector<std::string> said(Proposal const& proposal) const
    {
        return change_words(desk.own, proposal, {});
    }
    [[nodiscard]] trust::Withdrawal taken_back(trust::Reason reason) const
    {
        return {desk.own.id, desk.own.root.version, test::release(1).bundle, reason, now, std::nullopt};
    }
    [[nodiscard]] PreparedBundle a_bundle(std::string title, std::optional<BundleId> replaces) const
    {
        bundles::Metadata metadata;
        metadata.title = {{"en", std::move(title)}};
        metadata.language = "en";
        metadata.date = "2022";
        metadata.speakers = {{"a", {{"en", "Ana"}}, false, bundles::Role::unspecified},
                             {"b", {{"en", "Bo"}}, true, bundles::Role::unspecified}};
        metadata.rights = "CC-BY-4.0";
        auto const json = copy_of(as_bytes(bundles::metadata_text(metadata)));
        bundles::Payload const payload{
            {{*bundles::BundlePath::parse("data/metadata.json"), bundles::digest_bytes(json)}}, json.size()};
        auto const slug = *bundles::Slug::parse("talk");
        auto tag_files = bundles::make_tag_files(desk.own.id, slug, payload,
                                                 {{desk.publisher.files.document, desk.publisher.files.signatures}});
        return {slug, payload, tag_files, json, replaces};
    }
};

TEST_F(ChangeWordsTest, OfAFeedSayItsPlaceItsLengthAndUntilWhen)
{
    auto const lines = said({std::nullopt, {}, std::nullopt, desk.next_feed(now)});
    EXPECT_THAT(lines,
                ElementsAre("The list of everything published: feed 2 takes the place of feed 1 and lists 2 bundles.",
                            "  signed 2026-05-03T10:00:00Z, counts as fresh until 2026-06-02T10:00:00Z"));
}

TEST_F(ChangeWordsTest, OfAFeedNameEachMirrorThatComesOrGoes)
{
    auto feed = desk.next_feed(now);
    feed.mirrors = {"https://new.example/"};
    auto const lines = said({std::nullopt, {}, std::nullopt, feed});
    EXPECT_THAT(lines, Contains("  mirror in:  https://new.example/"));
    EXPECT_THAT(lines, Contains("  mirror out: https://old.example/"));
}

TEST_F(ChangeWordsTest, NameABundleThatVanishesWithoutBeingTakenBack)
{
    auto feed = desk.next_feed(now);
    feed.releases.pop_back();
    auto const lines = said({std::nullopt, {}, std::nullopt, feed});
    EXPECT_THAT(lines, Contains(StartsWith("  no longer listed: " + bundle_text(test::release(2).bundle))));
}

TEST_F(ChangeWordsTest, OfAWithdrawalSayWhatMirrorsDoAndThatCopiesMayExist)
{
    auto feed = desk.next_feed(now);
    auto const withdrawal = taken_back(trust::Reason::source_danger);
    (void)list_withdrawal(feed, withdrawal, {});
    auto const lines = said({std::nullopt, {withdrawal}, std::nullopt, feed});
    EXPECT_EQ(lines.front(), "A bundle is taken back (source-danger):");
    EXPECT_THAT(lines, Contains(HasSubstr("deletes its copy 72 hours later")));
    EXPECT_THAT(lines, Contains(HasSubstr("Other copies may exist")));
    EXPECT_THAT(lines, Not(Contains(HasSubstr("no longer listed")))) << "it is said once";
}

TEST_F(ChangeWordsTest, OfABundleAndTheWithdrawalOfTheOneItReplacesSayBoth)
{
    auto const replaced = test::release(1).bundle;
    auto feed = desk.next_feed(now);
    auto const withdrawal = taken_back(trust::Reason::error);
    (void)list_withdrawal(feed, withdrawal, {});
    auto const lines = said({std::nullopt, {withdrawal}, a_bundle("A talk", replaced), feed});
    EXPECT_EQ(lines.front(), "A bundle is published:");
    EXPECT_THAT(lines, Contains("  it replaces " + bundle_text(replaced)));
    EXPECT_THAT(lines, Contains("A bundle is taken back (error):"));
    EXPECT_THAT(lines,
                Contains("The list of everything published: feed 2 takes the place of feed 1 and lists 2 bundles."));
}

TEST_F(ChangeWordsTest, SayWhoSpeaksAndWhoseNameIsAPseudonym)
{
    EXPECT_THAT(bundle_words(a_bundle("A talk", std::nullopt)),
                ElementsAre("A talk (2022)", "speaker: Ana", "speaker: Bo (a pseudonym)", StartsWith("nlb1")));
}

TEST_F(ChangeWordsTest, KeepARightToLeftTitleFromReorderingTheSentence)
{
    EXPECT_EQ(bundle_words(a_bundle("گفت‌وگو", std::nullopt)).front(), "\u2068گفت‌وگو\u2069 (2022)");
    EXPECT_EQ(isolated("plain"), "plain");
}

TEST_F(ChangeWordsTest, OfARootSayWhichDocumentTakesThePlaceOfWhich)
{
    auto root = desk.next_root(now);
    root.release.threshold = 3;
    auto const feed = feed_under(desk.own, root, std::nullopt, now, 30);
    ASSERT_TRUE(feed);
    auto const lines = said({root, {}, std::nullopt, *feed});
    EXPECT_EQ(lines.front(), "Who decides: root document 2 takes the place of 1.");
    EXPECT_THAT(lines, Contains(AllOf(StartsWith("  to publish, 3 of 3 must sign"), HasSubstr("until now 2 of 3"))));
    EXPECT_THAT(lines, Each(Not(HasSubstr("\n"))));
}

}  // namespace
}  // namespace nightletter::signer
