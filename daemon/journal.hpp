// daemon/journal.hpp: what the mirror reports, as log lines on standard error.
//
// A line is a fixed word with fields: `refused reason=rolled-back publisher=nlp1… document=feed offered=41 held=43`.
// There is no field that could hold the address of a peer; of paths only what lies inside the store is named. A
// complaint that repeats word for word is written once a minute; so is a state of the machine, whatever it hinders.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "config/config.hpp"
#include "mirror/report.hpp"

namespace spdlog {
class logger;
}

namespace nightletter::daemon {

class Journal {
public:
    Journal(config::LogLevel level, std::filesystem::path store);
    ~Journal();

    void write(mirror::Report const& report);
    void say(std::string const& line);
    void fail(std::string const& word, Trouble const& trouble);

private:
    struct Lines;
    void complain(std::string const& line) { complain(line, line); }
    // At most once a minute about one subject.
    void complain(std::string const& line, std::string const& subject);
    [[nodiscard]] std::string fields(Trouble const& trouble) const;

    std::shared_ptr<spdlog::logger> log_;
    std::filesystem::path store_;
    std::map<std::string, std::int64_t> complaints_;  // subject → when it was last written, in seconds
};

}  // namespace nightletter::daemon
