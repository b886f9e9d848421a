// web/transfer.hpp: one request, from its options to its outcome.
//
// Inside the wall only. It counts what comes before keeping it, and ends as soon as an answer cannot be a right one.
// Loop thread only.
#pragma once

#include <curl/curl.h>

#include <optional>

#include "base/loop.hpp"
#include "web/multi.hpp"
#include "web/route.hpp"
#include "web/web.hpp"

namespace nightletter::web {

class Transfer final : public Visit {
public:
    Transfer(Multi& multi, Loop& loop, Route const& route, Request request, std::function<void(Outcome)> done);
    ~Transfer() override;
    Transfer(Transfer const&) = delete;
    Transfer& operator=(Transfer const&) = delete;

private:
    struct ListFree {
        void operator()(curl_slist* list) const { curl_slist_free_all(list); }
    };
    struct EasyFree {
        void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
    };
    // What of the answer has come.
    struct Received {
        std::size_t header_bytes = 0;
        std::string content_range;
        std::optional<Fault> fault;  // it cannot be a right answer
        bool began = false;          // a right answer's first byte has come
        std::uint64_t total = 0;
        std::size_t expected = 0;  // bytes; of an answer without ranges: unknown, 0
        std::size_t dropped = 0;   // bytes of a page that says why there is no file
        Bytes bytes;
    };

    static std::size_t on_header(char* text, std::size_t one, std::size_t size, void* self);
    static std::size_t on_body(char* bytes, std::size_t one, std::size_t size, void* self);
    void set_up(Route const& route);
    void set_way(Route const& route);
    void hear(std::size_t bytes);
    void hear_header(std::string_view line);
    // False when nothing more is wanted of the answer.
    [[nodiscard]] bool hear_body(ByteView bytes);
    [[nodiscard]] bool begin_body();
    void watch_for_silence();
    void ended(CURLcode result);
    [[nodiscard]] Outcome outcome(CURLcode result);

    Multi& multi_;
    Loop& loop_;
    Request request_;
    std::function<void(Outcome)> done_;
    std::unique_ptr<curl_slist, ListFree> connect_to_;
    std::unique_ptr<curl_slist, ListFree> headers_;
    std::unique_ptr<CURL, EasyFree> easy_;
    Received received_;
    std::size_t heard_ = 0;  // bytes of any kind, since the last look
    std::unique_ptr<Appointment> silence_;
};

}  // namespace nightletter::web
