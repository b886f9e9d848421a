// signer/key_folder.hpp: the files in which one person keeps their keys.
//
// `<role>.key` under the passphrase and `<role>.pub` beside it, for every key the person has; minisign reads both.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "base/command_line.hpp"
#include "signer/founding.hpp"
#include "signer/key_file.hpp"
#include "signer/public_keys.hpp"
#include "signer/staging.hpp"

namespace nightletter::signer {

// Name → contents.
using KeyFiles = std::map<std::string, std::string, std::less<>>;

// Takes seconds, and as much memory as the cost says.
[[nodiscard]] Expected<KeyFiles, Failure> key_files(PersonalKeys const& keys, Passphrase const& passphrase,
                                                    KeyCost cost);

[[nodiscard]] PublicKeys public_halves(PersonalKeys const& keys);

// From such a file, or from the .pub files in a person's folder of keys.
[[nodiscard]] Expected<PublicKeys, Failure> read_public_keys(std::filesystem::path const& file_or_folder);

// Secret ones are for their owner only. `folder` is relative to the place of the change.
[[nodiscard]] Expected<void, Trouble> stage_keys(Staging& staging, std::filesystem::path const& folder,
                                                 KeyFiles const& files);

}  // namespace nightletter::signer
