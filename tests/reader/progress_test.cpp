// The promise of reader/progress.hpp: something is said at once; a log gets a line now and then, a terminal one line
// that is written over, a program JSON lines; and nobody is told a protocol's words or a publisher's control
// characters.
#include "reader/progress.hpp"

#include <gmock/gmock.h>

namespace nightletter::reader {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

Progress::Moment const start{};
constexpr std::chrono::seconds second{1};

mirror::BundleProgress fetching(std::uint64_t held)
{
    mirror::BundleProgress report;
    report.standing = {InfoHash{}, swarm::Stage::fetching, held, 200, 2};
    return report;
}

mirror::PublisherAdopted adopted(std::string name)
{
    mirror::PublisherAdopted report;
    report.name = std::move(name);
    report.seq = 17;
    report.releases = 1;
    return report;
}

TEST(ProgressTest, SaysSomethingAtOnce)
{
    EXPECT_EQ(Progress{ProgressForm::plain}.asking(start), "asking for the publisher's newest word\n");
    EXPECT_THAT(Progress{ProgressForm::terminal}.asking(start), HasSubstr("asking"));
    EXPECT_EQ(Progress{ProgressForm::none}.asking(start), "");
}

TEST(ProgressTest, WritesAPlainLineEveryTenSeconds)
{
    Progress progress{ProgressForm::plain};
    EXPECT_EQ(progress.line(fetching(50), start), "fetching 25 %, from 2 mirrors\n");
    EXPECT_EQ(progress.line(fetching(60), start + 9 * second), "");
    EXPECT_EQ(progress.line(fetching(100), start + 10 * second), "fetching 50 %, from 2 mirrors\n");
}

TEST(ProgressTest, WritesOverItsLineOnATerminalAndClearsIt)
{
    Progress progress{ProgressForm::terminal};
    EXPECT_THAT(progress.line(fetching(50), start), StartsWith("\r\x1b[K"));
    EXPECT_THAT(progress.line(fetching(50), start), Not(HasSubstr("\n")));
    EXPECT_EQ(progress.line(adopted("Collective"), start), "\r\x1b[KCollective: feed 17, 1 bundle\n");
    EXPECT_EQ(progress.finish(), "");
    (void)progress.line(fetching(60), start);
    EXPECT_EQ(progress.finish(), "\r\x1b[K");
}

TEST(ProgressTest, GivesProgramsALineOfJsonForEachReport)
{
    Progress progress{ProgressForm::json};
    EXPECT_EQ(progress.asking(start), "");
    EXPECT_THAT(progress.line(adopted("Collective"), start), HasSubstr(R"("type":"publisher")"));
    EXPECT_THAT(progress.line(fetching(60), start), HasSubstr(R"("held":60,"wanted":200)"));
    EXPECT_EQ(progress.line(mirror::Report{swarm::Listening{}}, start), "");
}

TEST(ProgressTest, LetsNoControlCharacterOfANameThrough)
{
    EXPECT_THAT(Progress{ProgressForm::plain}.line(adopted("a\x1b[2Jb"), start), Not(HasSubstr("\x1b")));
}

TEST(ProgressTest, ToldNothingIsWantedDividesByNothing)
{
    mirror::BundleProgress report;
    report.standing.stage = swarm::Stage::fetching;
    EXPECT_EQ(Progress{ProgressForm::plain}.line(report, start), "fetching 0 %, from 0 mirrors\n");
}

}  // namespace
}  // namespace nightletter::reader
