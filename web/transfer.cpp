#include "web/transfer.hpp"

#include <algorithm>
#include <cctype>

#include "web/content_range.hpp"

namespace nightletter::web {
namespace {

constexpr std::size_t most_header_bytes = 32 * 1024;
constexpr std::size_t most_dropped = 16 * 1024;  // of an error page, so that the connection can be used again

constexpr long whole_file = 200;
constexpr long some_bytes = 206;

bool says_no_such_file(long status)
{
    // Storage that keeps its list of names to itself says 403 for a name that it has not got.
    return status == 404 || status == 410 || status == 403;
}

bool is_named(std::string_view line, std::string_view lower_case_name)
{
    return line.size() > lower_case_name.size() && line[lower_case_name.size()] == ':' &&
           std::equal(lower_case_name.begin(), lower_case_name.end(), line.begin(), [](char name, char c) {
               return name == static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
           });
}

long status_of(CURL* easy)
{
    long status = 0;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    return status;
}

Fault fault_of(CURLcode result, bool began)
{
    switch (result) {
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CACERT_BADFILE:
        case CURLE_SSL_ISSUER_ERROR:
        case CURLE_SSL_INVALIDCERTSTATUS:
            return Fault::untrusted;
        default:
            return began ? Fault::broken_off : Fault::unreachable;
    }
}

}  // namespace

Transfer::Transfer(Multi& multi, Loop& loop, Route const& route, Request request, std::function<void(Outcome)> done)
    : multi_{multi}, loop_{loop}, request_{std::move(request)}, done_{std::move(done)}, easy_{curl_easy_init()}
{
    NIGHTLETTER_INSIST(easy_ != nullptr && request_.range.size > 0);
    set_up(route);
    set_way(route);
    multi_.add(easy_.get(), [this](CURLcode result) { ended(result); });
    watch_for_silence();
}

Transfer::~Transfer()
{
    multi_.remove(easy_.get());
}

void Transfer::set_up(Route const& route)
{
    auto* const easy = easy_.get();
    auto const last = request_.range.first + request_.range.size - 1;
    auto const range = std::to_string(request_.range.first) + "-" + std::to_string(last);
    bool const fresh = request_.connection == Connection::fresh;
    curl_easy_setopt(easy, CURLOPT_URL, request_.url.c_str());
    curl_easy_setopt(easy, CURLOPT_RANGE, range.c_str());
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "https");
    curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
    // One transfer to a connection, so that a frozen one holds up nothing else.
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, fresh ? 1L : 0L);
    curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, fresh ? 1L : 0L);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    // A look-up that is given up must not hold up the loop until the system's resolver has had its say.
    curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
    curl_easy_setopt(easy, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(request_.deadline.count()));
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(request_.stall.count()));
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &Transfer::on_header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, this);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &Transfer::on_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, this);
    if (route.certificates.empty()) return;
    // Instead of the system's, not beside them: whoever names one authority means that one.
    curl_easy_setopt(easy, CURLOPT_CAINFO, route.certificates.c_str());
    curl_easy_setopt(easy, CURLOPT_CAPATH, nullptr);
}

void Transfer::set_way(Route const& route)
{
    auto* const easy = easy_.get();
    // An empty text is "none", whatever the environment says.
    curl_easy_setopt(easy, CURLOPT_PROXY, route.proxy.c_str());
    curl_easy_setopt(easy, CURLOPT_NOPROXY, "");
    curl_easy_setopt(easy, CURLOPT_HTTPPROXYTUNNEL, 1L);
    curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    headers_.reset(curl_slist_append(nullptr, "User-Agent:"));
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers_.get());
    curl_easy_setopt(easy, CURLOPT_PROXYHEADER, headers_.get());
    curl_easy_setopt(easy, CURLOPT_HEADEROPT, static_cast<long>(CURLHEADER_SEPARATE));
    for (auto const& entry : route.connect_to) {
        auto* const longer = curl_slist_append(connect_to_.get(), entry.c_str());
        NIGHTLETTER_INSIST(longer != nullptr);
        (void)connect_to_.release();
        connect_to_.reset(longer);
    }
    curl_easy_setopt(easy, CURLOPT_CONNECT_TO, connect_to_.get());
}

std::size_t Transfer::on_header(char* text, std::size_t one, std::size_t size, void* self)
{
    auto& transfer = *static_cast<Transfer*>(self);
    auto const bytes = one * size;
    transfer.hear(bytes);
    transfer.received_.header_bytes += bytes;
    if (transfer.received_.header_bytes > most_header_bytes) {
        transfer.received_.fault = Fault::too_large;
        return 0;
    }
    transfer.hear_header({text, bytes});
    return bytes;
}

void Transfer::hear(std::size_t bytes)
{
    // The first byte says that the request has gone out.
    long request = 0;
    if (received_.header_bytes == 0) curl_easy_getinfo(easy_.get(), CURLINFO_REQUEST_SIZE, &request);
    heard_ += bytes;
    multi_.count({static_cast<std::uint64_t>(request), bytes});
}

void Transfer::hear_header(std::string_view line)
{
    constexpr std::string_view name = "content-range";
    if (line.starts_with("HTTP/")) received_.content_range.clear();  // of an answer before the real one
    if (is_named(line, name)) received_.content_range = line.substr(name.size() + 1);
}

std::size_t Transfer::on_body(char* bytes, std::size_t one, std::size_t size, void* self)
{
    auto& transfer = *static_cast<Transfer*>(self);
    transfer.hear(one * size);
    ByteView const view{reinterpret_cast<std::uint8_t const*>(bytes), one * size};
    return transfer.hear_body(view) ? view.size() : 0;
}

bool Transfer::hear_body(ByteView bytes)
{
    if (!received_.began) {
        auto const status = status_of(easy_.get());
        if (status != whole_file && status != some_bytes) {
            received_.dropped += bytes.size();
            return received_.dropped <= most_dropped;
        }
        if (!begin_body()) return false;
    }
    auto& kept = received_.bytes;
    if (bytes.size() > received_.expected - kept.size()) {
        received_.fault = Fault::too_large;
        return false;
    }
    kept.insert(kept.end(), bytes.begin(), bytes.end());
    return true;
}

bool Transfer::begin_body()
{
    received_.began = true;
    received_.expected = request_.range.size;
    if (status_of(easy_.get()) == whole_file) {
        // It sends the file from the beginning, which is right when that is where we are.
        if (request_.range.first == 0) return true;
        received_.fault = Fault::wrong_range;
        return false;
    }
    auto const range = parse_content_range(received_.content_range);
    bool const is_ours =
        range && range->first == request_.range.first && range->last - range->first < request_.range.size;
    if (!is_ours) {
        received_.fault = Fault::wrong_range;
        return false;
    }
    received_.expected = range->last - range->first + 1;
    received_.total = range->total;
    received_.bytes.reserve(std::min<std::size_t>(received_.expected, std::size_t{1} << 20U));
    return true;
}

void Transfer::watch_for_silence()
{
    silence_ = loop_.after(request_.stall / 2, [this, silent = heard_ == 0] {
        bool const is_silent_again = heard_ == 0;
        heard_ = 0;
        if (silent && is_silent_again) {
            multi_.remove(easy_.get());
            return ended(CURLE_OPERATION_TIMEDOUT);
        }
        watch_for_silence();
    });
}

void Transfer::ended(CURLcode result)
{
    silence_.reset();
    auto const done = std::move(done_);
    done(outcome(result));
}

Outcome Transfer::outcome(CURLcode result)
{
    auto& received = received_;
    if (received.fault) return fail(Failure{*received.fault, {}, 0});
    auto const status = status_of(easy_.get());
    if (status != 0 && status != whole_file && status != some_bytes) {
        return fail(Failure{says_no_such_file(status) ? Fault::not_found : Fault::refused, {}, 0});
    }
    if (result != CURLE_OK) {
        return fail(Failure{fault_of(result, received.began), std::move(received.bytes), received.total});
    }
    if (!received.began) return fail(Failure{Fault::wrong_range, {}, 0});  // no byte at all
    if (status == whole_file) received.total = received.bytes.size();
    if (status == some_bytes && received.bytes.size() < received.expected) {
        return fail(Failure{Fault::broken_off, std::move(received.bytes), received.total});
    }
    return Answer{std::move(received.bytes), received.total};
}

}  // namespace nightletter::web
