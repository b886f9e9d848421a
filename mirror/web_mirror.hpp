// mirror/web_mirror.hpp: one web server that exports the public layout, as an address somebody gave.
//
// docs/formats.md section 5. It knows how its server behaves: how much one request may carry, how many are under way,
// how long it is left alone after it failed. What is brought is bytes; nothing here believes them. Loop thread only.
#pragma once

#include <string>

#include "mirror/document.hpp"
#include "web/pull.hpp"

namespace nightletter::mirror {

class WebMirror {
public:
    static constexpr long most_at_once = 4;
    // A network that punishes who comes again does so for one to three minutes.
    static constexpr Moment first_rest = std::chrono::seconds{15};
    static constexpr Moment longest_rest = std::chrono::hours{1};

    using Moments = std::function<Moment()>;
    using Failed = std::function<void(web::Fault)>;

    struct Ports {
        web::Web& web;
        Timers& timers;
        Moments moment;
        Moment stall;  // without a byte: the connection is given up
    };

    // `address` ends in a slash. `failed` is told each time the server is left alone for a while.
    WebMirror(std::string address, Ports ports, Failed failed);
    WebMirror(WebMirror const&) = delete;
    WebMirror& operator=(WebMirror const&) = delete;

    // Another request may be made now.
    [[nodiscard]] bool is_ready() const;
    // The last request that ended was answered. Only then is more asked of it than what a publisher said.
    [[nodiscard]] bool is_answering() const { return answering_; }
    // At least one request must be allowed. Ends with the object that is returned; `brought` comes once, later.
    [[nodiscard]] std::unique_ptr<web::Pull> pull(std::string const& path, web::Range range, web::Extent extent,
                                                  web::Pull::Brought brought);
    // Bytes that one request may carry at present.
    [[nodiscard]] std::uint64_t step() const { return pace_.step(); }

private:
    void heard(Expected<Bytes, web::Fault> const& result);

    std::string address_;
    Ports ports_;
    Failed failed_;
    web::Pace pace_;
    std::shared_ptr<bool> place_ = std::make_shared<bool>();  // each pull under way holds it too
    Moment rests_until_{};
    unsigned failures_ = 0;  // in a row
    bool answering_ = false;
};

}  // namespace nightletter::mirror
