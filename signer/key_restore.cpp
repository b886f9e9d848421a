#include "signer/key_restore.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "signer/answer.hpp"
#include "signer/failures.hpp"
#include "signer/key_options.hpp"
#include "signer/key_sheet.hpp"
#include "signer/process.hpp"
#include "signer/sheet_failures.hpp"
#include "signer/terminal.hpp"
#include "trust/acceptance.hpp"

namespace nightletter::signer {
namespace {

namespace fs = std::filesystem;

struct Options {
    KeyOptions keys;
    std::string file;       // empty: typed
    std::string into;       // a folder of keys
    std::string documents;  // a publisher's folder
    bool low_cost = false;
};

Failure no_page()
{
    return {ExitCode::wrong_usage,
            {"no page was given", "wrong-usage", "there is no terminal to type it at, or --no-input was given",
             "nothing was changed", "nightletter-sign key restore FILE"}};
}

// Line after line; what is wrong with one is said at once, and it is asked for again.
Expected<Bytes, Failure> typed_sheet(Terminal const& terminal)
{
    terminal.say("Type the page line by line: twelve words each. Or paste the text of the square.\n");
    std::vector<pages::WordLine> lines;
    for (std::size_t count = 1; lines.size() < count;) {
        auto const typed = terminal.ask("Line " + std::to_string(lines.size() + 1) + ": ");
        if (!typed) return fail(typed.error() == TerminalFault::interrupted ? stopped() : no_page());
        if (auto sheet = read_sheet(*typed); lines.empty() && sheet) return std::move(*sheet);
        auto const line = read_sheet_line(*typed, lines.size() + 1);
        if (!line) {
            terminal.say("  " + sentence(line.error()) + "\n");
            continue;
        }
        lines.push_back(*line);
        auto const lines_in_all = count_of_lines(lines.front());
        if (!lines_in_all) return fail(cannot_read_sheet({SheetFault::not_a_sheet, 0, 0, {}, {}}));
        count = *lines_in_all;
    }
    auto sheet = sheet_of(lines);
    if (!sheet) return fail(cannot_read_sheet(sheet.error()));
    return std::move(*sheet);
}

Expected<Bytes, Failure> sheet_given(Options const& options)
{
    if (!options.file.empty()) {
        auto const text = read_file(options.file, largest_sheet_text);
        if (!text) return fail(could_not_read(text.error()));
        auto sheet = read_sheet(as_text(*text));
        if (!sheet) return fail(cannot_read_sheet(sheet.error()));
        return std::move(*sheet);
    }
    if (options.keys.no_input) return fail(no_page());
    auto const terminal = Terminal::open();
    if (!terminal) return fail(no_page());
    return typed_sheet(*terminal);
}

Expected<RoleKeys, Failure> opened(ByteView sheet, PassphraseOptions const& options, std::optional<Passphrase>& kept)
{
    for (int chances = is_typed(options) ? 3 : 1;; --chances) {
        auto passphrase = ask_passphrase(options, 0, "the page");
        if (!passphrase) return fail(passphrase.error());
        auto keys = unlock_sheet(sheet, *passphrase);
        if (interrupted()) return fail(stopped());
        kept = std::move(*passphrase);
        if (keys) return std::move(*keys);
        if (keys.error() != KeyFault::wrong_passphrase || chances == 1) return fail(cannot_open_sheet(keys.error()));
    }
}

bool names(trust::Role const& role, trust::MinisignKey const& key)
{
    return std::ranges::any_of(role.keys, [&](auto const& each) { return each.key == key; });
}

bool speaks_for(trust::Root const& root, KeyRole role, trust::MinisignKey const& key)
{
    switch (role) {
        case KeyRole::root:
            return names(root.root, key);
        case KeyRole::release:
            return names(root.release, key);
        case KeyRole::withdraw:
            return names(root.withdraw, key);
        case KeyRole::announce:
            break;
    }
    return root.announce == key;
}

Expected<void, Failure> are_of(OwnPublisher const& own, RoleKeys const& keys)
{
    if (std::ranges::any_of(keys,
                            [&](auto const& each) { return speaks_for(own.root, each.first, each.second.key()); }))
        return {};
    return fail(refused("these are no keys of " + own.root.name, "not-in-role",
                        "root document " + std::to_string(own.root.version) + " names none of them",
                        "--into FOLDER  puts them into a folder of their own"));
}

// A publisher's folder from the online computer or a mirror, judged as a mirror judges it.
Expected<OwnPublisher, Failure> brought_along(fs::path const& folder)
{
    auto const name = folder.filename().empty() ? folder.parent_path().filename() : folder.filename();
    auto const id = parse_publisher(name.string());
    if (!id) {
        return fail(refused(folder.string() + " is no publisher's folder", "not-found",
                            "such a folder is called nlp1… and lies in a folder called publishers",
                            "copy it from the online computer, or from a signed bundle's publishers/"));
    }
    auto own = load_publisher(*id, folder);
    if (!own) return own;
    trust::KeptDocuments kept{own->roots, std::nullopt, {}, {}, std::nullopt};
    if (own->feed) kept.feed = trust::Candidate{own->documents["feed"], own->documents["feed.minisig"]};
    if (auto const judged = trust::Acceptance::restore(*id, kept); !judged) {
        return fail(refused("the documents in " + folder.string() + " are not those of the publisher",
                            std::string{trust::word(judged.error())}, "they were judged as a mirror judges them",
                            "take a newer copy from another place"));
    }
    return own;
}

struct Target {
    fs::path folder;                      // where the keys go
    std::optional<OwnPublisher> brought;  // to be written into the home as well
    std::optional<OwnPublisher> own;      // whose keys they must be; nobody's in a folder of their own
};

Expected<Target, Failure> target_of(Options const& options, Home const& home)
{
    if (!options.into.empty()) {
        if (auto const settled = finish(options.into); !settled) return fail(could_not_write(settled.error()));
        return Target{options.into, std::nullopt, std::nullopt};
    }
    if (options.documents.empty()) {
        auto own = home.load(options.keys.publisher);
        if (own) return Target{home.keys_of(own->id), std::nullopt, std::move(*own)};
        if (own.error().exit != ExitCode::not_found) return fail(std::move(own.error()));
        return fail(Failure{
            ExitCode::not_found,
            {"where do these keys belong?", "not-found", "this computer knows no publisher yet", "nothing was changed",
             "add --documents publishers/nlp1…, as copied from the online computer; or --into FOLDER"}});
    }
    auto brought = brought_along(options.documents);
    if (!brought) return fail(std::move(brought.error()));
    auto const known = home.publishers();
    if (std::ranges::find(known, brought->id) != known.end()) {
        return fail(refused("this computer has that publisher already", "exists", publisher_text(brought->id),
                            "leave --documents out"));
    }
    return Target{home.keys_of(brought->id), *brought, *brought};
}

Expected<void, Trouble> write(Home const& home, Target const& target, KeyFiles const& files)
{
    auto const place = target.own ? home.path() : target.folder;
    auto staging = Staging::begin(place);
    if (!staging) return fail(staging.error());
    auto const below = target.own ? fs::path{"keys"} / publisher_text(target.own->id) : fs::path{};
    if (auto staged = stage_keys(*staging, below, files); !staged) return staged;
    if (target.brought) {
        if (auto staged = stage_documents(*staging, target.brought->id, target.brought->documents); !staged)
            return staged;
    }
    if (auto decided = staging->decide(); !decided) return decided;
    return finish(place);
}

ExitCode tell(Target const& target, RoleKeys const& keys)
{
    Answer answer{"key"};
    std::vector<std::string> texts;
    for (auto const& [role, key] : keys) texts.push_back(std::string{word(role)} + " " + key.key().text());
    answer.fact("folder", target.folder.string()).fact("keys", texts);
    answer.line("Had back " + counted(keys.size(), "key") + ":  " + target.folder.string());
    for (auto const& text : texts) answer.line("  " + text);
    answer.advice("They are locked by the passphrase of the page.");
    if (target.brought) {
        answer.advice(
            "The publisher's documents were taken from the folder you named. Were they the newest? The next feed");
        answer.advice("must follow the last one that mirrors have: compare with what a mirror says.");
    }
    return answer.give();
}

ExitCode restore(Options const& options)
{
    auto const sheet = sheet_given(options);
    if (!sheet) return report(sheet.error());
    auto const home = Home::open(home_path(options.keys.home), Home::Absent::is_made);
    if (!home) return report(home.error());
    auto const target = target_of(options, *home);
    if (!target) return report(target.error());
    if (auto const free = is_free_of_keys(target->folder); !free) return report(free.error());
    std::optional<Passphrase> passphrase;
    auto const keys = opened(*sheet, options.keys.passphrases(), passphrase);
    if (!keys) return report(keys.error());
    if (target->own) {
        if (auto const fit = are_of(*target->own, *keys); !fit) return report(fit.error());
    }
    auto const files = key_files(*keys, *passphrase, options.low_cost ? insecure_low_cost : ordinary_cost);
    if (!files) return report(files.error());
    if (interrupted()) return report(stopped());
    if (auto const written = write(*home, *target, *files); !written) return report(could_not_write(written.error()));
    return tell(*target, *keys);
}

}  // namespace

std::function<ExitCode()> prepare_key_restore(CLI::App& app)
{
    auto const options = std::make_shared<Options>();
    app.add_option("FILE", options->file, "The words or the text of the square, in a file (default: you are asked)");
    app.add_option("--into", options->into, "A folder to put the keys into, instead of your home");
    app.add_option("--documents", options->documents,
                   "On a new computer: the publisher's folder publishers/nlp1…, from the online computer");
    add_cost_option(app, options->low_cost);
    add_home_options(app, options->keys);
    add_passphrase_options(app, options->keys);
    return [options] { return restore(*options); };
}

}  // namespace nightletter::signer
