#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>

#include "signer/answer.hpp"
#include "signer/commands.hpp"
#include "signer/failures.hpp"
#include "signer/founding.hpp"
#include "signer/key_folder.hpp"
#include "signer/key_options.hpp"
#include "signer/process.hpp"

namespace nightletter::signer {
namespace {

namespace fs = std::filesystem;

struct Options {
    KeyOptions keys;
    std::string name = "unnamed";
    std::vector<std::string> people;  // folders; empty: one person, whose keys lie in the home
    std::uint64_t threshold = 0;      // 0: a majority
    bool another = false;
    bool low_cost = false;
};

Expected<std::vector<KeyFiles>, Failure> protect(Options const& options, std::vector<PersonalKeys> const& people)
{
    std::vector<KeyFiles> files;
    for (std::size_t person = 0; person < people.size(); ++person) {
        auto const whose = options.people.empty() ? std::string{"your keys"} : "the keys in " + options.people[person];
        auto const passphrase = choose_passphrase(options.keys.passphrases(), person, whose);
        if (!passphrase) return fail(passphrase.error());
        if (!wants_quiet() && !wants_json())
            std::cerr << "Making " << whose << " (a few seconds, 256 MiB of memory).\n";
        auto made = key_files(people[person], *passphrase, options.low_cost ? insecure_low_cost : ordinary_cost);
        if (!made) return fail(std::move(made.error()));
        if (interrupted()) return fail(stopped());
        files.push_back(std::move(*made));
    }
    return files;
}

// Everybody's keys are decided before the publisher exists, and forgotten if it never does.
Expected<void, Trouble> write_all(Options const& options, Home const& home, Founded const& founded,
                                  std::vector<KeyFiles> const& files)
{
    for (std::size_t person = 0; person < options.people.size(); ++person) {
        auto staging = Staging::begin(options.people[person]);
        if (!staging) return fail(staging.error());
        if (auto staged = stage_keys(*staging, {}, files[person]); !staged) return staged;
        if (auto decided = staging->decide(publisher_text(founded.id)); !decided) return decided;
    }
    auto staging = Staging::begin(home.path());
    if (!staging) return fail(staging.error());
    if (options.people.empty()) {
        if (auto staged = stage_keys(*staging, fs::path{"keys"} / publisher_text(founded.id), files.front()); !staged)
            return staged;
    }
    Documents const documents{{"root.1", founded.files.document}, {"root.1.minisig", founded.files.signatures}};
    if (auto staged = stage_documents(*staging, founded.id, documents); !staged) return staged;
    if (auto decided = staging->decide(); !decided) return decided;
    if (auto settled = home.settle(); !settled) return settled;
    for (auto const& person : options.people) {
        if (auto settled = finish(person); !settled) return settled;
    }
    return {};
}

// Places that hold keys are left alone; what an interrupted founding left there is settled first.
Expected<void, Failure> are_free(Options const& options, Home const& home)
{
    auto const known = home.publishers();
    if (!known.empty() && !options.another) {
        return fail(refused("this computer has a publisher already", "exists",
                            publisher_text(known.front()) + " is in " + home.path().string(),
                            "nightletter-sign key show, or add --another to make a second one"));
    }
    for (auto const& person : options.people) {
        if (auto const label = decided_change(person)) {
            auto const id = parse_publisher(*label);
            bool const exists = id && std::ranges::find(known, *id) != known.end();
            if (auto const settled = exists ? finish(person) : forget(person); !settled)
                return fail(could_not_write(settled.error()));
        }
        std::error_code ignored;
        if (fs::exists(fs::path{person} / "root.key", ignored)) {
            return fail(refused(person + " holds keys already", "exists", "keys are never written over",
                                "choose an empty folder for each person"));
        }
    }
    return {};
}

std::string who_decides(std::size_t people, std::uint64_t threshold)
{
    if (people == 1) return "One key decides: whoever has your keys and your passphrase publishes in your name.";
    return std::to_string(threshold) + " of " + std::to_string(people) +
           " people decide: so many must sign before anything is published.";
}

ExitCode tell(Options const& options, Home const& home, Founded const& founded, std::uint64_t threshold)
{
    auto const id = publisher_text(founded.id);
    auto const people = std::max<std::size_t>(1, options.people.size());
    auto const places = options.people.empty() ? std::vector{home.keys_of(founded.id).string()} : options.people;
    Answer answer{"init"};
    answer.fact("publisher", id).fact("name", founded.root.name).fact("keys", places).fact("threshold", threshold);
    answer.line("Your publishing id:  " + id).advice("Give this id to readers. It stays the same when keys change.");
    answer.advice(who_decides(people, threshold));
    for (auto const& place : places) answer.advice("Keys, locked by the passphrase:  " + place);
    answer.advice("Copy " + std::string{places.size() == 1 ? "that folder" : "each folder"} +
                  " to a second stick now: without the keys nobody can publish under this id.");
    return answer.advice("Next:  nightletter-sign new my-interview").give();
}

ExitCode init(Options const& options)
{
    auto const people = std::max<std::size_t>(1, options.people.size());
    auto const threshold = options.threshold == 0 ? people / 2 + 1 : options.threshold;
    auto const home = Home::open(home_path(options.keys.home), Home::Absent::is_made);
    if (!home) return report(home.error());
    if (auto const free = are_free(options, *home); !free) return report(free.error());
    auto const keys = keys_for(people);
    auto const founded = found(options.name, keys, {threshold, threshold, threshold}, SystemClock{}.now());
    if (!founded) {
        return report(refused(
            "no publisher was made", std::string{trust::word(founded.error())},
            "the name or the number of people is not possible",
            "a name has 1 to 200 bytes without line breaks; at most 16 people; --threshold no more than people"));
    }
    auto const files = protect(options, keys);
    if (!files) return report(files.error());
    if (auto const written = write_all(options, *home, *founded, *files); !written)
        return report(could_not_write(written.error()));
    return tell(options, *home, *founded, threshold);
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
                app.add_option("--person", options->people,
                               "A folder for one person's keys; once for each of several people")
                    ->expected(1)
                    ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
                app.add_option("--threshold", options->threshold,
                               "How many of them must sign (default: more than half)")
                    ->check(CLI::Range(1, 16));
                app.add_flag("--another", options->another, "Make a second publisher on this computer");
                app.add_flag("--insecure-low-cost-keys", options->low_cost,
                             "For tests only: the passphrase hardly protects these keys");
                add_passphrase_options(app, options->keys);
                return [options] { return init(*options); };
            }};
}

}  // namespace nightletter::signer
