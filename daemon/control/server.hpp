// daemon/control/server.hpp: HTTP on a UNIX socket, with bounds on everything.
//
// One request for each connection; at most 16 connections, 64 KiB of body, 8 KiB of header, ten seconds to ask. File
// permissions are the only authentication: nothing listens on a network. It knows no route. Loop thread only.
#pragma once

#include <filesystem>
#include <memory>

#include "base/loop.hpp"
#include "base/result.hpp"
#include "daemon/control/message.hpp"

namespace nightletter::daemon::control {

class Server {
public:
    static constexpr std::size_t most_connections = 16;
    static constexpr std::chrono::seconds patience{10};
    static constexpr std::size_t longest_queue = 256;  // lines for one who follows; a slower reader is let go

    // Takes the place of a socket that nobody listens on; a living one is trouble (EADDRINUSE). The socket is the
    // owner's and the group's.
    [[nodiscard]] static Expected<std::unique_ptr<Server>, Trouble> open(Loop& loop, std::filesystem::path const& path,
                                                                         Answerer answerer);
    // Ends every connection and removes the socket.
    ~Server();
    Server(Server const&) = delete;
    Server& operator=(Server const&) = delete;

    // One line to everybody who follows.
    void tell(std::string const& line);

private:
    class Connection;
    struct Listener;

    explicit Server(std::shared_ptr<Listener> listener);

    std::shared_ptr<Listener> listener_;
};

}  // namespace nightletter::daemon::control
