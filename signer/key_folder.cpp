#include "signer/key_folder.hpp"

#include "base/durable_file.hpp"
#include "signer/failures.hpp"
#include "signer/people.hpp"

namespace nightletter::signer {
namespace {

namespace fs = std::filesystem;

Failure not_public_keys(fs::path const& file, trust::Refusal why)
{
    return refused(file.string() + " could not be understood", std::string{trust::word(why)},
                   "it is not a person's public keys, or it was changed on the way",
                   "let the person send it again: nightletter-sign key show --public FOLDER");
}

std::optional<trust::MinisignKey> public_half(fs::path const& folder, KeyRole role)
{
    auto const contents = read_file(folder / (std::string{word(role)} + ".pub"), largest_key_file);
    return contents ? parse_public_key_file(as_text(*contents)) : std::nullopt;
}

Expected<PublicKeys, Failure> public_keys_in(fs::path const& folder)
{
    PublicKeys const keys{public_half(folder, KeyRole::root), public_half(folder, KeyRole::release),
                          public_half(folder, KeyRole::withdraw), public_half(folder, KeyRole::announce)};
    if (keys != PublicKeys{}) return keys;
    return fail(
        Failure{ExitCode::not_found,
                {folder.string() + " holds no keys", "not-found", "no .pub file in it could be read",
                 "nothing was changed", "check the name; a folder of keys is what  nightletter-sign key new  makes"}});
}

Expected<void, KeyFault> add(KeyFiles& files, KeyRole role, SecretKey const& key, Passphrase const& passphrase,
                             KeyCost cost)
{
    auto text = lock(key, passphrase, cost);
    if (!text) return fail(text.error());
    files.emplace(std::string{word(role)} + ".key", std::move(*text));
    files.emplace(std::string{word(role)} + ".pub", public_key_file(key.key()));
    return {};
}

Failure could_not_lock(KeyFault fault)
{
    return refused("the keys could not be made", std::string{word(fault)},
                   "256 MiB of free memory are needed to protect them",
                   "close other programs, then run the same command again");
}

}  // namespace

Expected<PublicKeys, Failure> read_public_keys(fs::path const& file_or_folder)
{
    std::error_code ignored;
    if (fs::is_directory(file_or_folder, ignored)) return public_keys_in(file_or_folder);
    auto const contents = read_file(file_or_folder, largest_public_keys);
    if (!contents) return fail(could_not_read(contents.error()));
    auto keys = PublicKeys::parse(*contents);
    if (!keys) return fail(not_public_keys(file_or_folder, keys.error()));
    return *keys;
}

Expected<KeyFiles, Failure> key_files(PersonalKeys const& keys, Passphrase const& passphrase, KeyCost cost)
{
    KeyFiles files;
    auto locked = add(files, KeyRole::root, keys.root, passphrase, cost);
    if (locked) locked = add(files, KeyRole::release, keys.release, passphrase, cost);
    if (locked) locked = add(files, KeyRole::withdraw, keys.withdraw, passphrase, cost);
    if (locked && keys.announce) locked = add(files, KeyRole::announce, *keys.announce, passphrase, cost);
    if (!locked) return fail(could_not_lock(locked.error()));
    return files;
}

Expected<KeyFiles, Failure> key_files(RoleKeys const& keys, Passphrase const& passphrase, KeyCost cost)
{
    KeyFiles files;
    for (auto const& [role, key] : keys) {
        if (auto const locked = add(files, role, key, passphrase, cost); !locked)
            return fail(could_not_lock(locked.error()));
    }
    return files;
}

Expected<void, Failure> is_free_of_keys(fs::path const& folder)
{
    for (auto const* const name : {"root.key", "release.key", "withdraw.key", "announce.key"}) {
        std::error_code ignored;
        if (!fs::exists(folder / name, ignored)) continue;
        return fail(
            refused(folder.string() + " holds keys already", "exists", "keys are never written over",
                    "choose another folder, or show these: nightletter-sign key show --public " + folder.string()));
    }
    return {};
}

PublicKeys public_halves(PersonalKeys const& keys)
{
    return {keys.root.key(), keys.release.key(), keys.withdraw.key(),
            keys.announce ? std::optional{keys.announce->key()} : std::nullopt};
}

Expected<void, Trouble> stage_keys(Staging& staging, fs::path const& folder, KeyFiles const& files)
{
    for (auto const& [name, text] : files) {
        auto const visibility = name.ends_with(".key") ? Visibility::owner_only : Visibility::everybody;
        if (auto added = staging.add(folder / name, as_bytes(text), Turn::early, visibility); !added) return added;
    }
    return {};
}

}  // namespace nightletter::signer
