#include "tests/daemon/desk.hpp"

#include <random>

#include "bundles/verify.hpp"

namespace nightletter::test {

namespace fs = std::filesystem;

std::string noise(std::size_t size)
{
    std::mt19937_64 numbers{size};
    std::string text(size, '\0');
    for (auto& c : text) c = static_cast<char>(numbers());
    return text;
}

void DeskTest::SetUp()
{
    fs::create_directories(place / "incoming");
    desk.watches(place / "incoming");
    ASSERT_TRUE(desk.start()) << desk.log();
}

std::string DeskTest::sealed(BundleId const& bundle)
{
    return "sealed bundle=" + bundle_text(bundle);
}

fs::path DeskTest::copy_in(RunningDaemon const& daemon, Printed const& printed)
{
    return daemon.store() / "bundles" / bundle_text(printed.id) / printed.directory.filename();
}

void DeskTest::expect_only_sealed_copies(RunningDaemon const& daemon) const
{
    auto const bundles = daemon.store() / "bundles";
    if (!fs::exists(bundles)) return;
    for (auto const& entry : fs::directory_iterator{bundles}) {
        for (auto const& bag : fs::directory_iterator{entry.path()}) {
            bundles::Expectation expected;
            expected.publisher = publisher.id();
            expected.bundle = parse_bundle(entry.path().filename().string());
            EXPECT_TRUE(bundles::verify_bundle(bag.path(), expected)) << bag.path();
        }
    }
}

}  // namespace nightletter::test
