// tests/daemon/desk.hpp: a publisher's online computer, whose watched folder a test fills.
#pragma once

#include <gtest/gtest.h>

#include "tests/daemon/running_daemon.hpp"
#include "tests/support/signer_output.hpp"
#include "tests/support/temporary_directory.hpp"

namespace nightletter::test {

// Bytes that look like a recording; the same for the same size.
[[nodiscard]] std::string noise(std::size_t size);

class DeskTest : public ::testing::Test {
protected:
    void SetUp() override;

    // The log line about it.
    [[nodiscard]] static std::string sealed(BundleId const& bundle);
    [[nodiscard]] static std::filesystem::path copy_in(RunningDaemon const& daemon, Printed const& printed);
    // Everything that lies among the sealed bundles is what the publisher signed.
    void expect_only_sealed_copies(RunningDaemon const& daemon) const;

    TemporaryDirectory place;
    Newsroom publisher;
    SignerOutput output{publisher, place / "incoming/output"};
    RunningDaemon desk{place / "desk", publisher.id()};
};

}  // namespace nightletter::test
