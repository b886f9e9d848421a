#include "web/multi.hpp"

#include <unistd.h>

#include <boost/asio/posix/stream_descriptor.hpp>

#include "base/result.hpp"

namespace nightletter::web {
namespace {

// Connections that are kept open for later requests.
constexpr long most_idle = 16;

CURLM* new_multi()
{
    static bool const ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
    auto* const multi = ready ? curl_multi_init() : nullptr;
    NIGHTLETTER_INSIST(multi != nullptr);
    return multi;
}

}  // namespace

// One socket of libcurl's, which closes it; waits for what libcurl last asked for.
class Multi::Watch {
public:
    Watch(Multi& multi, curl_socket_t socket)
        : multi_{multi}, socket_{socket}, descriptor_{multi.loop_.context(), socket}
    {
    }
    ~Watch()
    {
        *alive_ = false;
        descriptor_.release();
    }
    Watch(Watch const&) = delete;
    Watch& operator=(Watch const&) = delete;

    void want(int wanted)
    {
        wanted_ = wanted;
        using Wait = boost::asio::posix::descriptor_base;
        if ((wanted & CURL_POLL_IN) != 0) wait(reading_, Wait::wait_read, CURL_POLL_IN, CURL_CSELECT_IN);
        if ((wanted & CURL_POLL_OUT) != 0) wait(writing_, Wait::wait_write, CURL_POLL_OUT, CURL_CSELECT_OUT);
    }

private:
    void wait(bool& is_waiting, boost::asio::posix::descriptor_base::wait_type kind, int interest, int event)
    {
        if (std::exchange(is_waiting, true)) return;
        descriptor_.async_wait(kind, [this, alive = alive_, &is_waiting, interest, event](auto const& error) {
            if (!*alive) return;
            is_waiting = false;
            // libcurl may have lost interest while this wait was on its way.
            if ((wanted_ & interest) == 0) return;
            auto& multi = multi_;
            auto const socket = socket_;
            multi.act(socket, error ? CURL_CSELECT_ERR : event);
            if (*alive) want(wanted_);
        });
    }

    Multi& multi_;
    curl_socket_t socket_;
    boost::asio::posix::stream_descriptor descriptor_;
    int wanted_ = 0;
    bool reading_ = false;
    bool writing_ = false;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

Multi::Multi(Loop& loop) : loop_{loop}, multi_{new_multi()}
{
    curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &Multi::on_socket);
    curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
    curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &Multi::on_timer);
    curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
    curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, most_idle);
}

Multi::~Multi()
{
    NIGHTLETTER_INSIST(running_.empty());
    curl_multi_cleanup(multi_);
}

void Multi::add(CURL* easy, Ended ended)
{
    // Whoever waits for a socket must hear of its end before the number is given to another file.
    curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, &Multi::on_close);
    curl_easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, this);
    running_[easy] = std::move(ended);
    NIGHTLETTER_INSIST(curl_multi_add_handle(multi_, easy) == CURLM_OK);
}

void Multi::remove(CURL* easy)
{
    if (running_.erase(easy) == 0) return;
    curl_multi_remove_handle(multi_, easy);
}

int Multi::on_socket(CURL*, curl_socket_t socket, int wanted, void* self, void*)
{
    auto& multi = *static_cast<Multi*>(self);
    if (wanted == CURL_POLL_REMOVE) {
        multi.watches_.erase(socket);
        return 0;
    }
    auto& watch = multi.watches_[socket];
    if (!watch) watch = std::make_unique<Watch>(multi, socket);
    watch->want(wanted);
    return 0;
}

int Multi::on_close(void* self, curl_socket_t socket)
{
    static_cast<Multi*>(self)->watches_.erase(socket);
    return ::close(socket);
}

int Multi::on_timer(CURLM*, long milliseconds, void* self)
{
    auto& multi = *static_cast<Multi*>(self);
    multi.timer_.reset();
    if (milliseconds < 0) return 0;
    multi.timer_ =
        multi.loop_.after(std::chrono::milliseconds{milliseconds}, [&multi] { multi.act(CURL_SOCKET_TIMEOUT, 0); });
    return 0;
}

void Multi::act(curl_socket_t socket, int events)
{
    int running = 0;
    curl_multi_socket_action(multi_, socket, events, &running);
    tell_who_ended();
}

void Multi::tell_who_ended()
{
    int left = 0;
    while (auto const* const message = curl_multi_info_read(multi_, &left)) {
        if (message->msg != CURLMSG_DONE) continue;
        auto* const easy = message->easy_handle;
        auto const result = message->data.result;
        auto const found = running_.find(easy);
        if (found == running_.end()) continue;
        auto const ended = std::move(found->second);
        remove(easy);
        ended(result);
    }
}

}  // namespace nightletter::web
