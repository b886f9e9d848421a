// mirror/web_documents.hpp: asks web servers, from time to time, for what publishers have said.
//
// One errand at a time for each publisher at each server. What comes home is offered for judgement like anything else;
// a server whose documents are refused is left alone for a while. Loop thread only.
#pragma once

#include <list>

#include "mirror/ledger.hpp"
#include "mirror/watched_folder.hpp"
#include "mirror/web_errand.hpp"
#include "mirror/web_mirror.hpp"

namespace nightletter::mirror {

class WebDocuments {
public:
    static constexpr Moment between_visits = std::chrono::minutes{10};
    // Documents that are being replaced while we look do not fit together: the first refusal is not yet held against
    // it.
    static constexpr Moment first_rest = std::chrono::seconds{10};
    static constexpr Moment rest_after_refusal = std::chrono::minutes{10};

    struct Ledgers {
        // Null when the publisher is not followed.
        std::function<Ledger const*(PublisherId const&)> of;
        // False when anything of it was refused.
        std::function<bool(FoundDocuments const&)> offer;
    };

    WebDocuments(std::list<WebMirror>& mirrors, Ledgers ledgers, std::set<PublisherId> const& publishers,
                 WebMirror::Moments moment);

    void tick();
    // Errands about that publisher that came home.
    [[nodiscard]] std::size_t visits(PublisherId const& publisher) const;

private:
    struct Round {
        PublisherId publisher;
        WebMirror* mirror;
        std::optional<WebErrand> errand;
        std::unique_ptr<web::Pull> pull;
        Moment next_visit{};
        unsigned refusals = 0;  // in a row
        std::size_t visits = 0;
    };

    void set_out(Round& round);
    void ask(Round& round);
    void answered(Round& round, Expected<Bytes, web::Fault> file);
    void come_home(Round& round);

    Ledgers ledgers_;
    WebMirror::Moments moment_;
    std::list<Round> rounds_;
};

}  // namespace nightletter::mirror
