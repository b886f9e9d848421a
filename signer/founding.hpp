// signer/founding.hpp: the first root document of a publisher, signed by everybody who founds it.
//
// docs/formats.md section 3: version 1, epoch 0, one key of each role for every person, one announce key in all. Makes
// bytes only; where keys and documents are kept is for home.hpp. Days are those of `now` in UTC.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/names.hpp"
#include "signer/people.hpp"
#include "signer/secret_key.hpp"
#include "trust/candidate.hpp"
#include "trust/root.hpp"

namespace nightletter::signer {

inline constexpr std::int64_t days_until_review = 730;
inline constexpr std::int64_t days_a_key_signs = 5 * 365;

struct PersonalKeys {
    SecretKey root = SecretKey::generate();
    SecretKey release = SecretKey::generate();
    SecretKey withdraw = SecretKey::generate();
    std::optional<SecretKey> announce;  // one person of a publisher has it
};

// How many must agree.
struct Thresholds {
    std::uint64_t root = 1;
    std::uint64_t release = 1;
    std::uint64_t withdraw = 1;  // not below `release`
};

struct Founded {
    PublisherId id;
    trust::Root root;
    trust::Candidate files;  // root.1, root.1.minisig
};

// The same keys by role, for whoever writes them down.
[[nodiscard]] std::map<KeyRole, SecretKey> by_role(PersonalKeys&& keys);

// Fresh keys for so many people; the first has the announce key.
[[nodiscard]] std::vector<PersonalKeys> keys_for(std::size_t people);

[[nodiscard]] Expected<Founded, trust::Refusal> found(std::string const& name, std::vector<PersonalKeys> const& people,
                                                      Thresholds const& thresholds, UtcTime now);

}  // namespace nightletter::signer
