// daemon/README.md: the log is evidence. A line is a fixed word with fields; no address of a peer, no path outside the
// store; a complaint that repeats is written once.
#include "daemon/journal.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nightletter::daemon {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class JournalTest : public ::testing::Test {
protected:
    // What the reports leave on standard error.
    template <class... Reports>
    std::string written(config::LogLevel level, Reports const&... reports)
    {
        ::testing::internal::CaptureStderr();
        Journal journal{level};
        (journal.write(entry_of(reports, "/srv/mirror/store")), ...);
        return ::testing::internal::GetCapturedStderr();
    }

    PublisherId publisher;
    BundleId bundle;
};

TEST_F(JournalTest, SaysWhatWasSealed)
{
    auto const line = written(config::LogLevel::info, mirror::BundleSealed{publisher, bundle, "night-school", 9397});
    EXPECT_THAT(line, HasSubstr("Z info sealed bundle=" + bundle_text(bundle) + " publisher="));
    EXPECT_THAT(line, EndsWith(" bytes=9397\n"));
}

TEST_F(JournalTest, NamesPathsOnlyInsideTheStore)
{
    auto const inside = mirror::MirrorTroubled{{"open", "/srv/mirror/store/bundles/x", "no such file"}};
    auto const outside = mirror::MirrorTroubled{{"open", "/home/mina/incoming", "no such file"}};
    auto const lines = written(config::LogLevel::debug, inside, outside);
    EXPECT_THAT(lines, HasSubstr("subject=\"store/bundles/x\""));
    EXPECT_THAT(lines, HasSubstr("subject=\"a path outside the store\""));
    EXPECT_THAT(lines, Not(HasSubstr("mina")));
}

TEST_F(JournalTest, NamesNothingThatCouldNameAPerson)
{
    auto const lines = written(
        config::LogLevel::debug, mirror::BundleSealed{publisher, bundle, "shirin", 9397},
        mirror::BundleDamaged{bundle, {"data/media/shirin.opus", "data/media/shirin.png", "data/transcript.fa.txt"}},
        mirror::BundleRefused{publisher, bundle, "content-mismatch", "data/media/shirin.opus"},
        mirror::MirrorTroubled{{"read", "/srv/mirror/store/bundles/nlb1x/shirin/data/media/shirin.opus", "broken"}});
    EXPECT_THAT(lines, Not(HasSubstr("shirin")));
    EXPECT_THAT(lines, HasSubstr("files=\"data/media/, data/transcript.fa.txt\""));
    EXPECT_THAT(lines, HasSubstr("subject=\"store/bundles/nlb1x\""));
}

TEST_F(JournalTest, HasAWordForEachStateOfTheMachineAndWritesItOnceAMinute)
{
    auto const met = [](int error, std::string const& where) {
        return mirror::MirrorTroubled{{"write", "/srv/mirror/store/" + where, "reason", Retry::may_help, error}};
    };
    auto const lines = written(config::LogLevel::info, met(ENOSPC, "a"), met(ENOSPC, "b"), met(EIO, "a"),
                               met(EROFS, "a"), met(EMFILE, "a"), met(EACCES, "a"), met(EACCES, "b"));
    EXPECT_THAT(lines, HasSubstr(" warning disk-full doing=\"write\" subject=\"store/a\""));
    EXPECT_THAT(lines, Not(HasSubstr("disk-full doing=\"write\" subject=\"store/b\"")));
    EXPECT_THAT(lines, HasSubstr(" warning disk-error "));
    EXPECT_THAT(lines, HasSubstr(" warning disk-read-only "));
    EXPECT_THAT(lines, HasSubstr(" warning files-exhausted "));
    EXPECT_THAT(lines, HasSubstr(" warning trouble doing=\"write\" subject=\"store/b\""));
}

TEST_F(JournalTest, TakesADirectoryThatOnlyBeginsLikeTheStoreForOutside)
{
    auto const line =
        written(config::LogLevel::info, mirror::MirrorTroubled{{"open", "/srv/mirror/store-of-mina", "no such file"}});
    EXPECT_THAT(line, HasSubstr("subject=\"a path outside the store\""));
}

TEST_F(JournalTest, WritesAComplaintThatRepeatsOnce)
{
    auto const refused = mirror::NeighbourRefused{publisher, mirror::Refusal::unasked};
    auto const once = written(config::LogLevel::info, refused);
    auto const thrice = written(config::LogLevel::info, refused, refused, refused);
    EXPECT_EQ(std::ranges::count(once, '\n'), 1);
    EXPECT_EQ(std::ranges::count(thrice, '\n'), 1);
}

TEST_F(JournalTest, WritesWhatAPublisherNamesItselfAsOneQuotedWord)
{
    mirror::PublisherAdopted adopted;
    adopted.name = R"(The "Night\School")";
    auto const line = written(config::LogLevel::info, adopted);
    EXPECT_THAT(line, HasSubstr(R"( name="The \"Night\\School\"" root=)"));
}

TEST_F(JournalTest, CountsWhatAStartPutRight)
{
    mirror::StoreRecovered recovered;
    recovered.missing = 2;
    recovered.is_catalogue_new = true;
    EXPECT_THAT(written(config::LogLevel::warning, recovered),
                EndsWith(" warning recovered returned=0 suspects=0 missing=2 strangers=0 damaged-records=0 "
                         "catalogue=made-anew\n"));
}

TEST_F(JournalTest, KeepsProgressForWhoeverAsksForIt)
{
    mirror::BundleProgress const progress{bundle, 100, {}};
    EXPECT_THAT(written(config::LogLevel::info, progress), IsEmpty());
    EXPECT_THAT(written(config::LogLevel::debug, progress), HasSubstr(" debug fetching bundle="));
}

TEST_F(JournalTest, SaysWhenAMonthsTrafficRunsOutAndWhenThereIsSomeAgain)
{
    auto const told = [&](mirror::Spending state) {
        return written(config::LogLevel::info, mirror::TrafficBudget{state, 90'000'000, 100'000'000});
    };
    EXPECT_THAT(told(mirror::Spending::text_only),
                EndsWith("Z warning traffic state=text-only used=90000000 monthly=100000000\n"));
    EXPECT_THAT(told(mirror::Spending::spent), HasSubstr(" warning traffic state=spent "));
    EXPECT_THAT(told(mirror::Spending::within_budget), HasSubstr(" info traffic state=within-budget "));
}

TEST_F(JournalTest, WritesEachStateOfAMonthsTrafficOnceAMinute)
{
    auto const at = [](mirror::Spending state) { return mirror::TrafficBudget{state, 1, 2}; };
    auto const lines = written(config::LogLevel::info, at(mirror::Spending::text_only), at(mirror::Spending::spent),
                               at(mirror::Spending::text_only));
    EXPECT_EQ(std::ranges::count(lines, '\n'), 2);
}

TEST_F(JournalTest, WarningsAreQuietAboutWhatWentWell)
{
    EXPECT_THAT(written(config::LogLevel::warning, mirror::BundleSealed{publisher, bundle, "night-school", 1}),
                IsEmpty());
}

}  // namespace
}  // namespace nightletter::daemon
