// The promise of reader/pack_contents.hpp with pack_plan.hpp (docs/formats.md section 5): only what is believed and
// sound goes into a pack, a pack never loses a newer word to an older source, and no page can carry a stranger's
// markup.
#include "reader/pack_contents.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "packs/directory.hpp"
#include "reader/pack_plan.hpp"
#include "tests/support/signer_output.hpp"
#include "tests/support/temporary_directory.hpp"
#include "trust/withdrawal_list.hpp"

namespace nightletter::reader {
namespace {

namespace fs = std::filesystem;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

class PackContentsTest : public ::testing::Test {
protected:
    test::TemporaryDirectory directory;
    test::Newsroom publisher{"Example Collective"};
    test::SignerOutput output{publisher, directory / "output"};
    fs::path const pack = directory / "pack";

    PackContents gather(PackChoice choice = {})
    {
        PackContents contents{std::move(choice), publisher.newest_root().issued, {}};
        contents.gather(pack, output.directory());
        return contents;
    }
    PackContents write(PackChoice choice = {})
    {
        auto contents = gather(std::move(choice));
        auto written = packs::PackDirectory::begin(pack);
        auto const units = pack_plan(contents);
        EXPECT_TRUE(written && units);
        for (auto const& unit : *units) EXPECT_TRUE(written->put(unit));
        EXPECT_TRUE(written->finish());
        return contents;
    }
    // By a document that lies beside the feed.
    trust::Candidate withdraw(BundleId const& bundle)
    {
        trust::Withdrawal withdrawal;
        withdrawal.publisher = publisher.id();
        withdrawal.bundle = bundle;
        withdrawal.reason = trust::Reason::error;
        withdrawal.issued = publisher.newest_root().issued;
        auto const document = test::signed_by(publisher.withdraw_pens, withdrawal);
        auto const name = "withdrawal." + test::hash_of(document).hex();
        auto const folder = output.directory() / "publishers" / publisher_text(publisher.id());
        test::write_text(folder / name, as_text(document.document));
        test::write_text(folder / (name + ".minisig"), as_text(document.signatures));
        return document;
    }
    // With a withdrawal that the next feed names.
    void take_back(BundleId const& bundle)
    {
        auto const document = withdraw(bundle);
        auto feed = publisher.next_feed();
        feed.releases.clear();
        feed.withdrawals = {{bundle, test::hash_of(document)}};
        output.write_documents(publisher.publish(feed));
    }
    static std::vector<std::string> paths(PackContents const& contents)
    {
        auto const plan = pack_plan(contents);
        std::vector<std::string> found;
        for (auto const& unit : *plan) found.push_back(unit.path);
        return found;
    }
};

TEST_F(PackContentsTest, TakesEveryBundleThatTheNewestFeedNames)
{
    auto const one = output.add("one");
    auto const two = output.add("two");
    auto const contents = gather();
    EXPECT_EQ(contents.bundles().size(), 2U);
    EXPECT_TRUE(contents.left_out().empty());
    auto const found = paths(contents);
    EXPECT_EQ(found.front(), "publishers/" + publisher_text(publisher.id()));
    EXPECT_THAT(found, Contains("bundles/" + bundle_text(one.id)));
    EXPECT_THAT(found, Contains("torrents/" + bundle_text(two.id) + ".torrent"));
    EXPECT_EQ(found.back(), "index.html");
}

TEST_F(PackContentsTest, LeavesOutWhatIsNotAsItWasSignedAndSaysWhich)
{
    auto const printed = output.add("one");
    output.add("two");
    test::write_text(printed.directory / "data/transcript.en.txt", "forged\n");
    auto const contents = gather();
    EXPECT_EQ(contents.bundles().size(), 1U);
    ASSERT_EQ(contents.left_out().size(), 1U);
    EXPECT_EQ(contents.left_out().front().bundle, printed.id);
}

TEST_F(PackContentsTest, LeavesOutWhatTheReceiverHas)
{
    auto const one = output.add("one");
    auto const two = output.add("two");
    PackChoice choice;
    choice.receiver_holds.held[one.id] = bundles::TierSet::all();
    auto const contents = gather(choice);
    EXPECT_EQ(contents.spared(), 1U);
    EXPECT_EQ(contents.bundles().size(), 1U);
    EXPECT_TRUE(contents.bundles().contains(two.id));
}

TEST_F(PackContentsTest, TakesOneBundleWithItsPublishersWord)
{
    auto const one = output.add("one");
    output.add("two");
    PackChoice choice;
    choice.bundle = one.id;
    auto const contents = gather(choice);
    EXPECT_EQ(contents.bundles().size(), 1U);
    EXPECT_EQ(contents.publishers().size(), 1U);
}

TEST_F(PackContentsTest, TakesNobodyWhoWasNotMeant)
{
    output.add("one");
    PackChoice choice;
    choice.publisher = test::Newsroom{"Somebody Else"}.id();
    auto const contents = gather(choice);
    EXPECT_TRUE(contents.publishers().empty());
    EXPECT_TRUE(contents.bundles().empty());
}

TEST_F(PackContentsTest, CarriesNothingTwiceToTheSamePack)
{
    output.add("one");
    write();
    auto const again = gather();
    ASSERT_EQ(again.bundles().size(), 1U);
    EXPECT_EQ(again.bundles().begin()->second.lies, Lies::in_pack);
    EXPECT_TRUE(again.outdated().empty());
}

TEST_F(PackContentsTest, AnOlderSourceTakesNoNewerWordAway)
{
    output.add("one");
    auto const old = output.newest_feed();
    output.add("two");
    write();
    output.write_documents(old);
    auto const contents = write();
    EXPECT_EQ(contents.publishers().begin()->second.acceptance().feed()->point().seq, 2U);
    EXPECT_EQ(contents.bundles().size(), 2U);
}

TEST_F(PackContentsTest, TakesOutOfThePackWhatThePublisherTookBack)
{
    auto const one = output.add("one");
    write();
    take_back(one.id);
    auto const contents = gather();
    EXPECT_TRUE(contents.bundles().empty());
    EXPECT_EQ(contents.outdated(), std::vector<BundleId>{one.id});
}

TEST_F(PackContentsTest, PassesOnWhatTakesABundleBack)
{
    auto const one = output.add("one");
    take_back(one.id);
    write();
    auto const folder = pack / "publishers" / publisher_text(publisher.id());
    EXPECT_EQ(std::ranges::count_if(
                  fs::directory_iterator{folder},
                  [](auto const& entry) { return entry.path().filename().string().starts_with("withdrawal."); }),
              2);
    EXPECT_FALSE(fs::exists(folder / "withdrawals"));
    EXPECT_FALSE(fs::exists(pack / "bundles"));
}

// docs/formats.md 5.11: for whoever puts the pack onto a web server.
TEST_F(PackContentsTest, ListsTheWithdrawalsThatTheFeedDoesNotName)
{
    auto const one = output.add("one");
    auto const document = withdraw(one.id);
    write();
    auto const list = trust::WithdrawalList{{test::hash_of(document)}}.text();
    EXPECT_EQ(test::read_text(pack / "publishers" / publisher_text(publisher.id()) / "withdrawals"), list);
    EXPECT_FALSE(fs::exists(pack / "bundles"));
}

TEST_F(PackContentsTest, ReplacesWhatWasDamagedInThePack)
{
    auto const one = output.add("one");
    write();
    auto const copy = pack / "bundles" / bundle_text(one.id) / "one" / "data/transcript.en.txt";
    test::write_text(copy, "damaged\n");
    auto const contents = gather();
    EXPECT_EQ(contents.outdated(), std::vector<BundleId>{one.id});
    EXPECT_EQ(contents.bundles().at(one.id).lies, Lies::in_source);
}

TEST_F(PackContentsTest, CanBeGatheredFromAnotherPack)
{
    output.add("one");
    write();
    PackContents contents{{}, publisher.newest_root().issued, {}};
    contents.gather(directory / "another", pack);
    EXPECT_EQ(contents.bundles().size(), 1U);
    EXPECT_EQ(contents.publishers().size(), 1U);
}

TEST_F(PackContentsTest, PlansPagesAndTorrentsWithoutKeepingThem)
{
    auto const printed = output.add("one");
    auto const contents = gather();
    auto const units = pack_plan(contents);
    ASSERT_TRUE(units);
    std::size_t made = 0;
    for (auto const& unit : *units) {
        bool const is_made = unit.path.starts_with("pages/") || unit.path.starts_with("torrents/");
        EXPECT_EQ(std::holds_alternative<packs::MadeFile>(unit.files.front().contents), is_made) << unit.path;
        made += is_made ? 1 : 0;
    }
    EXPECT_EQ(made, 2U);
    // What changes after it was judged is not written.
    test::write_text(output.directory() / "one.torrent", "no torrent");
    auto written = packs::PackDirectory::begin(pack);
    ASSERT_TRUE(written);
    for (auto const& unit : *units) {
        EXPECT_EQ(written->put(unit).has_value(), !unit.path.starts_with("torrents/")) << unit.path;
    }
}

TEST_F(PackContentsTest, EscapesEverythingOfAPublishersOnItsPages)
{
    test::Newsroom loud{"<script>alert(1)</script>"};
    test::SignerOutput shouting{loud, directory / "output"};
    auto const printed = shouting.add("one");
    write();
    auto const index = test::read_text(pack / "index.html");
    auto const page = test::read_text(pack / "pages" / (bundle_text(printed.id) + ".html"));
    for (auto const& html : {index, page}) {
        EXPECT_THAT(html, Not(HasSubstr("<script")));
        EXPECT_THAT(html, HasSubstr("&lt;script&gt;"));
        EXPECT_THAT(html, HasSubstr("Content-Security-Policy"));
    }
    EXPECT_THAT(index, HasSubstr("pages/" + bundle_text(printed.id) + ".html"));
    EXPECT_THAT(page, HasSubstr("Not checked on this computer"));
}

}  // namespace
}  // namespace nightletter::reader
