// tests/mirror/computers.hpp: several computers with a mirror each, in one process.
//
// The real store and the real judgement, a swarm and a clock that the test moves.
#pragma once

#include <gtest/gtest.h>

#include "mirror/mirror.hpp"
#include "tests/support/fake_swarm.hpp"
#include "tests/support/signer_output.hpp"
#include "tests/support/temporary_directory.hpp"

namespace nightletter::mirror {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using test::at;

class StoppedClock final : public Clock {
public:
    [[nodiscard]] UtcTime now() const override { return time; }
    UtcTime time = at("2026-05-10T00:00:00Z");
};

// Does the work at once; its result comes with everything else.
class PatientWorkers final : public Workers {
public:
    explicit PatientWorkers(test::FakeNetwork& network) : network_{network} {}
    [[nodiscard]] bool work(std::function<void()> job, std::function<void()> done) override
    {
        job();
        network_.post(std::move(done));
        return true;
    }

private:
    test::FakeNetwork& network_;
};

// One computer with a mirror on it.
class Computer {
public:
    Computer(test::FakeNetwork& network, test::FakeTimers& timers, StoppedClock& clock, fs::path place,
             std::uint16_t port)
        : network_{network}, timers_{timers}, clock_{clock}, place_{std::move(place)}, port_{port}, workers_{network}
    {
    }

    void start()
    {
        store = store::Store::open(place_).value();
        swarm = std::make_unique<test::FakeSwarm>(network_, port_);
        Ports const ports{*store, *swarm, *swarm, *swarm, workers_, timers_, clock_, [this] { return timers_.now(); }};
        mirror = std::make_unique<Mirror>(ports, options, [this](Report const& report) { reports.push_back(report); });
        swarm->subscribe([this](swarm::Event const& event) { mirror->handle(event); });
        ASSERT_TRUE(mirror->start());
    }
    void stop()
    {
        mirror.reset();
        swarm.reset();
        store.reset();
    }

    [[nodiscard]] bool has(BundleId const& bundle)
    {
        auto const found = store->bundles().find(bundle).value();
        return found.has_value();
    }
    template <class Kind>
    [[nodiscard]] std::vector<Kind> all() const
    {
        std::vector<Kind> found;
        for (auto const& report : reports) {
            if (auto const* const one = std::get_if<Kind>(&report)) found.push_back(*one);
        }
        return found;
    }

    MirrorOptions options;
    std::unique_ptr<store::Store> store;
    std::unique_ptr<test::FakeSwarm> swarm;
    std::unique_ptr<Mirror> mirror;
    std::vector<Report> reports;

private:
    test::FakeNetwork& network_;
    test::FakeTimers& timers_;
    StoppedClock& clock_;
    fs::path place_;
    std::uint16_t port_;
    PatientWorkers workers_;
};

class MirrorTest : public ::testing::Test {
protected:
    MirrorTest()
    {
        desk.options.publishers = {publisher.id()};
        desk.options.watch = place / "incoming";
        away.options.publishers = {publisher.id()};
        away.options.peers = {{"127.0.0.1", 1}};
        fs::create_directories(place / "incoming");
    }

    void pass(std::chrono::milliseconds time)
    {
        for (auto left = time; left > 0ms; left -= std::min<std::chrono::milliseconds>(left, 250ms)) {
            timers.pass(std::min<std::chrono::milliseconds>(left, 250ms));
            ASSERT_TRUE(network.settle());
        }
    }
    // Files in the watched folder are taken for settled: the stopped clock is months away from the disk's.
    test::Printed publish(std::string const& slug, std::map<std::string, std::string> const& payload = {})
    {
        return output.add(slug, payload);
    }
    void withdraw(BundleId const& bundle, trust::Reason reason)
    {
        trust::Withdrawal withdrawal;
        withdrawal.publisher = publisher.id();
        withdrawal.bundle = bundle;
        withdrawal.reason = reason;
        withdrawal.issued = at("2026-05-09T00:00:00Z");
        if (reason == trust::Reason::hide) withdrawal.until = at("2026-05-20T00:00:00Z");
        auto const candidate = test::signed_by(publisher.withdraw_pens, withdrawal);
        auto const folder = output.directory() / "publishers" / publisher_text(publisher.id());
        auto const name = "withdrawal." + test::hash_of(candidate).hex();
        test::write_text(folder / name, as_text(candidate.document));
        test::write_text(folder / (name + ".minisig"), as_text(candidate.signatures));
    }
    [[nodiscard]] std::size_t rooms(Computer& computer)
    {
        return computer.store->quarantine().arrivals().value().size();
    }

    test::TemporaryDirectory place;
    test::Newsroom publisher;
    test::SignerOutput output{publisher, place / "incoming/output"};
    test::FakeNetwork network;
    test::FakeTimers timers;
    StoppedClock clock;
    Computer desk{network, timers, clock, place / "desk", 1};
    Computer away{network, timers, clock, place / "away", 2};
};

}  // namespace nightletter::mirror
