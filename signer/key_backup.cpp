#include "signer/key_backup.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "signer/answer.hpp"
#include "signer/failures.hpp"
#include "signer/key_options.hpp"
#include "signer/process.hpp"
#include "signer/sheet_failures.hpp"
#include "signer/sheet_text.hpp"
#include "signer/single_file.hpp"

namespace nightletter::signer {
namespace {

namespace fs = std::filesystem;

struct Options {
    KeyOptions keys;
    std::string into = ".";
    bool paper = false;
    bool low_cost = false;
};

Failure not_one_person(std::size_t people)
{
    if (people == 0) {
        return {ExitCode::not_found,
                {"there are no keys here", "not-found", "nobody's keys are in this home, and --key names none",
                 "nothing was changed", "nightletter-sign key backup --paper --key FOLDER"}};
    }
    return {ExitCode::wrong_usage,
            {"whose keys?", "wrong-usage", "a page holds the keys of one person, and several are here",
             "nothing was changed", "name one with --key"}};
}

// The keys of --key when that is given, else those in the home.
std::vector<fs::path> places_of(KeyOptions const& options, Home const& home, PublisherId const& publisher)
{
    if (!options.keys.empty()) return options.named_places(publisher);
    std::error_code ignored;
    auto const own = home.keys_of(publisher);
    return fs::exists(own, ignored) ? std::vector{own} : std::vector<fs::path>{};
}

ExitCode back_up(Options const& options)
{
    auto const home = Home::open(home_path(options.keys.home), Home::Absent::is_a_failure);
    if (!home) return report(home.error());
    auto const own = home->load(options.keys.publisher);
    if (!own) return report(own.error());
    auto const places = places_of(options.keys, *home, own->id);
    if (places.size() != 1) return report(not_one_person(places.size()));
    People people{places, options.keys.passphrases()};
    auto const keys = all_keys(people, 0);
    if (!keys) return report(keys.error());
    auto const cost = options.low_cost ? SheetCost::insecure_low : SheetCost::ordinary;
    auto const page = write_page(options.into, *keys, {own->root.name, own->id, {}, day_of(SystemClock{}.now())},
                                 people.passphrase(0), cost);
    if (!page) return report(page.error());
    Answer answer{"key"};
    answer.fact("publisher", publisher_text(own->id)).fact("page", page->string());
    answer.line("To print:  " + page->string());
    answer.advice(
        "It was read back and opened with your passphrase. It is locked: without the passphrase it opens nothing.");
    answer.advice("Print it, keep it apart from the passphrase, then delete the file.");
    return answer.advice("To have the keys back:  nightletter-sign key restore").give();
}

}  // namespace

Expected<RoleKeys, Failure> all_keys(People& people, std::size_t person)
{
    RoleKeys keys;
    for (auto const role : {KeyRole::root, KeyRole::release, KeyRole::withdraw, KeyRole::announce}) {
        if (!people.has(person, role)) continue;
        auto key = people.open(person, role);
        if (!key) return fail(std::move(key.error()));
        keys.emplace(role, std::move(*key));
    }
    if (keys.empty()) return fail(not_one_person(0));
    return keys;
}

Expected<void, Failure> try_page(fs::path const& page, SheetFacts const& facts, Passphrase const& passphrase)
{
    auto const text = read_file(page, largest_sheet_text);
    if (!text) return fail(could_not_read(text.error()));
    auto const sheet = read_sheet(as_text(*text));
    if (!sheet) return fail(cannot_read_sheet(sheet.error()));
    auto const keys = unlock_sheet(*sheet, passphrase);
    if (!keys) return fail(cannot_open_sheet(keys.error()));
    std::vector<std::pair<KeyRole, trust::MinisignKey>> found;
    for (auto const& [role, key] : *keys) found.emplace_back(role, key.key());
    if (found != facts.keys) {
        return fail(refused("the page holds other keys", "not-in-role", page.string() + " is not what was written",
                            "delete it and run the same command again"));
    }
    return {};
}

Expected<fs::path, Failure> write_sheet(fs::path const& folder, ByteView sheet, SheetFacts const& facts)
{
    auto const page = folder / sheet_page_name;
    std::error_code ignored;
    if (fs::exists(page, ignored)) {
        return fail(refused(page.string() + " exists already", "exists", "a page is never written over",
                            "print it and delete it, or choose another folder"));
    }
    auto written = make_directories(folder);
    if (written) written = write_single(page, as_bytes(sheet_page(sheet, facts)), Visibility::owner_only);
    if (!written) return fail(could_not_write(written.error()));
    auto const text = read_file(page, largest_sheet_text);
    if (!text) return fail(could_not_read(text.error()));
    auto const back = read_sheet(as_text(*text));
    if (!back) return fail(cannot_read_sheet(back.error()));
    if (std::ranges::equal(*back, sheet)) return page;
    return fail(cannot_read_sheet({SheetFault::spoiled, 0, 0, {}, {}}));
}

Expected<fs::path, Failure> write_page(fs::path const& folder, RoleKeys const& keys, SheetFacts facts,
                                       Passphrase const& passphrase, SheetCost cost)
{
    auto const sheet = lock_sheet(keys, passphrase, cost);
    if (!sheet) return fail(cannot_open_sheet(sheet.error()));
    if (interrupted()) return fail(stopped());
    for (auto const& [role, key] : keys) facts.keys.emplace_back(role, key.key());
    auto page = write_sheet(folder, *sheet, facts);
    if (!page) return page;
    auto tried = try_page(*page, facts, passphrase);
    if (tried) return page;
    std::error_code ignored;
    fs::remove(*page, ignored);
    return fail(std::move(tried.error()));
}

std::function<ExitCode()> prepare_key_backup(CLI::App& app)
{
    auto const options = std::make_shared<Options>();
    app.add_flag("--paper", options->paper, "Write a page to print: lines of words, a QR code")->required();
    app.add_option("--into", options->into, "The folder for keys-on-paper.html (default: this one)");
    add_cost_option(app, options->low_cost);
    add_key_options(app, options->keys);
    return [options] { return back_up(*options); };
}

}  // namespace nightletter::signer
