// tests/daemon/running_daemon.hpp: nightletterd as a process of its own, on loopback, with a store of its own.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/names.hpp"

namespace nightletter::test {

class RunningDaemon {
public:
    // Nothing runs before `start`.
    RunningDaemon(std::filesystem::path place, PublisherId const& publisher);
    ~RunningDaemon();
    RunningDaemon(RunningDaemon const&) = delete;
    RunningDaemon& operator=(RunningDaemon const&) = delete;

    RunningDaemon& knows(std::string const& endpoint);
    RunningDaemon& watches(std::filesystem::path const& folder);
    // With more sections of configuration.
    RunningDaemon& configured(std::string const& sections);
    // With an environment variable more, `NAME=value`.
    RunningDaemon& with(std::string variable);

    // Returns once it listens, on the same port every time; false when it ended instead.
    [[nodiscard]] bool start();
    // SIGTERM; its exit code, or -1 when it had to be killed after five seconds.
    int stop();
    void kill();
    // Waits for its own end.
    int wait_for_exit();

    // A line with these words appears in the log of this run.
    [[nodiscard]] bool says(std::string const& words, std::chrono::seconds patience = std::chrono::seconds{30}) const;
    [[nodiscard]] std::string log() const;        // of this run
    [[nodiscard]] std::string whole_log() const;  // of every run
    [[nodiscard]] std::string endpoint() const { return "127.0.0.1:" + std::to_string(port_); }
    [[nodiscard]] std::uint16_t port() const { return static_cast<std::uint16_t>(port_); }
    // Of the process that runs now.
    [[nodiscard]] std::size_t resident_bytes() const;
    [[nodiscard]] std::size_t descriptors() const;
    [[nodiscard]] std::filesystem::path store() const { return place_ / "store"; }
    [[nodiscard]] std::filesystem::path config() const { return place_ / "nightletterd.toml"; }

private:
    void write_config() const;

    std::filesystem::path place_;
    PublisherId publisher_;
    std::vector<std::string> peers_;
    std::filesystem::path watched_;
    std::string sections_;
    std::vector<std::string> environment_;
    unsigned port_ = 0;
    pid_t process_ = -1;
    std::size_t log_start_ = 0;
};

}  // namespace nightletter::test
