#include "daemon/control/server.hpp"

#include <sys/stat.h>

#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <cerrno>
#include <deque>
#include <optional>
#include <set>

#include "daemon/control/request.hpp"

namespace nightletter::daemon::control {
namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;
using Socket = boost::asio::local::stream_protocol::socket;
using Error = boost::system::error_code;

Reply unreadable(Error const& error)
{
    std::string const still = "nothing was changed";
    std::string const next = "ask with nightletterctl, or as docs/control.md says";
    if (error == http::error::body_limit) {
        return refusal(413, {ExitCode::wrong_usage,
                             {"the request is too large", "too-large", "a body has at most 64 KiB", still, next}});
    }
    if (error == http::error::header_limit || error == http::error::buffer_overflow) {
        return refusal(431, {ExitCode::wrong_usage,
                             {"the request is too large", "too-large", "a header has at most 8 KiB", still, next}});
    }
    return refusal(400, {ExitCode::wrong_usage,
                         {"the request could not be read", "bad-request", "it is not HTTP/1.1", still, next}});
}

Reply turned_away()
{
    return refusal(503, {ExitCode::failed,
                         {"too many ask at the same time", "too-many-clients",
                          "at most " + std::to_string(Server::most_connections) + " are answered at a time",
                          "nothing was changed", "try again when one of the others has ended"}});
}

Reply no_such_method()
{
    return refusal(405, {ExitCode::wrong_usage,
                         {"there is no such method", "no-such-method", "GET, PUT, DELETE and POST are understood",
                          "nothing was changed", "docs/control.md lists what can be asked"}});
}

std::string header_of(Reply const& reply)
{
    std::string const reason{http::obsolete_reason(http::int_to_status(reply.status))};
    auto head = "HTTP/1.1 " + std::to_string(reply.status) + ' ' + reason + "\r\nContent-Type: " + reply.type +
                "\r\nCache-Control: no-store\r\nConnection: close\r\n";
    if (!reply.follows) head += "Content-Length: " + std::to_string(reply.body.size()) + "\r\n";
    return head + "\r\n";
}

// Whether somebody answers there.
bool is_alive(std::filesystem::path const& path)
{
    boost::asio::io_context context;
    Socket socket{context};
    Error error;
    socket.connect({path.string()}, error);
    return !error;
}

Trouble trouble(std::filesystem::path const& path, Error const& error)
{
    return {"listen", "at the control socket " + path.string(), error.message(), Retry::is_useless, error.value()};
}

}  // namespace

// Handlers of what was under way when the server went find it closed.
struct Server::Listener : std::enable_shared_from_this<Listener> {
    Listener(Loop& on, std::filesystem::path at, Answerer with)
        : loop{on}, path{std::move(at)}, answerer{std::move(with)}, acceptor{on.context()}, rest{on.context()}
    {
    }
    void accept();
    void forget(std::shared_ptr<Connection> const& connection) { connections.erase(connection); }

    Loop& loop;
    std::filesystem::path path;
    Answerer answerer;
    boost::asio::local::stream_protocol::acceptor acceptor;
    boost::asio::steady_timer rest;
    std::set<std::shared_ptr<Connection>> connections;
    bool is_open = false;
};

// Owned by the listener until it ends; a handler that comes later finds no listener.
class Server::Connection : public std::enable_shared_from_this<Connection> {
public:
    Connection(Listener& listener, Socket socket)
        : listener_{&listener}, socket_{std::move(socket)}, deadline_{listener.loop.context()}
    {
        bound(parser_);
    }

    void read()
    {
        hurry();
        http::async_read(socket_, buffer_, parser_, [self = shared_from_this()](Error const& error, std::size_t) {
            if (self->listener_ != nullptr) self->arrived(error);
        });
    }
    void turn_away()
    {
        hurry();
        reply(turned_away());
    }
    void tell(std::string const& line)
    {
        if (!is_following_) return;
        if (lines_.size() == longest_queue) return end();
        lines_.push_back(line + '\n');
        if (lines_.size() == 1) write_line();
    }
    // The listener goes; so do we, whatever is under way.
    void leave()
    {
        listener_ = nullptr;
        Error ignored;
        deadline_.cancel();
        socket_.close(ignored);
    }

private:
    void arrived(Error const& error)
    {
        bool const is_about_http = error.category() == http::make_error_code(http::error::end_of_stream).category();
        if (error == http::error::end_of_stream || (error && !is_about_http)) return end();
        if (error) return reply(unreadable(error));
        auto const& message = parser_.get();
        auto const method = message.method_string();
        auto const target = message.target();
        auto const request = request_of({method.data(), method.size()}, {target.data(), target.size()}, message.body());
        if (!request) return reply(no_such_method());
        Error ignored;
        deadline_.cancel();
        listener_->answerer(*request, [weak = weak_from_this()](Reply answer) {
            auto const self = weak.lock();
            if (self && self->listener_ != nullptr) self->reply(std::move(answer));
        });
    }
    void reply(Reply answer)
    {
        is_following_ = answer.follows;
        text_ = header_of(answer) + answer.body;
        hurry();
        boost::asio::async_write(socket_, boost::asio::buffer(text_),
                                 [self = shared_from_this()](Error const& error, std::size_t) {
                                     if (self->listener_ != nullptr) self->replied(error);
                                 });
    }
    void replied(Error const& error)
    {
        if (error || !is_following_) return end();
        Error ignored;
        deadline_.cancel();
        // Nothing more is asked here; the other side's end ends it.
        socket_.async_wait(Socket::wait_read, [self = shared_from_this()](Error const&) {
            if (self->listener_ != nullptr) self->end();
        });
    }
    void write_line()
    {
        boost::asio::async_write(socket_, boost::asio::buffer(lines_.front()),
                                 [self = shared_from_this()](Error const& error, std::size_t) {
                                     if (self->listener_ == nullptr) return;
                                     if (error) return self->end();
                                     self->lines_.pop_front();
                                     if (!self->lines_.empty()) self->write_line();
                                 });
    }
    void hurry()
    {
        deadline_.expires_after(patience);
        deadline_.async_wait([weak = weak_from_this()](Error const& error) {
            auto const self = weak.lock();
            if (!error && self && self->listener_ != nullptr) self->end();
        });
    }
    void end()
    {
        auto* const listener = listener_;
        auto const self = shared_from_this();
        leave();
        if (listener != nullptr) listener->forget(self);
    }

    Listener* listener_;  // null once it is over
    Socket socket_;
    boost::asio::steady_timer deadline_;
    beast::flat_static_buffer<largest_header + 1024> buffer_;
    http::request_parser<http::string_body> parser_;
    std::string text_;
    std::deque<std::string> lines_;
    bool is_following_ = false;
};

void Server::Listener::accept()
{
    acceptor.async_accept([self = shared_from_this(), this](Error const& error, Socket socket) {
        if (!is_open || error == boost::asio::error::operation_aborted) return;
        if (error) {
            // Out of descriptors, mostly: the queue of the socket waits.
            rest.expires_after(std::chrono::seconds{1});
            rest.async_wait([self, this](Error const& cancelled) {
                if (!cancelled && is_open) accept();
            });
            return;
        }
        bool const is_full = connections.size() >= most_connections;
        auto const connection = std::make_shared<Connection>(*this, std::move(socket));
        // Those who are turned away are few and short: their words fit what the system buffers.
        if (connections.size() < 2 * most_connections) {
            connections.insert(connection);
            is_full ? connection->turn_away() : connection->read();
        }
        accept();
    });
}

Server::Server(std::shared_ptr<Listener> listener) : listener_{std::move(listener)} {}

Expected<std::unique_ptr<Server>, Trouble> Server::open(Loop& loop, std::filesystem::path const& path,
                                                        Answerer answerer)
{
    if (is_alive(path)) {
        return fail(Trouble{"listen", "at the control socket " + path.string(), "another process answers there",
                            Retry::is_useless, EADDRINUSE});
    }
    auto listener = std::make_shared<Listener>(loop, path, std::move(answerer));
    Error error;
    listener->acceptor.open(boost::asio::local::stream_protocol{}, error);
    std::error_code ignored;
    if (std::filesystem::is_socket(path, ignored)) std::filesystem::remove(path, ignored);
    if (!error) listener->acceptor.bind({path.string()}, error);
    if (!error && ::chmod(path.c_str(), S_IRUSR | S_IWUSR | S_IRGRP | S_IWGRP) != 0)
        error = {errno, boost::system::system_category()};
    if (!error) listener->acceptor.listen(static_cast<int>(2 * most_connections), error);
    if (error) return fail(trouble(path, error));
    listener->is_open = true;
    listener->accept();
    return std::unique_ptr<Server>{new Server{std::move(listener)}};
}

Server::~Server()
{
    listener_->is_open = false;
    Error error;
    listener_->rest.cancel();
    listener_->acceptor.close(error);
    for (auto const& connection : listener_->connections) connection->leave();
    std::error_code ignored;
    std::filesystem::remove(listener_->path, ignored);
}

void Server::tell(std::string const& line)
{
    // Who is too slow leaves the set while it is gone through.
    auto const connections = listener_->connections;
    for (auto const& connection : connections) connection->tell(line);
}

}  // namespace nightletter::daemon::control
