#include "signer/founding.hpp"

#include "signer/signing.hpp"

namespace nightletter::signer {
namespace {

trust::Role role_of(std::vector<PersonalKeys> const& people, SecretKey PersonalKeys::*which, std::uint64_t threshold,
                    std::optional<UtcDay> not_after)
{
    trust::Role role;
    role.threshold = threshold;
    for (auto const& person : people) role.keys.push_back({(person.*which).key(), not_after});
    return role;
}

}  // namespace

std::map<KeyRole, SecretKey> by_role(PersonalKeys&& keys)
{
    std::map<KeyRole, SecretKey> roles;
    roles.emplace(KeyRole::root, std::move(keys.root));
    roles.emplace(KeyRole::release, std::move(keys.release));
    roles.emplace(KeyRole::withdraw, std::move(keys.withdraw));
    if (keys.announce) roles.emplace(KeyRole::announce, std::move(*keys.announce));
    return roles;
}

std::vector<PersonalKeys> keys_for(std::size_t people)
{
    std::vector<PersonalKeys> keys(people);
    keys.front().announce = SecretKey::generate();
    return keys;
}

Expected<Founded, trust::Refusal> found(std::string const& name, std::vector<PersonalKeys> const& people,
                                        Thresholds const& thresholds, UtcTime now)
{
    UtcDay const today = day_of(now);
    UtcDay const last_day{today.days + days_a_key_signs};
    trust::Root root;
    root.name = name;
    root.issued = now;
    root.review_by = UtcDay{today.days + days_until_review};
    root.root = role_of(people, &PersonalKeys::root, thresholds.root, std::nullopt);
    root.release = role_of(people, &PersonalKeys::release, thresholds.release, last_day);
    root.withdraw = role_of(people, &PersonalKeys::withdraw, thresholds.withdraw, last_day);
    root.announce = people.front().announce.value().key();

    // What a stranger's program would refuse is not written: the name, the thresholds, the keys.
    auto const document = copy_of(as_bytes(root.text()));
    auto parsed = trust::Root::parse(document);
    if (!parsed) return fail(parsed.error());
    if (auto const sound = trust::check_policy(*parsed); !sound) return fail(sound.error());

    auto const digest = sha256(document);
    Signing signing{document, trust::TrustedComment::of_root(*parsed, digest), parsed->root};
    for (auto const& person : people) NIGHTLETTER_INSIST(signing.sign(person.root));
    return Founded{*PublisherId::from(digest.bytes()), *parsed, {document, signing.file()}};
}

}  // namespace nightletter::signer
