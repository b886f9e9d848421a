#include <unistd.h>

#include <CLI/CLI.hpp>
#include <iostream>

#include "base/command_line.hpp"
#include "config/read.hpp"
#include "daemon/daemon.hpp"

namespace {

using namespace nightletter;

constexpr char const* usual_config = "/etc/nightletter/nightletterd.toml";

int explain(ExitCode exit, Message const& message)
{
    std::cerr << "nightletterd: " << message.text();
    return static_cast<int>(exit);
}

int wrong_configuration(std::string const& path, config::Fault const& fault)
{
    auto const where = fault.line == 0 ? std::string{} : "line " + std::to_string(fault.line) + ": ";
    auto const file = fault.file.empty() ? path : fault.file.string();
    return explain(ExitCode::wrong_usage, {"not started: " + file + " is no configuration", "wrong-configuration",
                                           where + fault.what, "nothing was opened or changed",
                                           "correct the file, then: nightletterd --config " + path + " --check"});
}

// What speaks with strangers all day has no business with a machine's rights.
int refuse_root()
{
    return explain(ExitCode::wrong_usage,
                   {"not started", "as-root", "root may do everything on this machine, and a mirror needs none of it",
                    "nothing was opened or changed",
                    "systemctl start nightletterd, or as another user; in a container of its own: --as-root"});
}

int run(std::string const& path, bool check_only, bool may_be_root)
{
    if (!check_only && !may_be_root && ::geteuid() == 0) return refuse_root();
    auto policy = daemon::Policy::read(path);
    if (!policy) return wrong_configuration(path, policy.error());
    if (check_only) {
        std::cout << path << ": sound, " << policy->in_force().mirror.publishers.size() << " publishers followed\n";
        return static_cast<int>(ExitCode::done);
    }
    return static_cast<int>(daemon::Daemon{std::move(*policy)}.run());
}

}  // namespace

int main(int argc, char** argv)
{
    CLI::App app{"nightletterd: follows publishers, keeps verified copies of their bundles, serves and heals them",
                 "nightletterd"};
    std::string path = usual_config;
    bool check_only = false;
    bool may_be_root = false;
    app.add_option("--config", path, "The configuration file; config/nightletterd.toml documents every key")
        ->capture_default_str();
    app.add_flag("--check", check_only, "Read the configuration, say whether it is sound, end");
    app.add_flag("--as-root", may_be_root, "Start even as root, where root is nobody: in a container, in a test");
    app.set_version_flag("--version", "nightletterd " NIGHTLETTER_VERSION);
    app.footer("Example:\n  nightletterd --config /etc/nightletter/nightletterd.toml");
    try {
        app.parse(argc, argv);
        return run(path, check_only, may_be_root);
    } catch (CLI::Success const& success) {
        return app.exit(success);
    } catch (CLI::ParseError const& error) {
        return explain(ExitCode::wrong_usage, {"the command line was not understood", "wrong-usage", error.what(),
                                               "nothing was opened or changed", "nightletterd --help"});
    } catch (std::exception const& error) {
        return explain(ExitCode::failed, {"ended by a fault of this program", "failed", error.what(),
                                          "the store is as the last finished step left it", "start it again"});
    }
}
