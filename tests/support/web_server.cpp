#include "tests/support/web_server.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

#include <sstream>
#include <stdexcept>

#include "tests/support/temporary_directory.hpp"

extern char** environ;

namespace nightletter::test {
namespace {

namespace fs = std::filesystem;
using boost::asio::ip::tcp;

constexpr int most_tries = 200;  // of 50 ms

// A port that nobody has at this moment.
std::uint16_t free_port()
{
    boost::asio::io_context context;
    tcp::acceptor const acceptor{context, {boost::asio::ip::address_v4::loopback(), 0}};
    return acceptor.local_endpoint().port();
}

void wait_for_port(std::uint16_t port)
{
    boost::asio::io_context context;
    for (int tries = 0; tries < most_tries; ++tries) {
        tcp::socket socket{context};
        boost::system::error_code error;
        socket.connect({boost::asio::ip::address_v4::loopback(), port}, error);
        if (!error) return;
        ::poll(nullptr, 0, 50);
    }
    throw std::runtime_error{"nobody listens on port " + std::to_string(port)};
}

std::vector<std::string> lines_of(fs::path const& file)
{
    std::vector<std::string> lines;
    if (!fs::exists(file)) return lines;
    std::istringstream text{read_text(file)};
    for (std::string line; std::getline(text, line);) lines.push_back(line);
    return lines;
}

std::vector<std::string> nginx_command(fs::path const& root, TestAuthority const& authority, fs::path const& directory,
                                       std::uint16_t port, std::string const& more)
{
    std::string temporary;
    for (auto const* const kind : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"}) {
        temporary += std::string{"  "} + kind + "_temp_path " + (directory / kind).string() + ";\n";
    }
    write_text(
        directory / "nginx.conf",
        "daemon off;\nmaster_process off;\npid " + (directory / "pid").string() + ";\nevents {}\nhttp {\n" + temporary +
            "  log_format plain '$status $body_bytes_sent $uri \"$http_range\" \"$http_user_agent\" "
            "\"$http_referer\" \"$http_cookie\" $connection_requests';\n  access_log " +
            (directory / "access").string() + " plain;\n  server {\n    listen 127.0.0.1:" + std::to_string(port) +
            " ssl;\n    ssl_certificate " + authority.server_certificate().string() + ";\n    ssl_certificate_key " +
            authority.server_key().string() + ";\n    root " + root.string() + ";\n    " + more + "\n  }\n}\n");
    return {"/usr/sbin/nginx", "-e", (directory / "errors").string(), "-c", (directory / "nginx.conf").string()};
}

}  // namespace

Child::Child(std::vector<std::string> const& command, fs::path const& output)
{
    std::vector<char*> arguments;
    for (auto const& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_addopen(&actions, 1, output.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    ::posix_spawn_file_actions_adddup2(&actions, 1, 2);
    int const error = ::posix_spawnp(&process_, arguments[0], &actions, nullptr, arguments.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    if (error != 0) throw std::runtime_error{"could not start " + command.front()};
}

Child::~Child()
{
    if (process_ < 0) return;
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
}

void Child::wait()
{
    int status = 0;
    ::waitpid(std::exchange(process_, -1), &status, 0);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) throw std::runtime_error{"a program failed"};
}

TestAuthority::TestAuthority(fs::path directory) : directory_{std::move(directory)}
{
    fs::create_directories(directory_);
    auto const in = [this](char const* name) { return (directory_ / name).string(); };
    std::vector<std::string> const common = {
        "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30"};
    auto authority = common;
    for (auto const& part : {std::string{"-subj"}, std::string{"/CN=an authority for tests"}, std::string{"-keyout"},
                             in("ca.key"), std::string{"-out"}, in("ca.pem")}) {
        authority.push_back(part);
    }
    Child{authority, directory_ / "output"}.wait();
    auto server = common;
    for (auto const& part : {std::string{"-CA"}, in("ca.pem"), std::string{"-CAkey"}, in("ca.key"),
                             std::string{"-subj"}, std::string{"/CN=mirror.test"}, std::string{"-addext"},
                             std::string{"subjectAltName=DNS:mirror.test,IP:127.0.0.1"}, std::string{"-addext"},
                             std::string{"basicConstraints=critical,CA:FALSE"}, std::string{"-keyout"},
                             in("server.key"), std::string{"-out"}, in("server.pem")}) {
        server.push_back(part);
    }
    Child{server, directory_ / "output"}.wait();
}

Nginx::Nginx(fs::path const& root, TestAuthority const& authority, fs::path directory, std::string const& more)
    : directory_{std::move(directory)},
      port_{(fs::create_directories(directory_), free_port())},
      process_{nginx_command(root, authority, directory_, port_, more), directory_ / "output"}
{
    wait_for_port(port_);
}

std::vector<std::string> Nginx::requests() const
{
    return lines_of(directory_ / "access");
}

std::uint64_t Nginx::body_bytes() const
{
    std::uint64_t sum = 0;
    for (auto const& line : requests()) {
        std::istringstream text{line};
        std::string status;
        std::uint64_t bytes = 0;
        text >> status >> bytes;
        sum += bytes;
    }
    return sum;
}

MisbehavingServer::MisbehavingServer(fs::path const& root, TestAuthority const& authority, fs::path const& directory)
    : directory_{directory},
      process_{
          (fs::create_directories(directory),
           std::vector<std::string>{"python3", NIGHTLETTER_SOURCE "/tests/support/misbehaving_server.py", root.string(),
                                    authority.server_certificate().string(), authority.server_key().string(),
                                    (directory / "asked").string(), (directory / "ports").string()}),
          directory / "output"}
{
    for (int tries = 0; tries < most_tries && !fs::exists(directory / "ports"); ++tries) ::poll(nullptr, 0, 50);
    std::istringstream text{read_text(directory / "ports")};
    if (!(text >> port_ >> socks_port_ >> proxy_port_)) throw std::runtime_error{"the misbehaving server is silent"};
}

std::vector<std::string> MisbehavingServer::asked_of_proxies() const
{
    return lines_of(directory_ / "asked");
}

}  // namespace nightletter::test
