// signer/people.hpp: the people whose keys are on this computer now, each with one passphrase.
//
// A person is a folder of key files (`root.key`, `release.key`, …) or a single key file, also one of stock minisign's.
// A passphrase is asked for when the first key of that person is needed, up to three times when it is typed.
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "base/command_line.hpp"
#include "signer/key_file.hpp"
#include "signer/passphrase.hpp"

namespace nightletter::signer {

enum class KeyRole { root, release, withdraw, announce };

[[nodiscard]] std::string_view word(KeyRole role);

class People {
public:
    People(std::vector<std::filesystem::path> places, PassphraseOptions options);

    [[nodiscard]] std::size_t count() const { return people_.size(); }
    [[nodiscard]] std::filesystem::path const& place(std::size_t person) const { return people_[person].place; }
    [[nodiscard]] bool has(std::size_t person, KeyRole role) const;
    // From the .pub file beside the key file, when there is one.
    [[nodiscard]] std::optional<trust::MinisignKey> public_key(std::size_t person, KeyRole role) const;
    // Of a person whose key was opened.
    [[nodiscard]] Passphrase const& passphrase(std::size_t person) const { return people_[person].passphrase.value(); }
    // `has` must hold.
    [[nodiscard]] Expected<SecretKey, Failure> open(std::size_t person, KeyRole role);

private:
    struct Person {
        std::filesystem::path place;
        std::optional<Passphrase> passphrase;
    };
    [[nodiscard]] Expected<SecretKey, std::variant<Failure, KeyFault>> try_to_open(std::size_t person,
                                                                                   std::string_view key_file);
    [[nodiscard]] std::filesystem::path file_of(std::size_t person, KeyRole role) const;

    std::vector<Person> people_;
    PassphraseOptions options_;
};

}  // namespace nightletter::signer
