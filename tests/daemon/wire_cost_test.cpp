// A correction or a late translation costs what is new in it (docs/formats.md section 2, "A correction is a new
// bundle").
#include "tests/daemon/desk.hpp"
#include "tests/support/counting_relay.hpp"

namespace nightletter::test {
namespace {

class WireCostTest : public DeskTest {};

TEST_F(WireCostTest, ATranslationAddedToALargeBundleCostsLessThanAMebibyte)
{
    std::map<std::string, std::string> payload{{"data/media/talk.opus", noise(52'428'800)}};
    auto const first = output.add("night-school", payload);
    CountingRelay const wire{desk.port()};
    RunningDaemon mirror{place / "mirror", publisher.id()};
    mirror.knows(wire.endpoint());
    ASSERT_TRUE(mirror.start());
    ASSERT_TRUE(mirror.says(sealed(first.id), std::chrono::seconds{60})) << mirror.log();
    auto const before = wire.bytes();
    EXPECT_GT(before, 52'428'800U);

    // Text of more than one piece, so that its own layer has to come from the neighbour.
    auto metadata = some_metadata();
    metadata.translations = {"fa"};
    payload["data/metadata.json"] = bundles::metadata_text(metadata);
    payload["data/transcript.fa.txt"] = "In a kitchen.\n\nInterviewer: Who?\n\nSh.: " + std::string(70'000, 'x') + "\n";
    auto const second = output.add("night-school-2", payload, first.id);
    ASSERT_TRUE(mirror.says(sealed(second.id), std::chrono::seconds{30})) << mirror.log() << desk.log();
    EXPECT_LT(wire.bytes() - before, 1U << 20U);
    RecordProperty("bytes_on_the_wire", std::to_string(wire.bytes() - before));
    std::printf("[ wire     ] %llu bytes\n", static_cast<unsigned long long>(wire.bytes() - before));
    expect_only_sealed_copies(mirror);
}

}  // namespace
}  // namespace nightletter::test
