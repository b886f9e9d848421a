// web/multi.hpp: libcurl's transfers, driven by the loop.
//
// Inside the wall only. libcurl says which sockets it waits for and when it wants to be called; this class waits for it
// and calls. Nobody is told anything from inside a call of libcurl's. Loop thread only.
#pragma once

#include <curl/curl.h>

#include <functional>
#include <map>
#include <memory>

#include "base/loop.hpp"
#include "base/moved.hpp"

namespace nightletter::web {

class Multi {
public:
    using Ended = std::function<void(CURLcode)>;

    explicit Multi(Loop& loop);
    ~Multi();
    Multi(Multi const&) = delete;
    Multi& operator=(Multi const&) = delete;

    // Starts the transfer; `ended` comes later, once. Until then the handle belongs to libcurl.
    void add(CURL* easy, Ended ended);
    // Takes the handle back; `ended` does not come any more.
    void remove(CURL* easy);

    void count(Moved const& moved) { moved_ += moved; }
    [[nodiscard]] Moved const& moved() const { return moved_; }

private:
    class Watch;

    static int on_socket(CURL* easy, curl_socket_t socket, int wanted, void* self, void* unused);
    static int on_timer(CURLM* multi, long milliseconds, void* self);
    static int on_close(void* self, curl_socket_t socket);
    void act(curl_socket_t socket, int events);
    void tell_who_ended();

    Loop& loop_;
    CURLM* multi_;
    std::map<curl_socket_t, std::unique_ptr<Watch>> watches_;
    std::unique_ptr<Appointment> timer_;
    std::map<CURL*, Ended> running_;
    Moved moved_;
};

}  // namespace nightletter::web
