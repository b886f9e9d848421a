#include "signer/open_keys.hpp"

#include <algorithm>

#include "signer/failures.hpp"

namespace nightletter::signer {
namespace {

Failure not_of_this_publisher(std::filesystem::path const& place, KeyRole role)
{
    return refused("a key of somebody else", "not-in-role",
                   "the " + std::string{word(role)} + " key in " + place.string() +
                       " is not named in this publisher's root document",
                   "check which folder of keys belongs to this publisher");
}

Failure too_few(trust::Role const& role, KeyRole which, std::size_t here)
{
    return refused("too few keys are here", "below-threshold",
                   std::to_string(role.threshold) + " of " +
                       counted(role.keys.size(), std::string{word(which)} + " key") + " must sign, and " +
                       std::to_string(here) + (here == 1 ? " is here" : " are here"),
                   "add --key FOLDER for each other person who signs");
}

bool is_named(std::vector<trust::Role> const& roles, trust::MinisignKey const& key)
{
    return std::ranges::any_of(roles, [&](trust::Role const& role) {
        auto const* const line = role.find(key.key);
        return line != nullptr && line->key == key;
    });
}

// A key without its public half beside it may count; opening it will tell.
bool may_sign(People const& people, std::size_t person, KeyRole which, std::vector<trust::Role> const& roles)
{
    if (!people.has(person, which)) return false;
    auto const key = people.public_key(person, which);
    return !key || is_named(roles, *key);
}

Expected<void, Failure> are_enough_of(People const& people, KeyRole which, std::vector<trust::Role> const& roles)
{
    for (auto const& role : roles) {
        std::size_t here = 0;
        std::optional<std::size_t> passed_over;
        for (std::size_t person = 0; person < people.count(); ++person) {
            if (may_sign(people, person, which, {role})) {
                ++here;
            } else if (people.has(person, which) && !may_sign(people, person, which, roles)) {
                passed_over = person;
            }
        }
        if (here >= role.threshold) continue;
        return fail(passed_over ? not_of_this_publisher(people.place(*passed_over), which)
                                : too_few(role, which, here));
    }
    return {};
}

Expected<std::vector<SecretKey>, Failure> open_all(People& people, KeyRole which, std::vector<trust::Role> const& roles)
{
    std::vector<SecretKey> keys;
    if (roles.empty()) return keys;
    for (std::size_t person = 0; person < people.count(); ++person) {
        if (!may_sign(people, person, which, roles)) continue;
        auto key = people.open(person, which);
        if (!key) return fail(std::move(key.error()));
        if (!is_named(roles, key->key())) return fail(not_of_this_publisher(people.place(person), which));
        keys.push_back(std::move(*key));
    }
    return keys;
}

}  // namespace

Expected<void, Failure> are_enough(People const& people, Signatories const& signatories)
{
    auto enough = are_enough_of(people, KeyRole::root, signatories.root);
    if (enough) enough = are_enough_of(people, KeyRole::release, signatories.release);
    if (enough) enough = are_enough_of(people, KeyRole::withdraw, signatories.withdraw);
    return enough;
}

Expected<OpenKeys, Failure> open_keys(People& people, Signatories const& signatories)
{
    auto root = open_all(people, KeyRole::root, signatories.root);
    if (!root) return fail(std::move(root.error()));
    auto release = open_all(people, KeyRole::release, signatories.release);
    if (!release) return fail(std::move(release.error()));
    auto withdraw = open_all(people, KeyRole::withdraw, signatories.withdraw);
    if (!withdraw) return fail(std::move(withdraw.error()));
    OpenKeys keys{std::move(*root), std::move(*release), std::move(*withdraw), std::nullopt};
    if (!signatories.announce) return keys;
    auto announce = open_all(people, KeyRole::announce, {{1, {{*signatories.announce, std::nullopt}}}});
    if (!announce) return fail(std::move(announce.error()));
    if (!announce->empty()) keys.announce = std::move(announce->front());
    return keys;
}

}  // namespace nightletter::signer
