#include "signer/key_new.hpp"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "signer/answer.hpp"
#include "signer/failures.hpp"
#include "signer/key_folder.hpp"
#include "signer/key_options.hpp"
#include "signer/process.hpp"

namespace nightletter::signer {
namespace {

namespace fs = std::filesystem;

struct Options {
    KeyOptions keys;
    std::string folder;
    bool announces = false;
    bool low_cost = false;
};

Expected<void, Failure> is_free(fs::path const& folder)
{
    if (decided_change(folder)) {
        if (auto const finished = finish(folder); !finished) return fail(could_not_write(finished.error()));
    }
    return is_free_of_keys(folder);
}

Expected<void, Trouble> write(fs::path const& folder, KeyFiles const& files, PublicKeys const& keys)
{
    auto staging = Staging::begin(folder);
    if (!staging) return fail(staging.error());
    if (auto staged = stage_keys(*staging, {}, files); !staged) return staged;
    if (auto added = staging->add(public_keys_name, as_bytes(keys.text())); !added) return added;
    if (auto decided = staging->decide(); !decided) return decided;
    return finish(folder);
}

ExitCode make(Options const& options)
{
    fs::path const folder{options.folder};
    if (auto const free = is_free(folder); !free) return report(free.error());
    auto const passphrase = choose_passphrase(options.keys.passphrases(), 0, "the keys in " + options.folder);
    if (!passphrase) return report(passphrase.error());
    if (!wants_quiet() && !wants_json())
        std::cerr << "Making the keys in " << options.folder << " (a few seconds, 256 MiB of memory).\n";
    PersonalKeys keys;
    if (options.announces) keys.announce = SecretKey::generate();
    auto const files = key_files(keys, *passphrase, options.low_cost ? insecure_low_cost : ordinary_cost);
    if (!files) return report(files.error());
    if (interrupted()) return report(stopped());
    auto const halves = public_halves(keys);
    if (auto const written = write(folder, *files, halves); !written) return report(could_not_write(written.error()));

    auto const file = (folder / public_keys_name).string();
    Answer answer{"key"};
    answer.fact("folder", options.folder).fact("public_keys_file", file).fact("public_keys", halves.text());
    answer.line("Keys, locked by the passphrase:  " + options.folder);
    answer.line("What others may see of them:     " + file);
    answer.advice("No publisher names these keys yet. Send that file to the people who can add you, and read the keys");
    answer.advice("to each other: whoever changes the file on its way becomes a person who decides.");
    return answer.advice("Next, there:  nightletter-sign root --add " + std::string{public_keys_name}).give();
}

}  // namespace

std::function<ExitCode()> prepare_key_new(CLI::App& app)
{
    auto const options = std::make_shared<Options>();
    app.add_option("FOLDER", options->folder, "A folder to make, ideally on the person's own stick")->required();
    app.add_flag("--announce", options->announces, "With an announce key: one person of a publisher has it");
    add_cost_option(app, options->low_cost);
    add_passphrase_options(app, options->keys);
    return [options] { return make(*options); };
}

}  // namespace nightletter::signer
