// daemon/journal.hpp: entries as log lines.
//
// A line is a fixed word with fields: `refused reason=rolled-back publisher=nlp1… document=feed offered=41 held=43`. A
// complaint that repeats word for word is written once a minute; so is a state of the machine, whatever it hinders.
// On standard error, with the time; to the system's journal when systemd reads standard error.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "config/config.hpp"
#include "daemon/entry.hpp"

namespace spdlog {
class logger;
}

namespace nightletter::daemon {

class Journal {
public:
    explicit Journal(config::LogLevel level);
    ~Journal();

    // False when it was held back, as somebody who follows along need not hear of it either.
    bool write(Entry const& entry);
    void say(std::string const& line);
    void set_level(config::LogLevel level);

private:
    [[nodiscard]] bool is_held_back(std::string const& subject);

    std::shared_ptr<spdlog::logger> log_;
    std::map<std::string, std::int64_t> complaints_;  // subject → when it was last written, in seconds
};

}  // namespace nightletter::daemon
