// Looks for the common faults of a mirror, each with what to type.
#include <fcntl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <ctime>
#include <iostream>
#include <nlohmann/json.hpp>

#include "base/durable_file.hpp"
#include "config/read.hpp"
#include "daemon/ctl/asking.hpp"
#include "daemon/ctl/commands.hpp"

namespace nightletter::ctl {
namespace {

using Json = nlohmann::json;

struct Finding {
    std::string about;
    bool is_well = true;
    std::string what;
    std::string todo;
};

Finding look_at_daemon(Expected<std::string, Failure> const& answer)
{
    if (answer) return {"daemon", true, "nightletterd answers", {}};
    return {"daemon", false, answer.error().message.what + ": " + answer.error().message.because,
            answer.error().message.next};
}

Finding look_at_configuration(std::string const& path)
{
    auto const config = config::read_file(path);
    if (config) return {"configuration", true, path + " is sound", {}};
    auto const& fault = config.error();
    auto const file = fault.file.empty() ? path : fault.file.string();
    auto const where = fault.line == 0 ? std::string{} : " line " + std::to_string(fault.line) + ":";
    return {"configuration", false, file + where + " " + fault.what, "correct the file, then: nightletterctl reload"};
}

Finding look_at_clock()
{
    auto const now = std::time(nullptr);
    if (now >= NIGHTLETTER_BUILD_SECONDS) return {"clock", true, "the clock is not behind this program", {}};
    return {"clock", false, "the clock says " + time_text({now}) + ", which is before this program was made",
            "timedatectl set-ntp true"};
}

Finding look_at_disk(Json const& status)
{
    auto const& store = status["store"];
    auto const free = store.value("free", std::uint64_t{0});
    auto const least = store.value("min_free", std::uint64_t{0});
    if (free >= least) return {"disk", true, size_text(free) + " free", {}};
    return {"disk", false,
            fmt::format("{} free, and {} must stay free: nothing more is fetched", size_text(free), size_text(least)),
            "free some room, or lower store.min_free or the tiers that are kept"};
}

Finding look_at_quota(Json const& status)
{
    auto const& store = status["store"];
    auto const quota = store.value("quota", std::uint64_t{0});
    auto const bytes = store.value("bytes", std::uint64_t{0});
    if (quota == 0 || bytes < quota - quota / 20) return {"quota", true, size_text(bytes) + " kept", {}};
    return {"quota", false, fmt::format("{} kept of {}", size_text(bytes), size_text(quota)),
            "raise store.quota, then: nightletterctl reload"};
}

// What systemd lets the daemon write to (systemd/nightletterd.service).
Finding look_at_sandbox(std::string const& path)
{
    auto const config = config::read_file(path);
    auto const store = config ? config->store.path.string() : std::string{"/var/lib/nightletter"};
    bool const is_usual = store == "/var/lib/nightletter" || store.starts_with("/var/lib/nightletter/");
    auto const drop_in = std::string{"/etc/systemd/system/nightletterd.service.d/store.conf"};
    auto const written = read_file(drop_in, 1 << 16);
    bool const is_let = written && as_text(*written).find("ReadWritePaths=" + store) != std::string_view::npos;
    if (is_usual || is_let) return {"sandbox", true, "the service may write to " + store, {}};
    return {"sandbox", false, "the service may not write to " + store,
            fmt::format(
                "sudo mkdir -p {0}.d && printf '[Service]\\nReadWritePaths={1}\\n' | sudo tee {2} && sudo systemctl "
                "daemon-reload && sudo systemctl restart nightletterd",
                "/etc/systemd/system/nightletterd.service", store, drop_in)};
}

bool answers_here(unsigned port)
{
    int const socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    FileDescriptor const closing{socket};
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return socket >= 0 && ::connect(socket, reinterpret_cast<sockaddr const*>(&address), sizeof address) == 0;
}

Finding look_at_port(Json const& status)
{
    if (status.value("role", "") == "hidden") return {"port", true, "a hidden mirror has none", {}};
    if (!status["port"].is_number()) {
        return {"port", false, "the daemon listens nowhere; another program may have its port",
                "ss -ltnp, then change mirror.listen"};
    }
    auto const port = status["port"].get<unsigned>();
    if (answers_here(port))
        return {"port",
                true,
                fmt::format("port {} answers on this machine; whether a router lets others in is seen from outside "
                            "alone: nc -vz ADDRESS {}",
                            port, port),
                {}};
    return {"port", false, fmt::format("port {} does not answer on this machine", port),
            fmt::format("sudo ufw allow {0}/tcp && sudo ufw allow {0}/udp, or the like", port)};
}

void look_at_publishers(Json const& status, std::vector<Finding>& findings)
{
    auto const& publishers = status["publishers"];
    if (publishers.empty()) {
        findings.push_back(
            {"publishers", false, "nobody is followed", "nightletterctl follow nlp1... --role unlisted"});
        return;
    }
    for (auto const& one : publishers) {
        auto const id = one.value("publisher", "");
        if (one.value("seq", std::uint64_t{0}) != 0) {
            findings.push_back({"publishers", true, id + " was heard of", {}});
            continue;
        }
        findings.push_back(
            {"publishers", false, "nobody has answered about " + id,
             "nightletterctl follow " + id + " --peer ADDRESS:PORT, or give [mirror] dht_nodes or [web] urls"});
    }
}

ExitCode print(std::vector<Finding> const& findings)
{
    bool is_well = true;
    auto list = nlohmann::ordered_json::array();
    for (auto const& finding : findings) {
        is_well = is_well && finding.is_well;
        list.push_back(
            {{"about", finding.about}, {"ok", finding.is_well}, {"what", finding.what}, {"todo", finding.todo}});
        if (wants_json() || (wants_quiet() && finding.is_well)) continue;
        std::cout << (finding.is_well ? "ok    " : "FAULT ") << finding.about << ": " << finding.what << '\n';
        if (!finding.todo.empty()) std::cout << "      next  " << finding.todo << '\n';
    }
    auto const exit = is_well ? ExitCode::done : ExitCode::failed;
    if (wants_json()) {
        nlohmann::ordered_json const object{{"schema", "nightletter.doctor/1"},
                                            {"type", "result"},
                                            {"ok", is_well},
                                            {"exit", static_cast<int>(exit)},
                                            {"findings", list}};
        std::cout << object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
    }
    return exit;
}

ExitCode examine(std::string const& socket, std::string const& path)
{
    auto const answer = Client{socket}.ask({Method::get, "/v1/status", {}});
    std::vector<Finding> findings{look_at_daemon(answer), look_at_configuration(path), look_at_clock(),
                                  look_at_sandbox(path)};
    auto const status = answer ? Json::parse(*answer, nullptr, false) : Json{};
    if (status.is_object()) {
        findings.push_back(look_at_disk(status));
        findings.push_back(look_at_quota(status));
        findings.push_back(look_at_port(status));
        look_at_publishers(status, findings);
    }
    return print(findings);
}

}  // namespace

Command doctor_command()
{
    return {"doctor", "looks for common faults and says how to mend them", "nightletterctl doctor", [](CLI::App& app) {
                auto const path = std::make_shared<std::string>(usual_configuration);
                app.add_option("--config", *path, "The daemon's configuration")->capture_default_str();
                auto const socket = socket_option(app);
                return [=] { return examine(*socket, *path); };
            }};
}

}  // namespace nightletter::ctl
