// docs/architecture.md, "The life of a bundle", with nightletterd as people run it: several processes on loopback that
// know a publisher's id and one address.
#include <fstream>
#include <random>
#include <thread>

#include "store/view_reader.hpp"
#include "tests/daemon/desk.hpp"

namespace nightletter::test {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

void flip_a_byte(fs::path const& file)
{
    fs::permissions(file, fs::perms::owner_all);
    std::fstream bytes{file, std::ios::in | std::ios::out | std::ios::binary};
    bytes.seekg(3);
    auto const old = static_cast<char>(bytes.get());
    bytes.seekp(3);
    bytes.put(static_cast<char>(old ^ 1));
}

class MirroringTest : public DeskTest {};

TEST_F(MirroringTest, ABundleSpreadsFromOneFolderToEverybodyWhoKnowsTheId)
{
    RunningDaemon first{place / "first", publisher.id()};
    RunningDaemon second{place / "second", publisher.id()};
    first.knows(desk.endpoint());
    ASSERT_TRUE(first.start());
    second.knows(first.endpoint());
    ASSERT_TRUE(second.start());
    auto const printed = output.add("night-school", {{"data/media/talk.opus", noise(3'000'000)}});
    ASSERT_TRUE(first.says(sealed(printed.id))) << first.log();
    ASSERT_TRUE(second.says(sealed(printed.id))) << second.log();
    EXPECT_EQ(desk.stop(), 0);

    // The publisher's computer is gone; a third one asks a mirror.
    RunningDaemon third{place / "third", publisher.id()};
    third.knows(second.endpoint());
    ASSERT_TRUE(third.start());
    ASSERT_TRUE(third.says(sealed(printed.id))) << third.log();
    expect_only_sealed_copies(third);
    EXPECT_EQ(third.stop(), 0);
}

TEST_F(MirroringTest, ANewerFeedIsPushedToWhoeverIsConnected)
{
    RunningDaemon mirror{place / "mirror", publisher.id()};
    mirror.knows(desk.endpoint());
    ASSERT_TRUE(mirror.start());
    auto const first = output.add("night-school");
    ASSERT_TRUE(mirror.says(sealed(first.id)));
    auto const second = output.add("day-school");
    ASSERT_TRUE(mirror.says(sealed(second.id))) << mirror.log();
}

TEST_F(MirroringTest, AnOlderFeedIsRefusedAndChangesNothing)
{
    output.add("night-school");
    auto const old_feed = output.newest_feed();
    auto const second = output.add("day-school");
    ASSERT_TRUE(desk.says(sealed(second.id)));
    output.write_documents(old_feed);
    ASSERT_TRUE(desk.says("refused reason=rolled-back")) << desk.log();
    EXPECT_NE(desk.log().find("offered=1 held=2"), std::string::npos);
    RunningDaemon mirror{place / "mirror", publisher.id()};
    mirror.knows(desk.endpoint());
    ASSERT_TRUE(mirror.start());
    EXPECT_TRUE(mirror.says(sealed(second.id)));
}

TEST_F(MirroringTest, WhatFailsTheJudgementIsNeitherKeptNorShown)
{
    auto const printed = output.add("night-school");
    // Signed as it is: a file of it is not what its manifest says, and its torrent carries it all the same.
    write_text(printed.directory / "data/transcript.en.txt", "Interviewer: Something else?\n\nSh.: Yes.\n");
    ASSERT_TRUE(desk.says("bundle-refused reason=")) << desk.log();
    EXPECT_FALSE(fs::exists(copy_in(desk, printed)));
    EXPECT_EQ(desk.stop(), 0);
    auto view = store::ViewReader::open(desk.store());
    ASSERT_TRUE(view);
    EXPECT_TRUE(view->bundles().value().empty());
}

TEST_F(MirroringTest, AMirrorKilledAtAnyMomentHoldsOnlyQuarantineOrSealedCopies)
{
    auto const printed = output.add("night-school", {{"data/media/talk.opus", noise(40'000'000)}});
    ASSERT_TRUE(desk.says(sealed(printed.id)));
    RunningDaemon mirror{place / "mirror", publisher.id()};
    mirror.knows(desk.endpoint());
    std::mt19937 numbers{7};
    for (int round = 0; round < 10; ++round) {
        ASSERT_TRUE(mirror.start());
        std::this_thread::sleep_for(std::chrono::milliseconds{numbers() % 900});
        mirror.kill();
        expect_only_sealed_copies(mirror);
    }
    ASSERT_TRUE(mirror.start());
    auto const is_there = [&] { return fs::exists(copy_in(mirror, printed)); };
    for (int look = 0; look < 3000 && !is_there(); ++look) std::this_thread::sleep_for(10ms);
    ASSERT_TRUE(is_there()) << mirror.whole_log();
    expect_only_sealed_copies(mirror);
    EXPECT_EQ(mirror.stop(), 0);
}

TEST_F(MirroringTest, ADamagedCopyGoesOutOfServiceAndHealsFromAnother)
{
    auto const printed = output.add("night-school", {{"data/media/talk.opus", noise(500'000)}});
    RunningDaemon mirror{place / "mirror", publisher.id()};
    mirror.knows(desk.endpoint());
    ASSERT_TRUE(mirror.start());
    ASSERT_TRUE(mirror.says(sealed(printed.id)));
    EXPECT_EQ(mirror.stop(), 0);
    auto const damaged = copy_in(mirror, printed) / "data/transcript.en.txt";
    flip_a_byte(damaged);
    ASSERT_TRUE(mirror.start());
    ASSERT_TRUE(mirror.says("damaged bundle=" + bundle_text(printed.id) + " files=\"data/transcript.en.txt\""))
        << mirror.log();
    ASSERT_TRUE(mirror.says(sealed(printed.id))) << mirror.log();
    EXPECT_EQ(read_text(damaged), read_text(printed.directory / "data/transcript.en.txt"));
    expect_only_sealed_copies(mirror);
}

TEST_F(MirroringTest, NoLogLineNamesAnAddressOrAPathOfThisMachine)
{
    auto const printed = output.add("night-school");
    RunningDaemon mirror{place / "mirror", publisher.id()};
    mirror.knows(desk.endpoint());
    ASSERT_TRUE(mirror.start());
    ASSERT_TRUE(mirror.says(sealed(printed.id)));
    mirror.stop();
    desk.stop();
    for (auto const& log : {mirror.whole_log(), desk.whole_log()}) {
        EXPECT_EQ(log.find("127.0.0.1"), std::string::npos) << log;
        EXPECT_EQ(log.find(place.path().string()), std::string::npos) << log;
    }
}

}  // namespace
}  // namespace nightletter::test
