#include "daemon/journal.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/sinks/systemd_sink.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>

namespace nightletter::daemon {
namespace {

constexpr std::int64_t seconds_between_complaints = 60;
constexpr std::size_t most_complaints = 1024;

std::int64_t seconds_now()
{
    return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

spdlog::level::level_enum level_of(config::LogLevel level)
{
    switch (level) {
        case config::LogLevel::error:
            return spdlog::level::err;
        case config::LogLevel::warning:
            return spdlog::level::warn;
        case config::LogLevel::info:
            return spdlog::level::info;
        case config::LogLevel::debug:
            return spdlog::level::debug;
    }
    return spdlog::level::info;
}

spdlog::level::level_enum level_of(Weight weight)
{
    switch (weight) {
        case Weight::debug:
            return spdlog::level::debug;
        case Weight::info:
            return spdlog::level::info;
        case Weight::warning:
            return spdlog::level::warn;
        case Weight::error:
            return spdlog::level::err;
    }
    return spdlog::level::err;
}

// systemd names the stream that it reads by device and inode (sd_journal: JOURNAL_STREAM).
bool is_read_by_the_journal()
{
    char const* const stream = std::getenv("JOURNAL_STREAM");
    struct stat status {};
    if (stream == nullptr || ::fstat(STDERR_FILENO, &status) != 0) return false;
    return std::to_string(status.st_dev) + ':' + std::to_string(status.st_ino) == stream;
}

std::shared_ptr<spdlog::logger> logger()
{
    if (is_read_by_the_journal()) {
        // The journal has the time and the level in fields of its own.
        auto log =
            std::make_shared<spdlog::logger>("", std::make_shared<spdlog::sinks::systemd_sink_st>("nightletterd"));
        log->set_pattern("%v");
        return log;
    }
    auto log = std::make_shared<spdlog::logger>("", std::make_shared<spdlog::sinks::stderr_sink_st>());
    log->set_pattern("%Y-%m-%dT%H:%M:%SZ %l %v", spdlog::pattern_time_type::utc);
    return log;
}

}  // namespace

Journal::Journal(config::LogLevel level) : log_{logger()}
{
    set_level(level);
    log_->flush_on(spdlog::level::trace);
}

Journal::~Journal() = default;

bool Journal::write(Entry const& entry)
{
    if (!entry.subject.empty() && is_held_back(entry.subject)) return false;
    log_->log(level_of(entry.weight), "{}", entry.line());
    return true;
}

void Journal::say(std::string const& line)
{
    log_->info("{}", line);
}

void Journal::set_level(config::LogLevel level)
{
    log_->set_level(level_of(level));
}

bool Journal::is_held_back(std::string const& subject)
{
    auto const now = seconds_now();
    if (complaints_.size() >= most_complaints) complaints_.clear();
    auto const [last, is_new] = complaints_.try_emplace(subject, now);
    if (!is_new && now - last->second < seconds_between_complaints) return true;
    last->second = now;
    return false;
}

}  // namespace nightletter::daemon
