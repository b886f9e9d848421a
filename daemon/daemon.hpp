// daemon/daemon.hpp: builds the parts of nightletterd in order, stops them in reverse, decides nothing.
//
// Runs on the thread that calls `run`, until a signal asks it to end or the disk breaks a promise.
#pragma once

#include "base/exit_code.hpp"
#include "base/loop.hpp"
#include "config/config.hpp"
#include "daemon/journal.hpp"
#include "mirror/node.hpp"

namespace nightletter::daemon {

class Daemon {
public:
    explicit Daemon(config::Config const& config);
    ~Daemon();

    // SIGTERM and SIGINT end it in under five seconds; a second signal ends it at once.
    [[nodiscard]] ExitCode run();

private:
    void heard(mirror::Report const& report);
    void is_ready();
    void wait_for_signal();
    void stop(ExitCode exit);

    config::Config const& config_;
    Journal journal_;
    Loop loop_;
    struct Signals;
    std::unique_ptr<Signals> signals_;
    std::unique_ptr<mirror::Node> node_;
    std::unique_ptr<Appointment> last_call_;
    ExitCode exit_ = ExitCode::done;
    bool is_stopping_ = false;
};

}  // namespace nightletter::daemon
