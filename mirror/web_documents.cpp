#include "mirror/web_documents.hpp"

namespace nightletter::mirror {
namespace {

WebHeld held_by(Ledger const& ledger)
{
    WebHeld held{ledger.held(), {}, {}};
    auto const* const feed = ledger.acceptance().feed();
    if (feed == nullptr) return held;
    auto const& shelf = ledger.shelf(Shelf::feed);
    if (!shelf.empty()) held.feed_signatures = shelf.front().signatures;
    for (auto const& line : feed->feed().withdrawals) {
        if (!held.documents.withdrawals.contains(line.withdrawal)) held.lacking.push_back(line.withdrawal);
    }
    return held;
}

}  // namespace

WebDocuments::WebDocuments(std::list<WebMirror>& mirrors, Ledgers ledgers, std::set<PublisherId> const& publishers,
                           WebMirror::Moments moment)
    : ledgers_{std::move(ledgers)}, moment_{std::move(moment)}
{
    for (auto const& publisher : publishers) {
        for (auto& mirror : mirrors) rounds_.push_back({publisher, &mirror, {}, {}, {}, 0, 0});
    }
}

void WebDocuments::tick()
{
    for (auto& round : rounds_) {
        // A server that failed at something else is asked this first, once it has rested.
        bool const is_due = moment_() >= round.next_visit || !round.mirror->is_answering();
        if (!round.errand && is_due && round.mirror->is_ready()) set_out(round);
    }
}

std::size_t WebDocuments::visits(PublisherId const& publisher) const
{
    std::size_t sum = 0;
    for (auto const& round : rounds_) sum += round.publisher == publisher ? round.visits : 0;
    return sum;
}

void WebDocuments::set_out(Round& round)
{
    auto const* const ledger = ledgers_.of(round.publisher);
    if (ledger == nullptr) return;
    round.errand.emplace(held_by(*ledger));
    ask(round);
}

void WebDocuments::ask(Round& round)
{
    auto const file = round.errand->next();
    if (!file) return come_home(round);
    auto const path = "publishers/" + publisher_text(round.publisher) + '/' + file->name;
    round.pull = round.mirror->pull(path, {0, file->largest}, web::Extent::whole,
                                    [this, &round](Expected<Bytes, web::Fault> it) { answered(round, std::move(it)); });
}

void WebDocuments::answered(Round& round, Expected<Bytes, web::Fault> file)
{
    round.pull.reset();
    // What is larger than any document of its kind is none.
    bool const is_there_or_not = file || file.error() == web::Fault::not_found || file.error() == web::Fault::too_large;
    if (!is_there_or_not) {
        round.errand.reset();
        round.next_visit = moment_() + first_rest;
        return;
    }
    round.errand->take(file ? std::optional{std::move(*file)} : std::nullopt);
    ask(round);
}

void WebDocuments::come_home(Round& round)
{
    bool const left_something = round.errand->left_something();
    auto const haul = round.errand->bring_home();
    round.errand.reset();
    ++round.visits;
    round.next_visit = moment_() + (left_something && !haul.is_empty() ? Moment{} : between_visits);
    if (haul.is_empty() || ledgers_.offer({round.publisher, haul})) {
        round.refusals = 0;
        return;
    }
    round.next_visit = moment_() + (++round.refusals == 1 ? first_rest : rest_after_refusal);
}

}  // namespace nightletter::mirror
