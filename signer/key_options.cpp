#include "signer/key_options.hpp"

#include <CLI/CLI.hpp>

namespace nightletter::signer {

PassphraseOptions KeyOptions::passphrases() const
{
    PassphraseOptions options;
    options.files.assign(passphrase_files.begin(), passphrase_files.end());
    if (passphrase_descriptor >= 0) options.descriptor = passphrase_descriptor;
    options.no_input = no_input;
    return options;
}

std::vector<std::filesystem::path> KeyOptions::named_places(PublisherId const& publisher_id) const
{
    std::vector<std::filesystem::path> places;
    for (std::filesystem::path const place : keys) {
        // What put keys there, or changed their passphrase, may have been cut off at the last step. A founding is
        // completed only when its publisher came to be.
        auto const decided = decided_change(place);
        if (decided == "-" || decided == publisher_text(publisher_id)) (void)finish(place);
        places.push_back(place);
    }
    return places;
}

People KeyOptions::people(Home const& at, PublisherId const& publisher_id) const
{
    auto places = named_places(publisher_id);
    std::error_code ignored;
    auto const own = at.keys_of(publisher_id);
    if (std::filesystem::exists(own, ignored)) places.insert(places.begin(), own);
    return {std::move(places), passphrases()};
}

void add_home_options(CLI::App& app, KeyOptions& options)
{
    app.add_option("--home", options.home, "Where keys and documents lie (default: $XDG_DATA_HOME/nightletter)");
    app.add_option("--publisher", options.publisher, "Which publisher, when this computer has several: nlp1…");
}

void add_passphrase_options(CLI::App& app, KeyOptions& options)
{
    app.add_option("--passphrase-file", options.passphrase_files,
                   "Take the passphrase from this file's first line; once, or once for each person")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    app.add_option("--passphrase-fd", options.passphrase_descriptor, "Take the passphrase from this open descriptor")
        ->check(CLI::NonNegativeNumber);
    app.add_flag("--no-input", options.no_input, "Never ask at the terminal");
}

void add_cost_option(CLI::App& app, bool& low_cost)
{
    app.add_flag("--insecure-low-cost-keys", low_cost, "For tests only: the passphrase hardly protects these keys");
}

void add_key_options(CLI::App& app, KeyOptions& options)
{
    add_home_options(app, options);
    app.add_option("--key", options.keys, "Another person's folder of keys, or a key file; may be repeated")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    add_passphrase_options(app, options);
}

}  // namespace nightletter::signer
