#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>

#include "signer/answer.hpp"
#include "signer/commands.hpp"
#include "signer/failures.hpp"
#include "signer/founding.hpp"
#include "signer/key_backup.hpp"
#include "signer/key_options.hpp"
#include "signer/process.hpp"
#include "signer/seat.hpp"

namespace nightletter::signer {
namespace {

namespace fs = std::filesystem;

struct Options {
    KeyOptions keys;
    std::string name = "unnamed";
    std::vector<std::string> people;  // folders; empty: one person, whose keys lie in the home
    std::uint64_t seats = 0;          // so many people are asked at the terminal, folders too; 0: nobody is
    std::uint64_t threshold = 0;      // 0: a majority
    bool another = false;
    bool no_backup = false;
    bool low_cost = false;
};

Failure nobody_to_seat()
{
    return {ExitCode::locked,
            {"nobody could be asked", "locked", "--people asks each person at the terminal", "nothing was made",
             "use a terminal; or --person FOLDER for each, with --passphrase-file"}};
}

// What an interrupted founding left in a person's folder is put in place when its publisher was made, else forgotten.
Expected<void, Failure> settle_folder(std::string const& person, Home const& home)
{
    auto const label = decided_change(person);
    if (!label) return {};
    auto const id = parse_publisher(*label);
    auto const known = home.publishers();
    bool const exists = id && std::ranges::find(known, *id) != known.end();
    if (auto const settled = exists ? finish(person) : forget(person); !settled)
        return fail(could_not_write(settled.error()));
    return {};
}

// Keys that lie there are left alone.
Expected<void, Failure> is_free(std::string const& person, Home const& home)
{
    if (auto settled = settle_folder(person, home); !settled) return settled;
    std::error_code ignored;
    if (!fs::exists(fs::path{person} / "root.key", ignored)) return {};
    return fail(refused(person + " holds keys already", "exists", "keys are never written over",
                        "choose an empty folder for each person"));
}

Expected<void, Failure> are_free(Options const& options, Home const& home)
{
    for (auto const& person : options.people) {
        if (auto settled = settle_folder(person, home); !settled) return settled;
    }
    auto const known = home.publishers();
    if (!known.empty() && !options.another) {
        return fail(refused("this computer has a publisher already", "exists",
                            publisher_text(known.front()) + " is in " + home.path().string(),
                            "nightletter-sign key show, or add --another to make a second one"));
    }
    for (auto const& person : options.people) {
        if (auto free = is_free(person, home); !free) return free;
    }
    return {};
}

// What the people made of their turns, in their order.
struct Turns {
    std::vector<std::string> places;  // folders; none when one person's keys go into the home
    std::vector<KeyFiles> files;
    std::vector<PaperBackup> papers;
    std::vector<std::string> names;  // for the screen; none unless people are seated
};

// So that everybody knows whose turn it is; names go no further than the terminal.
Expected<void, Failure> seat_people(Options const& options, Turns& turns)
{
    if (options.seats == 0) return {};
    auto const terminal = Terminal::open();
    if (!is_typed(options.keys.passphrases()) || !terminal) return fail(nobody_to_seat());
    auto names = ask_names(*terminal, options.seats);
    if (!names) return fail(std::move(names.error()));
    turns.names = std::move(*names);
    return {};
}

// One person after the other, so that at most one passphrase is being stretched.
Expected<void, Failure> take_turn(Options const& options, Home const& home, PersonalKeys&& keys, Turns& turns)
{
    auto const person = turns.files.size();
    bool const asks = is_typed(options.keys.passphrases());
    auto const terminal = Terminal::open();
    if (options.seats > 0) {
        if (!terminal) return fail(nobody_to_seat());
        auto place = ask_place(*terminal, turns.names, turns.places);
        if (!place) return fail(std::move(place.error()));
        if (auto free = is_free(*place, home); !free) return free;
        turns.places.push_back(std::move(*place));
    }
    auto const whose = turns.places.empty() ? std::string{"your keys"} : "the keys in " + turns.places[person];
    auto const passphrase = choose_passphrase(options.keys.passphrases(), person, whose);
    if (!passphrase) return fail(passphrase.error());
    if (!wants_quiet() && !wants_json()) std::cerr << "Making " << whose << " (a few seconds, 256 MiB of memory).\n";
    auto const roles = by_role(std::move(keys));
    auto made = key_files(roles, *passphrase, options.low_cost ? insecure_low_cost : ordinary_cost);
    if (!made) return fail(std::move(made.error()));
    if (interrupted()) return fail(stopped());
    turns.files.push_back(std::move(*made));
    if (asks && !options.no_backup && terminal) {
        auto const cost = options.low_cost ? SheetCost::insecure_low : SheetCost::ordinary;
        auto paper = ask_backup(*terminal, roles, *passphrase, cost);
        if (!paper) return fail(std::move(paper.error()));
        if (*paper) turns.papers.push_back(std::move(**paper));
    }
    if (options.seats > 0) clear_screen(*terminal);
    return {};
}

// Everybody's keys are decided before the publisher exists, and forgotten if it never does.
Expected<void, Trouble> write_all(Home const& home, Founded const& founded, Turns const& turns)
{
    for (std::size_t person = 0; person < turns.places.size(); ++person) {
        auto staging = Staging::begin(turns.places[person]);
        if (!staging) return fail(staging.error());
        if (auto staged = stage_keys(*staging, {}, turns.files[person]); !staged) return staged;
        if (auto decided = staging->decide(publisher_text(founded.id)); !decided) return decided;
    }
    auto staging = Staging::begin(home.path());
    if (!staging) return fail(staging.error());
    if (turns.places.empty()) {
        if (auto staged = stage_keys(*staging, fs::path{"keys"} / publisher_text(founded.id), turns.files.front());
            !staged)
            return staged;
    }
    Documents const documents{{"root.1", founded.files.document}, {"root.1.minisig", founded.files.signatures}};
    if (auto staged = stage_documents(*staging, founded.id, documents); !staged) return staged;
    if (auto decided = staging->decide(); !decided) return decided;
    if (auto settled = home.settle(); !settled) return settled;
    for (auto const& person : turns.places) {
        if (auto settled = finish(person); !settled) return settled;
    }
    return {};
}

// The pages come last: without them the publisher is whole, and each can be made again.
Expected<std::vector<std::string>, Failure> write_papers(Founded const& founded, Turns const& turns)
{
    std::vector<std::string> pages;
    for (auto const& paper : turns.papers) {
        SheetFacts const facts{founded.root.name, founded.id, paper.keys, day_of(founded.root.issued)};
        auto page = write_sheet(paper.folder, paper.sheet, facts);
        if (!page) {
            auto failure = std::move(page.error());
            failure.message.still = "the publisher was made, and all keys are where they belong; a page is missing";
            failure.message.next = "nightletter-sign key backup --paper --into FOLDER";
            return fail(std::move(failure));
        }
        pages.push_back(page->string());
    }
    return pages;
}

std::string who_decides(std::size_t people, std::uint64_t threshold)
{
    if (people == 1) return "One key decides: whoever has your keys and your passphrase publishes in your name.";
    return std::to_string(threshold) + " of " + std::to_string(people) +
           " people decide: so many must sign before anything is published.";
}

ExitCode tell(Home const& home, Founded const& founded, Turns const& turns, std::vector<std::string> const& pages)
{
    auto const id = publisher_text(founded.id);
    auto const threshold = founded.root.release.threshold;
    auto const places = turns.places.empty() ? std::vector{home.keys_of(founded.id).string()} : turns.places;
    Answer answer{"init"};
    answer.fact("publisher", id).fact("name", founded.root.name).fact("keys", places).fact("threshold", threshold);
    if (!pages.empty()) answer.fact("pages", pages);
    answer.line("Your publishing id:  " + id).advice("Give this id to readers. It stays the same when keys change.");
    answer.advice(who_decides(turns.files.size(), threshold));
    for (auto const& place : places) answer.advice("Keys, locked by the passphrase:  " + place);
    for (auto const& page : pages) answer.advice("To print, then to delete:  " + page);
    answer.advice("Copy " + std::string{places.size() == 1 ? "that folder" : "each folder"} +
                  " to a second stick now: without the keys nobody can publish under this id.");
    return answer.advice("Next:  nightletter-sign new my-interview").give();
}

ExitCode init(Options const& options)
{
    auto const people = std::max<std::size_t>({1, options.people.size(), options.seats});
    auto const threshold = options.threshold == 0 ? people / 2 + 1 : options.threshold;
    auto const home = Home::open(home_path(options.keys.home), Home::Absent::is_made);
    if (!home) return report(home.error());
    if (auto const free = are_free(options, *home); !free) return report(free.error());
    auto keys = keys_for(people);
    auto const founded = found(options.name, keys, {threshold, threshold, threshold}, SystemClock{}.now());
    if (!founded) {
        return report(refused(
            "no publisher was made", std::string{trust::word(founded.error())},
            "the name or the number of people is not possible",
            "a name has 1 to 200 bytes without line breaks; at most 16 people; --threshold no more than people"));
    }
    Turns turns{options.people, {}, {}, {}};
    if (auto const seated = seat_people(options, turns); !seated) return report(seated.error());
    for (auto& own : keys) {
        if (auto const taken = take_turn(options, *home, std::move(own), turns); !taken) return report(taken.error());
    }
    if (auto const written = write_all(*home, *founded, turns); !written)
        return report(could_not_write(written.error()));
    auto const pages = write_papers(*founded, turns);
    return pages ? tell(*home, *founded, turns, *pages) : report(pages.error());
}

}  // namespace

Command init_command()
{
    return {"init", "Make a publisher: its id and the keys of the people who decide",
            "nightletter-sign init --name 'Example Collective'", [](CLI::App& app) -> std::function<ExitCode()> {
                auto const options = std::make_shared<Options>();
                app.add_option("--name", options->name, "The name readers see beside the id");
                app.add_option("--home", options->keys.home,
                               "Where keys and documents lie (default: $XDG_DATA_HOME/nightletter)");
                auto* const seats = app.add_option(
                    "--people", options->seats,
                    "So many people share this computer: each is asked in turn for a folder and a passphrase");
                seats->check(CLI::Range(2, 16));
                app.add_option("--person", options->people,
                               "A folder for one person's keys; once for each of several people")
                    ->expected(1)
                    ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
                    ->excludes(seats);
                app.add_option("--threshold", options->threshold,
                               "How many of them must sign (default: more than half)")
                    ->check(CLI::Range(1, 16));
                app.add_flag("--another", options->another, "Make a second publisher on this computer");
                app.add_flag("--no-backup", options->no_backup, "Do not ask where a page of the keys goes");
                add_cost_option(app, options->low_cost);
                add_passphrase_options(app, options->keys);
                return [options] { return init(*options); };
            }};
}

}  // namespace nightletter::signer
