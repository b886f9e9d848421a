// A client that is not ours takes a bundle from nightletterd, and nightletterd takes one from it: qbittorrent-nox as
// Debian ships it (docs/formats.md section 2, "Torrent"; section 6 E).
#include <thread>

#include "bundles/verify.hpp"
#include "tests/daemon/desk.hpp"
#include "tests/support/stock_client.hpp"

namespace nightletter::test {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

class MirrorAmongStockClientsTest : public DeskTest {
protected:
    bool comes_to_know(InfoHash const& bundle)
    {
        return looks([&] { return theirs.progress(bundle) >= 0; });
    }
    bool completes(InfoHash const& bundle)
    {
        return looks([&] { return theirs.progress(bundle) >= 1; });
    }

    StockClient theirs{place / "profile"};

private:
    // Asks a web interface, which cannot be waited for in any other way.
    template <class Condition>
    static bool looks(Condition condition)
    {
        for (int tries = 0; tries < 300; ++tries) {
            if (condition()) return true;
            std::this_thread::sleep_for(100ms);
        }
        return false;
    }
};

TEST_F(MirrorAmongStockClientsTest, WhatItDownloadsFromNightletterdVerifies)
{
    auto const printed = output.add("night-school", {{"data/media/talk.opus", noise(2'000'000)}});
    ASSERT_TRUE(desk.says(sealed(printed.id)));
    auto const info_hash = printed.torrent.info_hash();
    theirs.download(printed.torrent.bytes(), place / "downloads");
    ASSERT_TRUE(comes_to_know(info_hash));
    theirs.connect(info_hash, desk.port());
    ASSERT_TRUE(completes(info_hash));
    bundles::Expectation expected;
    expected.publisher = publisher.id();
    expected.bundle = printed.id;
    EXPECT_TRUE(bundles::verify_bundle(place / "downloads/night-school", expected));
}

TEST_F(MirrorAmongStockClientsTest, NightletterdTakesABundleFromItAlone)
{
    SignerOutput elsewhere{publisher, place / "elsewhere"};
    auto const printed = elsewhere.add("night-school", {{"data/media/talk.opus", noise(2'000'000)}});
    theirs.seed(printed.torrent.bytes(), elsewhere.directory());
    ASSERT_TRUE(completes(printed.torrent.info_hash()));
    RunningDaemon mirror{place / "mirror", publisher.id()};
    mirror.knows("127.0.0.1:" + std::to_string(theirs.port()));
    mirror.watches(place / "documents");
    ASSERT_TRUE(mirror.start());
    fs::create_directories(place / "documents");
    // Only what the publisher says comes by hand; the bundle itself comes from the stock client.
    fs::copy(elsewhere.directory() / "publishers", place / "documents/publishers", fs::copy_options::recursive);
    ASSERT_TRUE(mirror.says(sealed(printed.id))) << mirror.log();
    expect_only_sealed_copies(mirror);
}

}  // namespace
}  // namespace nightletter::test
