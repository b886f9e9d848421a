#include "signer/key_passphrase.hpp"

#include <CLI/CLI.hpp>
#include <memory>

#include "signer/answer.hpp"
#include "signer/failures.hpp"
#include "signer/key_backup.hpp"
#include "signer/key_folder.hpp"
#include "signer/key_options.hpp"
#include "signer/process.hpp"

namespace nightletter::signer {
namespace {

namespace fs = std::filesystem;

struct Options {
    KeyOptions keys;
    std::string folder;
    std::string new_passphrase_file;
    bool low_cost = false;
};

// The change is made at `place`: in the home as a whole, so that whatever command comes next completes it.
struct Keys {
    fs::path place;
    fs::path below;  // relative to the place

    [[nodiscard]] fs::path folder() const { return below.empty() ? place : place / below; }
};

Expected<Keys, Failure> keys_meant(Options const& options, Home const& home)
{
    if (!options.folder.empty()) return Keys{options.folder, {}};
    auto const own = home.load(options.keys.publisher);
    if (!own) return fail(own.error());
    return Keys{home.path(), fs::path{"keys"} / publisher_text(own->id)};
}

Expected<Passphrase, Failure> new_passphrase(Options const& options)
{
    PassphraseOptions source;
    source.no_input = options.keys.no_input;
    if (!options.new_passphrase_file.empty()) source.files = {options.new_passphrase_file};
    return choose_passphrase(source, 0, "the keys, the new one");
}

Expected<void, Trouble> write(Keys const& keys, KeyFiles const& files)
{
    auto staging = Staging::begin(keys.place);
    if (!staging) return fail(staging.error());
    if (auto staged = stage_keys(*staging, keys.below, files); !staged) return staged;
    if (auto decided = staging->decide(); !decided) return decided;
    return finish(keys.place);
}

ExitCode change(Options const& options)
{
    auto const home = Home::open(home_path(options.keys.home), Home::Absent::is_made);
    if (!home) return report(home.error());
    auto const meant = keys_meant(options, *home);
    if (!meant) return report(meant.error());
    if (auto const settled = finish(meant->place); !settled) return report(could_not_write(settled.error()));
    auto const folder = meant->folder();
    People people{{folder}, options.keys.passphrases()};
    auto const keys = all_keys(people, 0);
    if (!keys) return report(keys.error());
    auto const passphrase = new_passphrase(options);
    if (!passphrase) return report(passphrase.error());
    auto const files = key_files(*keys, *passphrase, options.low_cost ? insecure_low_cost : ordinary_cost);
    if (!files) return report(files.error());
    if (interrupted()) return report(stopped());
    if (auto const written = write(*meant, *files); !written) return report(could_not_write(written.error()));
    Answer answer{"key"};
    answer.fact("folder", folder.string()).fact("keys", keys->size());
    answer.line("The new passphrase opens " + counted(keys->size(), "key") + " in " + folder.string());
    answer.advice(
        "Copies on other sticks and on paper still open with the old one: make them anew, then destroy them.");
    return answer.advice("Next:  nightletter-sign key backup --paper").give();
}

}  // namespace

std::function<ExitCode()> prepare_key_passphrase(CLI::App& app)
{
    auto const options = std::make_shared<Options>();
    app.add_option("FOLDER", options->folder, "Another person's folder of keys (default: yours)");
    app.add_option("--new-passphrase-file", options->new_passphrase_file,
                   "Take the new passphrase from this file's first line");
    add_cost_option(app, options->low_cost);
    add_home_options(app, options->keys);
    add_passphrase_options(app, options->keys);
    return [options] { return change(*options); };
}

}  // namespace nightletter::signer
