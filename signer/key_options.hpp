// signer/key_options.hpp: the options of every command that opens keys.
//
// Names are the same everywhere; what they mean is in passphrase.hpp, people.hpp, home.hpp.
#pragma once

#include <string>
#include <vector>

#include "signer/home.hpp"
#include "signer/people.hpp"

namespace CLI {
class App;
}

namespace nightletter::signer {

struct KeyOptions {
    std::string home;
    std::string publisher;
    std::vector<std::string> keys;  // other people's folders of keys, or single key files
    std::vector<std::string> passphrase_files;
    int passphrase_descriptor = -1;  // -1: not given
    bool no_input = false;

    [[nodiscard]] PassphraseOptions passphrases() const;
    // The places of --key, after completing there what an interruption left.
    [[nodiscard]] std::vector<std::filesystem::path> named_places(PublisherId const& publisher) const;
    // Whoever has keys in the home, then those of --key.
    [[nodiscard]] People people(Home const& at, PublisherId const& publisher) const;
};

void add_home_options(CLI::App& app, KeyOptions& options);
void add_passphrase_options(CLI::App& app, KeyOptions& options);
// Keys or pages that open at once and are hardly protected.
void add_cost_option(CLI::App& app, bool& low_cost);
// Home and passphrase, with --key.
void add_key_options(CLI::App& app, KeyOptions& options);

}  // namespace nightletter::signer
