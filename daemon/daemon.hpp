// daemon/daemon.hpp: builds the parts of nightletterd in order, stops them in reverse.
//
// Decides nothing by itself: the operator does, in files, by command. Runs on the thread that calls `run`, until a
// signal asks it to end or the disk breaks a promise.
#pragma once

#include "base/exit_code.hpp"
#include "daemon/control/routes.hpp"
#include "daemon/control/server.hpp"
#include "daemon/journal.hpp"
#include "daemon/service.hpp"
#include "daemon/watchdog.hpp"

namespace nightletter::daemon {

class Daemon final : public control::Operations {
public:
    explicit Daemon(Policy policy);
    ~Daemon() override;

    // SIGTERM and SIGINT end it in under five seconds, a second one at once; SIGHUP reads the configuration again.
    [[nodiscard]] ExitCode run();

    [[nodiscard]] Policy& policy() override { return policy_; }
    [[nodiscard]] Standing const& standing() const override { return standing_; }
    [[nodiscard]] control::MirrorState state() const override;
    [[nodiscard]] UtcTime now() const override { return clock_.now(); }
    void take_effect() override;
    [[nodiscard]] Expected<Policy::Reloaded, config::Fault> reload() override;
    [[nodiscard]] bool read_everything_again() override;
    [[nodiscard]] bool work(std::function<void()> job, std::function<void()> done) override;

private:
    void heard(mirror::Report const& report);
    void write(Entry const& entry);
    [[nodiscard]] bool open_control();
    // `word`: of the log, when it cannot be opened.
    [[nodiscard]] bool open_mirror(std::string const& word);
    void open_anew();
    void is_ready();
    void wait_for_signal();
    void take_signal(int signal);
    void reload_by_signal();
    void stop(ExitCode exit);

    Policy policy_;
    SystemClock clock_;
    Journal journal_;
    Standing standing_;
    Loop loop_;
    struct Signals;
    std::unique_ptr<Signals> signals_;
    control::Routes routes_;
    std::unique_ptr<control::Server> control_;
    std::unique_ptr<Watchdog> watchdog_;
    std::unique_ptr<Appointment> later_;
    Service service_;  // goes first: it may still tell something
    ExitCode exit_ = ExitCode::done;
    bool is_stopping_ = false;
};

}  // namespace nightletter::daemon
