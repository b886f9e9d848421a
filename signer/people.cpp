#include "signer/people.hpp"

#include "base/durable_file.hpp"
#include "signer/failures.hpp"
#include "signer/process.hpp"

namespace nightletter::signer {
namespace {

namespace fs = std::filesystem;

Failure cannot_open(fs::path const& file, KeyFault fault)
{
    auto const about = [&](ExitCode exit, std::string what, std::string because, std::string next) {
        return Failure{exit,
                       {std::move(what), std::string{word(fault)}, std::move(because),
                        "nothing was signed, nothing was changed", std::move(next)}};
    };
    switch (fault) {
        case KeyFault::wrong_passphrase:
            return about(ExitCode::locked, "the passphrase is wrong", "it does not open " + file.string(),
                         "run the same command again");
        case KeyFault::out_of_memory:
            return about(ExitCode::locked, "the key could not be opened",
                         "this computer has too little free memory for " + file.string() +
                             " (256 MiB; 1 GiB for a key made by minisign)",
                         "close other programs, then run the same command again");
        case KeyFault::unprotected:
            return about(ExitCode::locked, "the key is not protected", file.string() + " has no passphrase",
                         "give it one: minisign -C -s " + file.string());
        case KeyFault::too_costly:
            return about(ExitCode::locked, "the key could not be opened",
                         file.string() + " asks for more than 2 GiB of memory", "check that it is the right file");
        case KeyFault::malformed:
            break;
    }
    return about(ExitCode::failed, "the key could not be read", file.string() + " is not a minisign secret key",
                 "put back your backup of this file");
}

}  // namespace

std::string_view word(KeyRole role)
{
    switch (role) {
        case KeyRole::root:
            return "root";
        case KeyRole::release:
            return "release";
        case KeyRole::withdraw:
            return "withdraw";
        case KeyRole::announce:
            return "announce";
    }
    return "root";
}

People::People(std::vector<fs::path> places, PassphraseOptions options) : options_{std::move(options)}
{
    for (auto& place : places) people_.push_back({std::move(place), std::nullopt});
}

fs::path People::file_of(std::size_t person, KeyRole role) const
{
    std::error_code ignored;
    auto const& place = people_[person].place;
    auto const name = std::string{word(role)} + ".key";
    if (fs::is_directory(place, ignored)) return place / name;
    // A single file is a release key unless its name says otherwise.
    bool const named =
        place.filename() == "root.key" || place.filename() == "withdraw.key" || place.filename() == "announce.key";
    return place.filename() == name || (!named && role == KeyRole::release) ? place : fs::path{};
}

bool People::has(std::size_t person, KeyRole role) const
{
    std::error_code ignored;
    auto const file = file_of(person, role);
    return !file.empty() && fs::exists(file, ignored);
}

std::optional<trust::MinisignKey> People::public_key(std::size_t person, KeyRole role) const
{
    auto const contents = read_file(file_of(person, role).replace_extension(".pub"), largest_key_file);
    return contents ? parse_public_key_file(as_text(*contents)) : std::nullopt;
}

Expected<SecretKey, Failure> People::open(std::size_t person, KeyRole role)
{
    auto const file = file_of(person, role);
    auto const contents = read_file(file, largest_key_file);
    if (!contents) return fail(could_not_read(contents.error()));
    // A key of this person that opened before needs no second chance; a first entry may have been mistyped.
    int chances = !people_[person].passphrase && is_typed(options_) ? 3 : 1;
    while (true) {
        auto key = try_to_open(person, as_text(*contents));
        if (key) return std::move(*key);
        if (auto const* const failure = std::get_if<Failure>(&key.error())) return fail(*failure);
        auto const fault = std::get<KeyFault>(key.error());
        if (fault != KeyFault::wrong_passphrase || --chances == 0) return fail(cannot_open(file, fault));
        people_[person].passphrase.reset();
    }
}

Expected<SecretKey, std::variant<Failure, KeyFault>> People::try_to_open(std::size_t person, std::string_view key_file)
{
    using Why = std::variant<Failure, KeyFault>;
    auto& passphrase = people_[person].passphrase;
    if (!passphrase) {
        auto given =
            ask_passphrase(options_, person, people_.size() == 1 ? "your keys" : people_[person].place.string());
        if (!given) return fail(Why{std::move(given.error())});
        passphrase = std::move(*given);
    }
    auto key = unlock(key_file, *passphrase);
    if (interrupted()) return fail(Why{stopped()});
    if (!key) return fail(Why{key.error()});
    return std::move(*key);
}

}  // namespace nightletter::signer
