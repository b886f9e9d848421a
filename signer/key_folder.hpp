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
#include "signer/people.hpp"
#include "signer/public_keys.hpp"
#include "signer/staging.hpp"

namespace nightletter::signer {

// Name → contents.
using KeyFiles = std::map<std::string, std::string, std::less<>>;

// Takes seconds, and as much memory as the cost says.
[[nodiscard]] Expected<KeyFiles, Failure> key_files(PersonalKeys const& keys, Passphrase const& passphrase,
                                                    KeyCost cost);

// The same for the keys a person has, whichever they are.
using RoleKeys = std::map<KeyRole, SecretKey>;
[[nodiscard]] Expected<KeyFiles, Failure> key_files(RoleKeys const& keys, Passphrase const& passphrase, KeyCost cost);

// Nothing that would be written over lies in the folder.
[[nodiscard]] Expected<void, Failure> is_free_of_keys(std::filesystem::path const& folder);

[[nodiscard]] PublicKeys public_halves(PersonalKeys const& keys);

// From such a file, or from the .pub files in a person's folder of keys.
[[nodiscard]] Expected<PublicKeys, Failure> read_public_keys(std::filesystem::path const& file_or_folder);

// Secret ones are for their owner only. `folder` is relative to the place of the change.
[[nodiscard]] Expected<void, Trouble> stage_keys(Staging& staging, std::filesystem::path const& folder,
                                                 KeyFiles const& files);

}  // namespace nightletter::signer
