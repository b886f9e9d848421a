#include "signer/root_options.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "signer/failures.hpp"
#include "signer/key_folder.hpp"

namespace nightletter::signer {
namespace {

using Keys = std::vector<trust::MinisignKey>;

// Those of a person's keys that the root document names.
Keys named_keys(PublicKeys const& person, trust::Root const& root)
{
    Keys keys;
    for (auto const& key : trust::every_key(root)) {
        if (person.names(key)) keys.push_back(key);
    }
    return keys;
}

// A single key stands for all of its person's when their folder is here.
Keys keys_of_the_person(trust::MinisignKey const& key, trust::Root const& root, People const& people)
{
    for (std::size_t person = 0; person < people.count(); ++person) {
        auto const halves = read_public_keys(people.place(person));
        if (halves && halves->names(key)) return named_keys(*halves, root);
    }
    return {key};
}

Expected<Keys, Failure> keys_meant(std::string const& named, OwnPublisher const& own, People const& people)
{
    if (auto const key = trust::MinisignKey::parse(named)) return keys_of_the_person(*key, own.root, people);
    auto const person = read_public_keys(named);
    if (!person) return fail(person.error());
    auto keys = named_keys(*person, own.root);
    if (!keys.empty()) return keys;
    return fail(refused("none of these keys speaks for you", "not-in-role",
                        named + " holds keys that root document " + std::to_string(own.root.version) + " does not name",
                        "nightletter-sign key show  lists those that it names"));
}

// Only where the old keys leave a place; else one person would have two keys in a role.
PublicKeys in_the_places_of(Keys const& old, PublicKeys person, trust::Root const& root)
{
    auto const is_left = [&](trust::Role const& role) {
        return std::ranges::any_of(old, [&](trust::MinisignKey const& key) { return role.find(key.key) != nullptr; });
    };
    if (!is_left(root.root)) person.root.reset();
    if (!is_left(root.release)) person.release.reset();
    if (!is_left(root.withdraw)) person.withdraw.reset();
    return person;
}

Expected<void, Failure> replace(RootChanges& changes, std::pair<std::string, std::string> const& names,
                                OwnPublisher const& own, People const& people)
{
    auto const old = keys_meant(names.first, own, people);
    if (!old) return fail(old.error());
    auto const fresh = read_public_keys(names.second);
    if (!fresh) return fail(fresh.error());
    changes.retire.insert(changes.retire.end(), old->begin(), old->end());
    changes.add.push_back(in_the_places_of(*old, *fresh, own.root));
    bool const announced = std::ranges::find(*old, own.root.announce) != old->end();
    if (announced && fresh->announce) changes.announce = fresh->announce;
    return {};
}

Expected<trust::MinisignKey, Failure> announce_key(std::string const& named)
{
    if (auto const key = trust::MinisignKey::parse(named)) return *key;
    auto const person = read_public_keys(named);
    if (!person) return fail(person.error());
    if (person->announce) return *person->announce;
    return fail(refused("there is no announce key in " + named, "not-found", "that person's keys were made without one",
                        "nightletter-sign key new FOLDER --announce  makes keys with one"));
}

std::string list_of(std::span<PastFeed const> past)
{
    std::string text;
    for (auto const& each : past.first(std::min<std::size_t>(past.size(), 10))) {
        text += "\n           " + each.number() + "  " + time_text(each.feed.issued) + "  " +
                counted(each.feed.releases.size(), "bundle");
    }
    return text;
}

Expected<std::optional<trust::FeedPoint>, Failure> floor_meant(std::string const& named, std::span<PastFeed const> past)
{
    if (named == "none") return std::nullopt;
    auto const at = std::ranges::find(past, named, &PastFeed::number);
    if (at != past.end()) return at->point;
    auto const exit = named.empty() ? ExitCode::wrong_usage : ExitCode::not_found;
    auto const word = named.empty() ? "wrong-usage" : "not-found";
    auto const next = "add --floor with one of them, or with none when nothing that was published stands";
    if (past.empty()) {
        return fail(Failure{exit,
                            {"where does the epoch end?", word, "this computer has never signed a feed",
                             "nothing was changed", "add --floor none"}});
    }
    return fail(Failure{exit,
                        {"which is the last feed that stands?", word, "this computer made these:" + list_of(past),
                         "nothing was changed", next}});
}

}  // namespace

bool RootOptions::names_a_change() const
{
    return !add.empty() || !retire.empty() || !replace.empty() || !announce.empty() || simple.root_threshold ||
           simple.release_threshold || simple.withdraw_threshold || simple.name || simple.renews_dates ||
           simple.ends_epoch;
}

void add_root_options(CLI::App& app, RootOptions& options)
{
    auto const each = [](CLI::Option* option) {
        option->expected(1)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    };
    each(app.add_option("--add", options.add, "Add the person with these public keys: a file, or a folder of keys"));
    each(app.add_option("--retire", options.retire,
                        "Retire a key (RW…), or all keys of a person: a file of public keys, or a folder"));
    app.add_option("--replace", options.replace, "Put a person's NEW keys in the places of the OLD: --replace OLD NEW");
    app.add_option("--announce", options.announce, "Whose announce key signs where the newest feed is found");
    app.add_option_function<std::uint64_t>(
           "--threshold",
           [&options](std::uint64_t number) {
               auto& simple = options.simple;
               simple.root_threshold = simple.release_threshold = simple.withdraw_threshold = number;
           },
           "How many must sign, in all three roles")
        ->check(CLI::Range(1, 16));
    auto& simple = options.simple;
    app.add_option("--root-threshold", simple.root_threshold, "How many must sign to change keys");
    app.add_option("--release-threshold", simple.release_threshold, "How many must sign to publish");
    app.add_option("--withdraw-threshold", simple.withdraw_threshold, "How many must sign to take a bundle back");
    app.add_option("--name", simple.name, "The name readers see beside the id");
    app.add_flag("--renew", simple.renews_dates, "Let all release and withdraw keys sign for five years from today");
    auto* const ends = app.add_flag("--end-epoch", simple.ends_epoch, "After a theft: disown what you did not publish");
    app.add_option("--floor", options.floor, "With --end-epoch: the last feed that stands, as EPOCH.SEQ, or none")
        ->needs(ends);
    app.add_option("--days", options.fresh_days, "How long the feed that names it counts as fresh")
        ->check(CLI::Range(1, 400));
    app.add_option("--into", options.into, "Put the publisher's documents into this folder as well");
    app.add_flag("--yes", options.yes, "Agree beforehand to what will be shown");
    add_asking_options(app, options.asking);
    add_key_options(app, options.keys);
}

Expected<RootChanges, Failure> changes_in(RootOptions const& options, OwnPublisher const& own,
                                          std::span<PastFeed const> past, People const& people)
{
    auto changes = options.simple;
    for (auto const& named : options.retire) {
        auto const keys = keys_meant(named, own, people);
        if (!keys) return fail(keys.error());
        changes.retire.insert(changes.retire.end(), keys->begin(), keys->end());
    }
    for (auto const& names : options.replace) {
        if (auto const replaced = replace(changes, names, own, people); !replaced) return fail(replaced.error());
    }
    for (auto const& named : options.add) {
        auto const person = read_public_keys(named);
        if (!person) return fail(person.error());
        changes.add.push_back(*person);
    }
    if (!options.announce.empty()) {
        auto const key = announce_key(options.announce);
        if (!key) return fail(key.error());
        changes.announce = *key;
    }
    if (changes.ends_epoch) {
        auto const floor = floor_meant(options.floor, past);
        if (!floor) return fail(floor.error());
        changes.floor = *floor;
    }
    return changes;
}

}  // namespace nightletter::signer
