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

Expected<fs::path, Failure> folder_of(Options const& options, Home const& home)
{
    if (!options.folder.empty()) return fs::path{options.folder};
    auto const own = home.load(options.keys.publisher);
    if (!own) return fail(own.error());
    return home.keys_of(own->id);
}

Expected<Passphrase, Failure> new_passphrase(Options const& options)
{
    PassphraseOptions source;
    source.no_input = options.keys.no_input;
    if (!options.new_passphrase_file.empty()) source.files = {options.new_passphrase_file};
    return choose_passphrase(source, 0, "the keys, the new one");
}

Expected<void, Trouble> write(fs::path const& folder, KeyFiles const& files)
{
    auto staging = Staging::begin(folder);
    if (!staging) return fail(staging.error());
    if (auto staged = stage_keys(*staging, {}, files); !staged) return staged;
    if (auto decided = staging->decide(); !decided) return decided;
    return finish(folder);
}

ExitCode change(Options const& options)
{
    auto const home = Home::open(home_path(options.keys.home), Home::Absent::is_made);
    if (!home) return report(home.error());
    auto const folder = folder_of(options, *home);
    if (!folder) return report(folder.error());
    if (auto const settled = finish(*folder); !settled) return report(could_not_write(settled.error()));
    People people{{*folder}, options.keys.passphrases()};
    auto const keys = all_keys(people, 0);
    if (!keys) return report(keys.error());
    auto const passphrase = new_passphrase(options);
    if (!passphrase) return report(passphrase.error());
    auto const files = key_files(*keys, *passphrase, options.low_cost ? insecure_low_cost : ordinary_cost);
    if (!files) return report(files.error());
    if (interrupted()) return report(stopped());
    if (auto const written = write(*folder, *files); !written) return report(could_not_write(written.error()));
    Answer answer{"key"};
    answer.fact("folder", folder->string()).fact("keys", keys->size());
    answer.line("The new passphrase opens " + counted(keys->size(), "key") + " in " + folder->string());
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
    app.add_flag("--insecure-low-cost-keys", options->low_cost,
                 "For tests only: the passphrase hardly protects these keys");
    add_home_options(app, options->keys);
    add_passphrase_options(app, options->keys);
    return [options] { return change(*options); };
}

}  // namespace nightletter::signer
