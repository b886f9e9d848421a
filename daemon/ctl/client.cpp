#include "daemon/ctl/client.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <nlohmann/json.hpp>
#include <optional>

namespace nightletter::ctl {
namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;
using Protocol = boost::asio::local::stream_protocol;
using Error = boost::system::error_code;

constexpr std::uint64_t largest_answer = 256U << 20U;  // bytes
constexpr std::size_t longest_line = 64U << 10U;       // bytes, of an event

http::verb verb_of(Method method)
{
    switch (method) {
        case Method::get:
            return http::verb::get;
        case Method::put:
            return http::verb::put;
        case Method::remove:
            return http::verb::delete_;
        case Method::post:
            return http::verb::post;
    }
    return http::verb::get;
}

Failure unreachable(std::filesystem::path const& socket, Error const& error)
{
    if (error == boost::system::errc::permission_denied) {
        return {ExitCode::daemon_unreachable,
                {"nightletterd does not let you ask", "not-allowed",
                 "its socket " + socket.string() + " is for its own group", "nothing was changed",
                 "sudo nightletterctl ..., or once: sudo adduser $USER nightletter, and log in again"}};
    }
    return {ExitCode::daemon_unreachable,
            {"nightletterd cannot be reached", "daemon-unreachable", socket.string() + ": " + error.message(),
             "nothing was changed", "systemctl status nightletterd, or name the socket with --socket"}};
}

Failure cut_off()
{
    return {ExitCode::daemon_unreachable,
            {"nightletterd did not answer", "no-answer", "it ended, or is too busy",
             "whether it was done is not known; asking again does no harm", "nightletterctl status"}};
}

// What the daemon says, in its words.
Failure refused(std::string const& body)
{
    auto const json = nlohmann::json::parse(body, nullptr, false);
    if (!json.is_object() || !json.contains("error") || !json["error"].is_object()) return cut_off();
    auto const text = [&](char const* name) { return json["error"].value(name, std::string{}); };
    return {static_cast<ExitCode>(json.value("exit", 1)),
            {text("message"), text("code"), text("because"), text("still"), text("next")}};
}

// One connection, with one deadline over each wait.
class Connection {
public:
    [[nodiscard]] Error connect(std::filesystem::path const& socket)
    {
        Error result;
        socket_.connect({socket.string()}, result);
        return result;
    }
    [[nodiscard]] bool send(Question const& question)
    {
        http::request<http::string_body> request{verb_of(question.method), question.target, 11};
        request.set(http::field::host, "nightletterd");
        if (!question.body.empty()) request.set(http::field::content_type, "application/json");
        request.body() = question.body;
        request.prepare_payload();
        bool sent = false;
        http::async_write(socket_, request, [&](Error const& error, std::size_t) { sent = !error; });
        return wait(Client::patience) && sent;
    }
    [[nodiscard]] std::optional<http::response<http::string_body>> receive()
    {
        http::response_parser<http::string_body> parser;
        parser.body_limit(largest_answer);
        Error result;
        http::async_read(socket_, buffer_, parser, [&](Error const& error, std::size_t) { result = error; });
        if (!wait(Client::patience) || result) return std::nullopt;
        return parser.release();
    }
    [[nodiscard]] bool receive_header()
    {
        Error result;
        http::async_read_header(socket_, buffer_, endless_, [&](Error const& error, std::size_t) { result = error; });
        return wait(Client::patience) && !result;
    }
    // The next bytes of an answer that has no end; empty when it has ended.
    [[nodiscard]] std::string some()
    {
        std::string bytes(4096, '\0');
        endless_.get().body().data = bytes.data();
        endless_.get().body().size = bytes.size();
        Error result;
        http::async_read_some(socket_, buffer_, endless_, [&](Error const& error, std::size_t) { result = error; });
        wait_for_ever();
        if (result && result != http::error::need_buffer) return {};
        bytes.resize(bytes.size() - endless_.get().body().size);
        return bytes;
    }

private:
    bool wait(std::chrono::seconds patience)
    {
        context_.restart();
        context_.run_for(patience);
        if (context_.stopped()) return true;
        Error ignored;
        socket_.close(ignored);
        context_.run();
        return false;
    }
    void wait_for_ever()
    {
        context_.restart();
        context_.run();
    }

    boost::asio::io_context context_;
    Protocol::socket socket_{context_};
    beast::flat_buffer buffer_{largest_answer};
    http::response_parser<http::buffer_body> endless_;
};

}  // namespace

Expected<std::string, Failure> Client::ask(Question const& question) const
{
    Connection connection;
    if (auto const error = connection.connect(socket_)) return fail(unreachable(socket_, error));
    // Who is turned away may be told before all was sent.
    bool const sent = connection.send(question);
    auto const answer = connection.receive();
    if (!answer) return fail(cut_off());
    if (!sent && answer->result() == http::status::ok) return fail(cut_off());
    if (answer->result() != http::status::ok) return fail(refused(answer->body()));
    return answer->body();
}

Expected<void, Failure> Client::follow(std::string const& target,
                                       std::function<bool(std::string const&)> const& line) const
{
    Connection connection;
    if (auto const error = connection.connect(socket_)) return fail(unreachable(socket_, error));
    if (!connection.send({Method::get, target, {}}) || !connection.receive_header()) return fail(cut_off());
    std::string text;
    for (auto bytes = connection.some(); !bytes.empty(); bytes = connection.some()) {
        text += bytes;
        for (auto end = text.find('\n'); end != std::string::npos; end = text.find('\n')) {
            if (!line(text.substr(0, end))) return {};
            text.erase(0, end + 1);
        }
        if (text.size() > longest_line) return fail(cut_off());
    }
    return fail(cut_off());
}

}  // namespace nightletter::ctl
