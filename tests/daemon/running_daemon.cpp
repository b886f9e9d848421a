#include "tests/daemon/running_daemon.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <thread>

#include "tests/support/temporary_directory.hpp"

namespace nightletter::test {
namespace {

using namespace std::chrono_literals;

// Looks again every few milliseconds: other processes cannot be waited for in any other way.
template <class Condition>
bool comes_true(Condition condition, std::chrono::milliseconds patience)
{
    auto const end = std::chrono::steady_clock::now() + patience;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::sleep_for(10ms);
    }
    return true;
}

std::string quoted_list(std::vector<std::string> const& words)
{
    std::string text;
    for (auto const& word : words) text += (text.empty() ? "\"" : ", \"") + word + "\"";
    return text;
}

}  // namespace

RunningDaemon::RunningDaemon(std::filesystem::path place, PublisherId const& publisher)
    : place_{std::move(place)}, publisher_{publisher}
{
    std::filesystem::create_directories(place_);
}

RunningDaemon::~RunningDaemon()
{
    kill();
}

RunningDaemon& RunningDaemon::knows(std::string const& endpoint)
{
    peers_.push_back(endpoint);
    return *this;
}

RunningDaemon& RunningDaemon::watches(std::filesystem::path const& folder)
{
    watched_ = folder;
    return *this;
}

RunningDaemon& RunningDaemon::configured(std::string const& sections)
{
    sections_ += sections;
    return *this;
}

RunningDaemon& RunningDaemon::with(std::string variable)
{
    environment_.push_back(std::move(variable));
    return *this;
}

void RunningDaemon::write_config() const
{
    write_text(config(), "[mirror]\npublishers = [\"" + publisher_text(publisher_) + "\"]\nlisten = \"" + endpoint() +
                             "\"\npeers = [" + quoted_list(peers_) + "]\nwatch = \"" + watched_.string() +
                             "\"\n[store]\npath = \"" + store().string() +
                             "\"\nmin_free = \"1 MB\"\n[log]\nlevel = \"debug\"\n" + sections_);
}

bool RunningDaemon::start()
{
    write_config();
    auto const log = (place_ / "log").string();
    log_start_ = std::filesystem::exists(log) ? std::filesystem::file_size(log) : 0;
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 2, log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
    auto const config_path = config().string();
    std::vector<char const*> arguments{NIGHTLETTERD, "--config", config_path.c_str()};
    if (::geteuid() == 0) arguments.push_back("--as-root");
    arguments.push_back(nullptr);
    std::vector<char const*> environment;
    for (auto const& variable : environment_) environment.push_back(variable.c_str());
    environment.push_back(nullptr);
    auto const failed = ::posix_spawn(&process_, NIGHTLETTERD, &files, nullptr, const_cast<char**>(arguments.data()),
                                      const_cast<char**>(environment.data()));
    posix_spawn_file_actions_destroy(&files);
    if (failed != 0 || !says("listening port=", 10s)) return false;
    auto const text = this->log();
    port_ = static_cast<unsigned>(std::stoul(text.substr(text.find("listening port=") + 15)));
    return true;
}

int RunningDaemon::stop()
{
    if (process_ < 0) return -1;
    ::kill(process_, SIGTERM);
    int status = 0;
    auto const ended = [&] { return ::waitpid(process_, &status, WNOHANG) == process_; };
    if (!comes_true(ended, 5s)) {
        kill();
        return -1;
    }
    process_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void RunningDaemon::kill()
{
    if (process_ < 0) return;
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
    process_ = -1;
}

int RunningDaemon::wait_for_exit()
{
    int status = 0;
    ::waitpid(process_, &status, 0);
    process_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

bool RunningDaemon::says(std::string const& words, std::chrono::seconds patience) const
{
    return comes_true([&] { return log().find(words) != std::string::npos; }, patience);
}

std::string RunningDaemon::log() const
{
    auto const text = whole_log();
    return text.size() < log_start_ ? std::string{} : text.substr(log_start_);
}

std::string RunningDaemon::whole_log() const
{
    auto const log = place_ / "log";
    return std::filesystem::exists(log) ? read_text(log) : std::string{};
}

std::size_t RunningDaemon::resident_bytes() const
{
    std::ifstream counts{"/proc/" + std::to_string(process_) + "/statm"};
    std::size_t all = 0;
    std::size_t resident = 0;
    counts >> all >> resident;
    return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

std::size_t RunningDaemon::descriptors() const
{
    std::filesystem::directory_iterator const open{"/proc/" + std::to_string(process_) + "/fd"};
    return static_cast<std::size_t>(std::distance(begin(open), end(open)));
}

}  // namespace nightletter::test
