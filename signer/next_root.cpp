#include "signer/next_root.hpp"

#include <algorithm>
#include <array>

#include "signer/failures.hpp"
#include "signer/founding.hpp"

namespace nightletter::signer {
namespace {

struct RoleOf {
    std::string_view word;
    trust::Role trust::Root::*role;
    std::optional<trust::MinisignKey> PublicKeys::*key;
    std::optional<std::uint64_t> RootChanges::*threshold;
    bool ends;  // its keys have a last day
};

constexpr std::array<RoleOf, 3> roles{
    RoleOf{"root", &trust::Root::root, &PublicKeys::root, &RootChanges::root_threshold, false},
    RoleOf{"release", &trust::Root::release, &PublicKeys::release, &RootChanges::release_threshold, true},
    RoleOf{"withdraw", &trust::Root::withdraw, &PublicKeys::withdraw, &RootChanges::withdraw_threshold, true}};

Failure cannot_be(std::string because, std::string next)
{
    return refused("such a root document could not be followed", "bad-policy", std::move(because), std::move(next));
}

Expected<void, Failure> retire(trust::Root& root, trust::MinisignKey const& key)
{
    if (key == root.announce) return {};  // whether another one takes its place is asked at the end
    for (auto const& each : roles) {
        auto& keys = (root.*each.role).keys;
        if (std::erase_if(keys, [&](trust::RoleKey const& line) { return line.key == key; }) > 0) return {};
    }
    return fail(refused("that key speaks for nobody here", "not-in-role",
                        key.text() + " is not named in root document " + std::to_string(root.version - 1),
                        "nightletter-sign key show  lists those that are"));
}

Expected<void, Failure> add(trust::Root& root, PublicKeys const& person, UtcDay last_day)
{
    for (auto const& each : roles) {
        auto const& key = person.*each.key;
        if (!key) continue;
        auto const named = trust::every_key(root);
        if (std::ranges::find(named, *key) != named.end()) {
            return fail(refused("one of these keys has a role already", "key-twice",
                                key->text() + " is named in your root document, and one key has one role",
                                "nightletter-sign key new FOLDER  makes fresh keys for that person"));
        }
        (root.*each.role).keys.push_back({*key, each.ends ? std::optional{last_day} : std::nullopt});
    }
    return {};
}

Expected<void, Failure> check_thresholds(trust::Root const& root)
{
    for (auto const& each : roles) {
        auto const& role = root.*each.role;
        auto const word = std::string{each.word};
        if (role.keys.empty()) {
            return fail(cannot_be("nobody would hold a " + word + " key any more",
                                  "add a person with --add, or keep one of these keys"));
        }
        if (role.keys.size() > trust::most_role_keys)
            return fail(cannot_be("a role has at most 16 keys", "retire keys that nobody uses"));
        if (role.threshold < 1 || role.threshold > role.keys.size()) {
            return fail(cannot_be(std::to_string(role.threshold) + " would have to sign as " + word + ", and " +
                                      counted(role.keys.size(), "key") + " would be left",
                                  "add a person with --add, or say --" + word + "-threshold with a number from 1 to " +
                                      std::to_string(role.keys.size())));
        }
    }
    if (root.withdraw.threshold >= root.release.threshold) return {};
    return fail(cannot_be("fewer people could take bundles back (" + std::to_string(root.withdraw.threshold) +
                              ") than it takes to publish one (" + std::to_string(root.release.threshold) + ")",
                          "say --withdraw-threshold " + std::to_string(root.release.threshold) + " or more"));
}

Failure cannot_be_read(trust::Refusal why)
{
    auto const word = std::string{trust::word(why)};
    if (why == trust::Refusal::bad_name) {
        return refused("that cannot be a name", word,
                       "a name has 1 to 200 bytes without line breaks or signs that change the direction of text",
                       "choose another with --name");
    }
    return refused("such a root document could not be followed", word,
                   "a mirror would refuse it: one of the added keys is not fit for use or has the number of another",
                   "let that person make new keys: nightletter-sign key new FOLDER");
}

}  // namespace

Expected<trust::Root, Failure> next_root(OwnPublisher const& own, RootChanges const& changes, UtcTime now)
{
    UtcDay const last_day{day_of(now).days + days_a_key_signs};
    auto next = own.root;
    next.publisher = own.id;
    next.version = own.root.version + 1;
    next.issued = now;
    next.review_by = UtcDay{day_of(now).days + days_until_review};
    next.prev = sha256(own.roots.back().document);
    next.floor = changes.floor;
    if (changes.ends_epoch) ++next.epoch;
    if (changes.name) next.name = *changes.name;

    for (auto const& key : changes.retire) {
        if (auto const retired = retire(next, key); !retired) return fail(retired.error());
    }
    if (changes.announce) next.announce = *changes.announce;
    if (std::ranges::find(changes.retire, next.announce) != changes.retire.end()) {
        return fail(cannot_be("nobody would hold the announce key any more",
                              "let somebody make one with  nightletter-sign key new FOLDER --announce  and name it "
                              "with --announce FOLDER"));
    }
    for (auto const& person : changes.add) {
        if (auto const added = add(next, person, last_day); !added) return fail(added.error());
    }
    for (auto const& each : roles) {
        if (changes.*each.threshold) (next.*each.role).threshold = *(changes.*each.threshold);
        if (!changes.renews_dates || !each.ends) continue;
        for (auto& line : (next.*each.role).keys) line.not_after = last_day;
    }
    if (auto const sound = check_thresholds(next); !sound) return fail(sound.error());
    auto parsed = trust::Root::parse(as_bytes(next.text()));
    if (!parsed) return fail(cannot_be_read(parsed.error()));
    if (auto const sound = trust::check_policy(*parsed, &own.root); !sound) return fail(cannot_be_read(sound.error()));
    return *parsed;
}

}  // namespace nightletter::signer
