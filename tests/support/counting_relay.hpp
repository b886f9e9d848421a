// tests/support/counting_relay.hpp: passes TCP connections on to one port of this machine, counting their bytes.
//
// For what a test says about bytes on the wire. It runs on a thread of its own until it is destroyed.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <thread>

namespace nightletter::test {

class CountingRelay {
public:
    explicit CountingRelay(std::uint16_t to);
    ~CountingRelay();
    CountingRelay(CountingRelay const&) = delete;
    CountingRelay& operator=(CountingRelay const&) = delete;

    [[nodiscard]] std::string endpoint() const { return "127.0.0.1:" + std::to_string(port_); }
    // Both directions of every connection until now.
    [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

private:
    void run();

    std::uint16_t to_;
    std::uint16_t port_ = 0;
    int listener_ = -1;
    std::atomic<std::uint64_t> bytes_ = 0;
    std::atomic<bool> ends_ = false;
    std::thread thread_;
};

}  // namespace nightletter::test
