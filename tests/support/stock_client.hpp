// tests/support/stock_client.hpp: qbittorrent-nox as Debian ships it, on loopback, with a profile of its own.
//
// Talks to it by its web interface; every call is short and throws when the client does not do as it is told.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>

#include "base/bytes.hpp"
#include "base/names.hpp"

namespace nightletter::test {

class StockClient {
public:
    // `profile`: an empty directory for its configuration. Waits until it answers.
    explicit StockClient(std::filesystem::path const& profile);
    ~StockClient();
    StockClient(StockClient const&) = delete;
    StockClient& operator=(StockClient const&) = delete;

    // Where it takes connections of peers, on 127.0.0.1.
    [[nodiscard]] std::uint16_t port() const { return peer_port_; }
    void download(ByteView torrent, std::filesystem::path const& save_path);
    void download_by_hash(InfoHash const& bundle, std::filesystem::path const& save_path);
    // The files are in save_path/<name> already and are not hashed again.
    void seed(ByteView torrent, std::filesystem::path const& save_path);
    void connect(InfoHash const& bundle, std::uint16_t port);
    // From 0 to 1, or less than 0 when it does not know the bundle.
    [[nodiscard]] double progress(InfoHash const& bundle);

private:
    void add(std::string const& field, std::string const& content, std::filesystem::path const& save_path,
             bool skip_checking);
    [[nodiscard]] std::string call(std::string const& target, std::string const& type, std::string const& body) const;

    pid_t process_ = -1;
    std::uint16_t web_port_ = 0;
    std::uint16_t peer_port_ = 0;
};

}  // namespace nightletter::test
