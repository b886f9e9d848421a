#include "signer/root_words.hpp"

#include <algorithm>
#include <array>

#include "signer/failures.hpp"

namespace nightletter::signer {
namespace {

using Lines = std::vector<std::string>;

struct RoleOf {
    std::string word;
    trust::Role trust::Root::*role;
    std::string may;
};

std::array<RoleOf, 3> const& roles()
{
    static std::array<RoleOf, 3> const all{RoleOf{"root", &trust::Root::root, "change keys"},
                                           RoleOf{"release", &trust::Root::release, "publish"},
                                           RoleOf{"withdraw", &trust::Root::withdraw, "take bundles back"}};
    return all;
}

std::string how_many(trust::Role const& role)
{
    return std::to_string(role.threshold) + " of " + std::to_string(role.keys.size());
}

// Keys that come, keys that go, last days that change.
void compare_keys(Lines& lines, RoleOf const& each, trust::Root const& next, trust::Root const& before)
{
    auto const& now = next.*each.role;
    auto const& then = before.*each.role;
    for (auto const& line : now.keys) {
        auto const* const old = then.find(line.key.key);
        auto const until = line.not_after ? ", until " + day_text(*line.not_after) : "";
        if (old == nullptr) lines.push_back("comes:  " + each.word + " key " + line.key.text() + until);
        if (old != nullptr && old->not_after != line.not_after)
            lines.push_back("longer: " + each.word + " key " + line.key.text() + until);
    }
    for (auto const& line : then.keys) {
        if (now.find(line.key.key) == nullptr) lines.push_back("goes:   " + each.word + " key " + line.key.text());
    }
}

std::string who_must_sign(RoleOf const& each, trust::Root const& next, trust::Root const& before)
{
    auto const now = how_many(next.*each.role);
    auto const then = how_many(before.*each.role);
    return "to " + each.may + ", " + now + " must sign" + (now == then ? "" : " (until now " + then + ")");
}

bool names(trust::Feed const& feed, BundleId const& bundle)
{
    return std::ranges::find(feed.releases, bundle, &trust::Release::bundle) != feed.releases.end();
}

// What stood in a feed after the floor and not in the floor's own.
void tell_disowned(Lines& lines, std::span<PastFeed const> past, trust::Feed const& at_floor)
{
    if (past.empty()) return;
    for (auto const& release : past.front().feed.releases) {
        if (!names(at_floor, release.bundle))
            lines.push_back("disowned: " + bundle_text(release.bundle) + ", added on " + day_text(release.day));
    }
}

void tell_epoch(Lines& lines, trust::Root const& next, std::span<PastFeed const> past)
{
    auto const& floor = next.floor;
    if (!floor) {
        lines.emplace_back("ends an epoch, and nothing that was published so far stands");
        tell_disowned(lines, past, {});
        lines.emplace_back("mirrors stop giving out every bundle that the next feed does not name");
        return;
    }
    auto const at = std::ranges::find(past, *floor, &PastFeed::point);
    auto const number = std::to_string(floor->epoch) + '.' + std::to_string(floor->seq);
    if (at == past.end()) {
        lines.push_back("ends an epoch; the last feed that stands is " + number +
                        ", which this computer does not have");
    } else {
        lines.push_back("ends an epoch; the last feed that stands is " + number + " of " + time_text(at->feed.issued) +
                        " with " + counted(at->feed.releases.size(), "bundle"));
        if (at != past.begin())
            lines.push_back("disowned: " + counted(static_cast<std::size_t>(at - past.begin()), "feed") +
                            " after it that this computer made");
        tell_disowned(lines, past, at->feed);
    }
    lines.push_back("disowned: whatever else was published under your name after feed " + number +
                    ", whoever signed it and whatever its number; mirrors stop giving it out");
}

}  // namespace

std::vector<std::string> words_of(trust::Root const& next, trust::Root const& before, std::span<PastFeed const> past)
{
    Lines lines;
    if (next.name != before.name) lines.push_back("the name becomes \"" + next.name + "\"");
    for (auto const& each : roles()) compare_keys(lines, each, next, before);
    if (next.announce != before.announce) {
        lines.push_back("comes:  announce key " + next.announce.text());
        lines.push_back("goes:   announce key " + before.announce.text());
    }
    if (next.epoch != before.epoch) tell_epoch(lines, next, past);
    for (auto const& each : roles()) lines.push_back(who_must_sign(each, next, before));
    if (next.root.keys.size() == 1) lines.emplace_back("one key decides everything");
    if (next.root.threshold == 1 && next.root.keys.size() > 1)
        lines.emplace_back("each of the root keys alone can change everything, also against the others");
    lines.push_back("to be looked at again by " + day_text(next.review_by));
    return lines;
}

}  // namespace nightletter::signer
