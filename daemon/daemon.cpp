#include "daemon/daemon.hpp"

#include <fmt/format.h>
#include <systemd/sd-daemon.h>
#include <time.h>

#include <boost/asio/signal_set.hpp>
#include <cerrno>
#include <csignal>
#include <cstdlib>

namespace nightletter::daemon {
namespace {

// However the swarm behaves, an operator's stop takes less than five seconds.
constexpr std::chrono::milliseconds longest_stop{4500};
constexpr std::chrono::seconds between_openings{5};

ExitCode exit_for(mirror::NodePart part)
{
    return part == mirror::NodePart::store ? ExitCode::storage_failed : ExitCode::failed;
}

// sd_notify(3), RELOADING=1: systemd 252 wants to know since when.
std::uint64_t monotonic_microseconds()
{
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<std::uint64_t>(now.tv_sec) * 1'000'000U + static_cast<std::uint64_t>(now.tv_nsec) / 1'000U;
}

std::filesystem::path socket_of(config::Config const& config)
{
    char const* const runtime = std::getenv("RUNTIME_DIRECTORY");
    if (!config.control.socket.empty() || runtime == nullptr) return config.control.socket;
    return std::filesystem::path{runtime} / "control.sock";
}

std::string listed(std::vector<std::string> const& words)
{
    std::string text;
    for (auto const& word : words) text += (text.empty() ? "" : ",") + word;
    return text.empty() ? "none" : text;
}

}  // namespace

struct Daemon::Signals {
    explicit Signals(Loop& loop) : set{loop.context(), SIGTERM, SIGINT, SIGHUP} {}
    boost::asio::signal_set set;
};

Daemon::Daemon(Policy policy)
    : policy_{std::move(policy)},
      journal_{policy_.in_force().log.level},
      routes_{*this},
      service_{loop_, [this](mirror::Report const& report) { heard(report); }}
{
}

Daemon::~Daemon() = default;

ExitCode Daemon::run()
{
    signals_ = std::make_unique<Signals>(loop_);
    wait_for_signal();
    journal_.say("starting");
    if (auto const& damage = policy_.damage()) {
        write({Weight::warning,
               "decisions-damaged",
               {{"line", std::uint64_t{damage->line}}, {"what", damage->what, Field::Form::quoted}},
               {}});
    }
    if (!open_control()) return ExitCode::failed;
    if (!open_mirror("not-started")) return exit_;
    journal_.say("started");
    watchdog_ = std::make_unique<Watchdog>(loop_, policy_.in_force().store.path, [this] {
        auto* const node = service_.node();
        if (node == nullptr) return true;
        auto const answer = node->store().answers();
        // A new process would find the disk as full, and serve nothing.
        return answer || answer.error().system_error == ENOSPC || answer.error().system_error == EROFS;
    });
    loop_.run();
    control_.reset();
    journal_.say("stopped");
    return exit_;
}

bool Daemon::open_control()
{
    auto const path = socket_of(policy_.in_force());
    if (path.empty()) return true;
    auto server = control::Server::open(
        loop_, path, [this](auto const& request, auto const& answer) { routes_.answer(request, answer); });
    if (server) control_ = std::move(*server);
    if (!server) journal_.write(entry_of("no-control-socket", server.error(), policy_.in_force().store.path));
    return server.has_value();
}

bool Daemon::open_mirror(std::string const& word)
{
    auto const& config = policy_.in_force();
    if (auto const opened = service_.open(config); !opened) {
        exit_ = exit_for(opened.error().part);
        write(entry_of(word, opened.error().trouble, config.store.path));
        return false;
    }
    journal_.say(fmt::format("role name={}", config::word(config.mirror.role)));
    // Who is hidden listens nowhere, and need not wait to hear that it does.
    if (config.mirror.role == config::Role::hidden) is_ready();
    return true;
}

control::MirrorState Daemon::state() const
{
    switch (service_.state()) {
        case Service::State::open:
            return control::MirrorState::open;
        case Service::State::closing:
            return control::MirrorState::closing;
        case Service::State::closed:
            break;
    }
    return control::MirrorState::closed;
}

void Daemon::heard(mirror::Report const& report)
{
    auto const entry = entry_of(report, policy_.in_force().store.path);
    standing_.heard(report, entry, clock_.now());
    write(entry);
    if (std::holds_alternative<swarm::Listening>(report)) is_ready();
    if (std::holds_alternative<mirror::StorageFailed>(report)) stop(ExitCode::storage_failed);
}

void Daemon::write(Entry const& entry)
{
    if (journal_.write(entry) && control_) control_->tell(control::event_json(entry, clock_.now()));
}

void Daemon::take_effect()
{
    // One that is closing reads the policy when it is closed; one that could not be opened is tried again.
    if (is_stopping_ || service_.state() != Service::State::open) return;
    journal_.say("opening-anew");
    service_.close([this] { open_anew(); });
}

void Daemon::open_anew()
{
    if (is_stopping_) return loop_.stop();
    standing_.closed();
    if (!open_mirror("not-opened")) later_ = loop_.after(between_openings, [this] { open_anew(); });
}

Expected<Policy::Reloaded, config::Fault> Daemon::reload()
{
    auto reloaded = policy_.reload();
    if (!reloaded) return reloaded;
    journal_.say(
        fmt::format("reloaded changed={} need-restart={}", listed(reloaded->changed), listed(reloaded->need_restart)));
    journal_.set_level(policy_.in_force().log.level);
    if (reloaded->changed.size() > reloaded->need_restart.size()) take_effect();
    return reloaded;
}

bool Daemon::read_everything_again()
{
    auto* const node = service_.node();
    if (node == nullptr) return false;
    node->mirror().read_everything_again();
    return true;
}

bool Daemon::work(std::function<void()> job, std::function<void()> done)
{
    return loop_.work(std::move(job), std::move(done));
}

void Daemon::is_ready()
{
    ::sd_notify(0, "READY=1\nSTATUS=mirroring");
}

void Daemon::wait_for_signal()
{
    signals_->set.async_wait([this](boost::system::error_code const& error, int signal) {
        if (!error) take_signal(signal);
    });
}

void Daemon::take_signal(int signal)
{
    if (signal == SIGHUP) {
        wait_for_signal();
        return reload_by_signal();
    }
    if (is_stopping_) return loop_.stop();
    wait_for_signal();
    stop(ExitCode::done);
}

void Daemon::reload_by_signal()
{
    ::sd_notify(0, fmt::format("RELOADING=1\nMONOTONIC_USEC={}", monotonic_microseconds()).c_str());
    auto const reloaded = reload();
    if (!reloaded) {
        auto const& fault = reloaded.error();
        journal_.write({Weight::warning,
                        "not-reloaded",
                        {{"line", std::uint64_t{fault.line}}, {"what", fault.what, Field::Form::quoted}},
                        {}});
    }
    is_ready();
}

void Daemon::stop(ExitCode exit)
{
    if (is_stopping_) return;
    is_stopping_ = true;
    exit_ = exit;
    ::sd_notify(0, "STOPPING=1");
    journal_.say("stopping");
    later_ = loop_.after(longest_stop, [this] { loop_.stop(); });
    if (service_.state() == Service::State::closed) return loop_.stop();
    if (service_.state() == Service::State::open) service_.close([this] { loop_.stop(); });
}

}  // namespace nightletter::daemon
