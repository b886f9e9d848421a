// docs/handbook.md, "Traffic", with nightletterd as people run it: a limit is held, a month's budget ends what is
// fetched and given, and a start goes on counting.
#include <thread>

#include "store/traffic_months.hpp"
#include "tests/daemon/desk.hpp"

namespace nightletter::test {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

class DaemonTrafficTest : public DeskTest {};

TEST_F(DaemonTrafficTest, AMirrorKeepsToItsRateAndToItsMonthOverAKill)
{
    auto const large = output.add("night-school", {{"data/media/talk.opus", noise(30'000'000)}});
    ASSERT_TRUE(desk.says(sealed(large.id)));
    RunningDaemon mirror{place / "mirror", publisher.id()};
    mirror.configured("[traffic]\nwindows = [\"00:00-24:00 down 1500 KB/s\"]\nmonthly = \"100 MB\"\n");
    store::TrafficMonths others;
    others.add(store::Month::of(SystemClock{}.now()), {50'000'000, 34'000'000});
    ASSERT_TRUE(mirror.start());  // makes the store
    ASSERT_EQ(mirror.stop(), 0);
    write_text(mirror.store() / "traffic/nightletter-gateway", others.text());
    mirror.knows(desk.endpoint());
    auto const begun = std::chrono::steady_clock::now();
    ASSERT_TRUE(mirror.start());
    ASSERT_TRUE(mirror.says("traffic state=text-only")) << mirror.log();
    EXPECT_GE(std::chrono::steady_clock::now() - begun, 2s);  // four, but for what is let through at first
    std::this_thread::sleep_for(6s);                          // until it is written down
    mirror.kill();

    ASSERT_TRUE(mirror.start());
    ASSERT_TRUE(mirror.says("traffic state=text-only")) << mirror.log();
    auto const small = output.add("day-school", {{"data/media/talk.opus", noise(500'000)}});
    ASSERT_TRUE(mirror.says(sealed(small.id))) << mirror.log();
    EXPECT_FALSE(fs::exists(copy_in(mirror, small) / "data/media/talk.opus"));
    EXPECT_FALSE(fs::exists(copy_in(mirror, large)));
    EXPECT_EQ(mirror.log().find("state=within-budget"), std::string::npos);
    EXPECT_EQ(mirror.stop(), 0);
}

}  // namespace
}  // namespace nightletter::test
