#include "tests/support/stock_client.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/version.hpp>
#include <nlohmann/json.hpp>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

#include <stdexcept>

#include "tests/support/temporary_directory.hpp"

extern char** environ;

namespace nightletter::test {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;

// A port that nobody has at this moment.
std::uint16_t free_port()
{
    asio::io_context context;
    tcp::acceptor const acceptor{context, {asio::ip::address_v4::loopback(), 0}};
    return acceptor.local_endpoint().port();
}

void write_configuration(std::filesystem::path const& profile, std::uint16_t web_port, std::uint16_t peer_port)
{
    write_text(profile / "qBittorrent/config/qBittorrent.conf",
               "[LegalNotice]\nAccepted=true\n\n"
               "[Preferences]\nGeneral\\Locale=en\nWebUI\\Enabled=true\nWebUI\\Address=127.0.0.1\nWebUI\\Port=" +
                   std::to_string(web_port) +
                   "\nWebUI\\LocalHostAuth=false\nWebUI\\CSRFProtection=false\nWebUI\\HostHeaderValidation=false\n\n"
                   "[BitTorrent]\nSession\\InterfaceAddress=127.0.0.1\nSession\\DHTEnabled=false\n"
                   "Session\\LSDEnabled=false\nSession\\PeXEnabled=false\nSession\\MultiConnectionsPerIp=true\n"
                   "Session\\QueueingSystemEnabled=false\nSession\\Port=" +
                   std::to_string(peer_port) + "\n\n[Network]\nPortForwardingEnabled=false\n");
}

pid_t spawn(std::filesystem::path const& profile)
{
    std::string const argument = "--profile=" + profile.string();
    std::string const log = (profile / "output").string();
    char const* const arguments[] = {"qbittorrent-nox", argument.c_str(), nullptr};
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_addopen(&actions, 1, log.c_str(), O_WRONLY | O_CREAT, 0600);
    ::posix_spawn_file_actions_adddup2(&actions, 1, 2);
    pid_t process = -1;
    int const error = ::posix_spawnp(&process, arguments[0], &actions, nullptr, const_cast<char**>(arguments), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    if (error != 0) throw std::runtime_error{"could not start qbittorrent-nox"};
    return process;
}

std::string identity(InfoHash const& bundle)
{
    return bundle.hex().substr(0, 40);
}

constexpr auto form = "application/x-www-form-urlencoded";

}  // namespace

StockClient::StockClient(std::filesystem::path const& profile) : web_port_{free_port()}, peer_port_{free_port()}
{
    write_configuration(profile, web_port_, peer_port_);
    process_ = spawn(profile);
    for (int tries = 300;; --tries) {
        try {
            (void)call("/api/v2/app/version", form, "");
            return;
        } catch (std::exception const&) {
            if (tries == 0) throw;
            ::poll(nullptr, 0, 100);
        }
    }
}

StockClient::~StockClient()
{
    ::kill(process_, SIGTERM);
    for (int tries = 50; tries > 0; --tries) {
        if (::waitpid(process_, nullptr, WNOHANG) == process_) return;
        ::poll(nullptr, 0, 100);
    }
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
}

std::string StockClient::call(std::string const& target, std::string const& type, std::string const& body) const
{
    asio::io_context context;
    boost::beast::tcp_stream stream{context};
    stream.connect(tcp::endpoint{asio::ip::address_v4::loopback(), web_port_});
    http::request<http::string_body> request{http::verb::post, target, 11};
    request.set(http::field::host, "127.0.0.1:" + std::to_string(web_port_));
    request.set(http::field::content_type, type);
    request.body() = body;
    request.prepare_payload();
    http::write(stream, request);
    boost::beast::flat_buffer buffer;
    http::response<http::string_body> response;
    http::read(stream, buffer, response);
    if (response.result() != http::status::ok) throw std::runtime_error{target + ": " + response.body()};
    return response.body();
}

void StockClient::add(std::string const& field, std::string const& content, std::filesystem::path const& save_path,
                      bool skip_checking)
{
    std::string const boundary = "nightletter-boundary";
    auto const part = [&](std::string const& name, std::string const& text) {
        std::string const file =
            name == "torrents" ? "; filename=\"a.torrent\"\r\nContent-Type: application/x-bittorrent" : "";
        return "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"" + file + "\r\n\r\n" +
               text + "\r\n";
    };
    auto const answer = call("/api/v2/torrents/add", "multipart/form-data; boundary=" + boundary,
                             part(field, content) + part("savepath", save_path.string()) + part("autoTMM", "false") +
                                 part("skip_checking", skip_checking ? "true" : "false") + "--" + boundary + "--\r\n");
    if (answer != "Ok.") throw std::runtime_error{"qbittorrent-nox does not take the torrent: " + answer};
}

void StockClient::download(ByteView torrent, std::filesystem::path const& save_path)
{
    add("torrents", std::string{as_text(torrent)}, save_path, false);
}

void StockClient::download_by_hash(InfoHash const& bundle, std::filesystem::path const& save_path)
{
    add("urls", "magnet:?xt=urn:btmh:1220" + bundle.hex(), save_path, false);
}

void StockClient::seed(ByteView torrent, std::filesystem::path const& save_path)
{
    add("torrents", std::string{as_text(torrent)}, save_path, true);
}

void StockClient::connect(InfoHash const& bundle, std::uint16_t port)
{
    (void)call("/api/v2/torrents/addPeers", form,
               "hashes=" + identity(bundle) + "&peers=127.0.0.1:" + std::to_string(port));
}

double StockClient::progress(InfoHash const& bundle)
{
    auto const answer = nlohmann::json::parse(call("/api/v2/torrents/info", form, "hashes=" + identity(bundle)));
    return answer.empty() ? -1.0 : answer.at(0).at("progress").get<double>();
}

}  // namespace nightletter::test
