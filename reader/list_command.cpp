#include <CLI/CLI.hpp>
#include <cerrno>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "mirror/ledger.hpp"
#include "mirror/watched_folder.hpp"
#include "reader/asking.hpp"
#include "reader/commands.hpp"
#include "reader/library.hpp"
#include "reader/link.hpp"
#include "reader/terminal_text.hpp"
#include "store/view_reader.hpp"

namespace nightletter::reader {
namespace {

using Json = nlohmann::ordered_json;

// A line of a publisher's feed, with what the library has of it.
struct Listed {
    trust::Release release;
    std::optional<store::BundleRow> row;
    std::string taken_back;  // why the publisher does not stand by it any more; else empty

    [[nodiscard]] bool is_here() const { return row && row->state == store::BundleState::sealed; }
    [[nodiscard]] std::string state() const
    {
        if (!taken_back.empty()) return taken_back;
        if (!row) return "not here";
        if (!is_here()) return std::string{word(row->state)};
        return row->tiers == bundles::TierSet::all() ? "here" : row->tiers.text() + " only";
    }
    [[nodiscard]] std::string title() const
    {
        return row && !row->titles.empty() ? row->titles.begin()->second : std::string{};
    }
};

struct Shelf {
    PublisherId publisher;
    std::string name;
    std::string newest;  // "feed 41 of 2026-05-03, current"
    bool is_followed = false;
    std::vector<Listed> bundles;
};

Failure no_library(Trouble const& trouble)
{
    return {ExitCode::failed,
            {trouble.sentence(), "unreadable", {}, "nothing was changed", "look at the folder's permissions"}};
}

std::string newest_of(trust::Acceptance const& acceptance, UtcTime now)
{
    auto const* const feed = acceptance.feed();
    if (feed == nullptr) return "no feed";
    auto text = "feed " + std::to_string(feed->point().seq) + " of " + day_text(day_of(feed->feed().issued));
    for (auto const& label : acceptance.labels(now)) text += ", " + label.text();
    return text;
}

Expected<Shelf, Trouble> shelf_of(store::PublisherRow const& row, store::ViewReader& view, Followed const& followed,
                                  UtcTime now)
{
    mirror::Ledger ledger{row.id, {NIGHTLETTER_BUILD_SECONDS}};
    (void)ledger.judge(mirror::read_publisher_folder(library_folder() / "publishers" / publisher_text(row.id)), now);
    auto const& acceptance = ledger.acceptance();
    Shelf shelf{row.id, followed.name_of(row.id), newest_of(acceptance, now), followed.has(row.id), {}};
    if (shelf.name.empty()) shelf.name = row.name;
    for (auto const& release : acceptance.releases()) {
        auto bundle = view.bundle(release.bundle);
        if (!bundle) return fail(bundle.error());
        auto const standing = acceptance.standing(release.bundle, now);
        shelf.bundles.push_back(
            {release, std::move(*bundle), standing.is_served() ? std::string{} : standing.label.text()});
    }
    return shelf;
}

Expected<std::vector<Shelf>, Failure> shelves(std::optional<PublisherId> const& only)
{
    auto const followed = whom_one_follows();
    if (!followed) return fail(followed.error());
    std::vector<Shelf> found;
    auto view = store::ViewReader::open(library_folder());
    if (!view && view.error().system_error == ENOENT) return found;
    if (!view) return fail(no_library(view.error()));
    auto const rows = view->publishers();
    if (!rows) return fail(no_library(rows.error()));
    auto const now = SystemClock{}.now();
    for (auto const& row : *rows) {
        if (only && row.id != *only) continue;
        auto shelf = shelf_of(row, *view, *followed, now);
        if (!shelf) return fail(no_library(shelf.error()));
        found.push_back(std::move(*shelf));
    }
    return found;
}

void print_text(std::vector<Shelf> const& shelves)
{
    std::size_t here = 0;
    std::size_t absent = 0;
    for (auto const& shelf : shelves) {
        std::cout << safe_for_terminal(shelf.name) << (shelf.is_followed ? ", a publisher you follow" : "") << '\n'
                  << "  " << publisher_text(shelf.publisher) << '\n'
                  << "  " << shelf.newest << '\n';
        for (auto const& bundle : shelf.bundles) {
            here += bundle.is_here() ? 1 : 0;
            absent += bundle.row || !bundle.taken_back.empty() ? 0 : 1;
            std::cout << "  " << day_text(bundle.release.day) << "  " << bundle_text(bundle.release.bundle) << "  "
                      << bundle.state();
            if (!bundle.title().empty()) std::cout << "  " << safe_for_terminal(bundle.title());
            std::cout << '\n';
        }
    }
    if (!wants_quiet()) std::cout << here << " here, " << absent << " not here\n";
}

void print_json(std::vector<Shelf> const& shelves)
{
    Json object{{"schema", "nightletter.list/1"}, {"ok", true}, {"exit", 0}};
    object["publishers"] = Json::array();
    for (auto const& shelf : shelves) {
        Json publisher{{"publisher", publisher_text(shelf.publisher)},
                       {"name", shelf.name},
                       {"followed", shelf.is_followed},
                       {"newest", shelf.newest}};
        publisher["bundles"] = Json::array();
        for (auto const& bundle : shelf.bundles) {
            publisher["bundles"].push_back({{"bundle", bundle_text(bundle.release.bundle)},
                                            {"day", day_text(bundle.release.day)},
                                            {"state", bundle.state()},
                                            {"tiers", bundle.row ? bundle.row->tiers.text() : ""},
                                            {"bytes", bundle.row ? bundle.row->bytes : 0},
                                            {"title", bundle.title()}});
        }
        object["publishers"].push_back(std::move(publisher));
    }
    std::cout << object.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
}

ExitCode run(std::string const& what)
{
    std::optional<PublisherId> only;
    if (!what.empty()) {
        auto const link = parse_link(what);
        auto const typed = link ? Expected<PublisherId, Failure>{link->publisher} : typed_publisher(what);
        if (!typed) return report(typed.error());
        only = *typed;
    }
    auto const found = shelves(only);
    if (!found) return report(found.error());
    if (only && found->empty()) {
        return report({ExitCode::not_found,
                       {"your library has nothing of that publisher",
                        "not-found",
                        {},
                        "nothing was changed",
                        "nightletter get " + what + " --peer ADDRESS:PORT, or nightletter import PACK"}});
    }
    if (wants_json())
        print_json(*found);
    else
        print_text(*found);
    return ExitCode::done;
}

}  // namespace

Command list_command()
{
    return {"list", "says what is in your library, what is not", "nightletter list", [](CLI::App& app) {
                auto const what = std::make_shared<std::string>();
                app.add_option("PUBLISHER", *what, "Only of this publisher, nlp1… or a link");
                return [what] { return run(*what); };
            }};
}

}  // namespace nightletter::reader
