// tests/support/web_server.hpp: web servers on loopback, with a certificate authority of the test's own.
//
// nginx as Debian ships it, and a small one that misbehaves on purpose. Constructors throw, which fails the test.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace nightletter::test {

// Made by the openssl program. Its server certificate is good for 127.0.0.1 and for mirror.test, which no name server
// knows.
class TestAuthority {
public:
    explicit TestAuthority(std::filesystem::path directory);

    [[nodiscard]] std::filesystem::path certificates() const { return directory_ / "ca.pem"; }
    [[nodiscard]] std::filesystem::path server_certificate() const { return directory_ / "server.pem"; }
    [[nodiscard]] std::filesystem::path server_key() const { return directory_ / "server.key"; }

private:
    std::filesystem::path directory_;
};

// A program that ends with the object.
class Child {
public:
    Child(std::vector<std::string> const& command, std::filesystem::path const& output);
    ~Child();
    Child(Child const&) = delete;
    Child& operator=(Child const&) = delete;
    // Throws when it was no success.
    void wait();

private:
    pid_t process_ = -1;
};

class Nginx {
public:
    // Serves what is in `root`; keeps its own files in `directory`. Waits until it accepts connections.
    Nginx(std::filesystem::path const& root, TestAuthority const& authority, std::filesystem::path directory,
          std::string const& more_of_server = {});

    [[nodiscard]] std::uint16_t port() const { return port_; }
    [[nodiscard]] std::string url() const { return "https://127.0.0.1:" + std::to_string(port_) + "/"; }
    // One line for each request: status, bytes of the body, path, range, user agent, referrer, cookie, its
    // number on its connection.
    [[nodiscard]] std::vector<std::string> requests() const;
    [[nodiscard]] std::uint64_t body_bytes() const;

private:
    std::filesystem::path directory_;
    std::uint16_t port_ = 0;
    Child process_;
};

// What tests/support/misbehaving_server.py does: the first part of a path says how the rest of it is served.
class MisbehavingServer {
public:
    MisbehavingServer(std::filesystem::path const& root, TestAuthority const& authority,
                      std::filesystem::path const& directory);

    [[nodiscard]] std::string url() const { return "https://127.0.0.1:" + std::to_string(port_) + "/"; }
    // A proxy by SOCKS 5, which writes down who is asked for.
    [[nodiscard]] std::string socks() const { return "socks5h://127.0.0.1:" + std::to_string(socks_port_); }
    // A proxy by CONNECT, likewise.
    [[nodiscard]] std::string connect_proxy() const { return "http://127.0.0.1:" + std::to_string(proxy_port_); }
    [[nodiscard]] std::vector<std::string> asked_of_proxies() const;

private:
    std::filesystem::path directory_;
    Child process_;
    std::uint16_t port_ = 0;
    std::uint16_t socks_port_ = 0;
    std::uint16_t proxy_port_ = 0;
};

}  // namespace nightletter::test
