#include "signer/next_feed.hpp"

#include "signer/failures.hpp"
#include "signer/signing.hpp"
#include "trust/acceptance.hpp"
#include "trust/heads.hpp"

namespace nightletter::signer {
namespace {

constexpr std::int64_t seconds_per_day = 86'400;

Failure clock_is_behind(UtcTime now, UtcTime before)
{
    return refused("the clock of this computer is behind", "clock-behind",
                   "it says " + time_text(now) + ", and your last signature is of " + time_text(before),
                   "set the clock (UTC), then run the same command again");
}

Failure too_few(OwnPublisher const& own, std::size_t here)
{
    auto const needed = own.root.release.threshold;
    return refused("too few keys are here", "below-threshold",
                   std::to_string(needed) + " of " + counted(own.root.release.keys.size(), "release key") +
                       " must sign, and " + std::to_string(here) + (here == 1 ? " is here" : " are here"),
                   "add --key FOLDER for each other person who signs");
}

Failure not_of_this_publisher(std::filesystem::path const& place, KeyRole role)
{
    return refused("a key of somebody else", "not-in-role",
                   "the " + std::string{word(role)} + " key in " + place.string() +
                       " is not named in this publisher's root document",
                   "check which folder of keys belongs to this publisher");
}

bool is_in(trust::Role const& role, SecretKey const& key)
{
    auto const* const found = role.find(key.key().key);
    return found != nullptr && found->key == key.key();
}

Bytes heads_document(PublisherId const& id, trust::Feed const& feed, Sha256 const& digest, SecretKey const& announce)
{
    trust::Heads heads{id, {feed.epoch, feed.seq, digest}, {}};
    for (auto const& salt : trust::head_salts(feed.epoch, feed.issued)) {
        heads.items.push_back({salt, announce.sign_head(trust::head_message(heads.feed, salt))});
    }
    return copy_of(as_bytes(heads.text()));
}

trust::Candidate candidate_in(Documents const& documents, std::string const& name)
{
    auto const document = documents.find(name);
    auto const signatures = documents.find(name + ".minisig");
    if (document == documents.end() || signatures == documents.end()) return {};
    return {document->second, signatures->second};
}

std::string advice_for(trust::Refusal refusal)
{
    switch (refusal) {
        case trust::Refusal::expired_key:
            return "the last day of your release key is past; a new root document must name a new one";
        case trust::Refusal::too_many_lines:
        case trust::Refusal::too_large:
            return "a feed names at most 8192 bundles; publish further ones under a second id";
        default:
            return "nightletter-sign key show  says which keys count; put back your backup of the publisher's folder "
                   "if it was changed";
    }
}

}  // namespace

Expected<trust::Feed, Failure> following_feed(OwnPublisher const& own, UtcTime now, std::int64_t fresh_days)
{
    auto const before = own.feed ? own.feed->issued : own.root.issued;
    if (now < before) return fail(clock_is_behind(now, before));
    trust::Feed feed = own.feed.value_or(trust::Feed{});
    feed.publisher = own.id;
    feed.root = own.root.version;
    feed.issued = now;
    feed.fresh_until = UtcTime{now.seconds + fresh_days * seconds_per_day};
    if (own.feed && own.feed->epoch == own.root.epoch) {
        feed.seq = own.feed->seq + 1;
        feed.prev = sha256(own.documents.find("feed")->second);
    } else if (own.root.floor) {
        feed.seq = own.root.floor->seq + 1;
        feed.prev = own.root.floor->feed;
    } else {
        feed.seq = 1;
        feed.prev = Sha256{};
    }
    feed.epoch = own.root.epoch;
    return feed;
}

Expected<OpenKeys, Failure> open_keys(People& people, OwnPublisher const& own)
{
    std::vector<std::size_t> signers;
    for (std::size_t person = 0; person < people.count(); ++person) {
        if (people.has(person, KeyRole::release)) signers.push_back(person);
    }
    if (signers.size() < own.root.release.threshold) return fail(too_few(own, signers.size()));
    OpenKeys keys;
    for (auto const person : signers) {
        auto key = people.open(person, KeyRole::release);
        if (!key) return fail(std::move(key.error()));
        if (!is_in(own.root.release, *key)) return fail(not_of_this_publisher(people.place(person), KeyRole::release));
        keys.release.push_back(std::move(*key));
    }
    for (std::size_t person = 0; person < people.count() && !keys.announce; ++person) {
        if (!people.has(person, KeyRole::announce)) continue;
        auto key = people.open(person, KeyRole::announce);
        if (!key) return fail(std::move(key.error()));
        if (key->key() != own.root.announce)
            return fail(not_of_this_publisher(people.place(person), KeyRole::announce));
        keys.announce = std::move(*key);
    }
    return keys;
}

Documents with_feed(OwnPublisher const& own, trust::Feed const& feed, OpenKeys const& keys)
{
    auto const document = copy_of(as_bytes(feed.text()));
    auto const digest = sha256(document);
    Signing signing{document, trust::TrustedComment::of_feed(feed, digest), own.root.release};
    for (auto const& key : keys.release) NIGHTLETTER_INSIST(signing.sign(key));
    NIGHTLETTER_INSIST(signing.is_complete());
    Documents documents = own.documents;
    documents.insert_or_assign("feed", document);
    documents.insert_or_assign("feed.minisig", signing.file());
    if (keys.announce) documents.insert_or_assign("heads", heads_document(own.id, feed, digest, *keys.announce));
    return documents;
}

Expected<void, Failure> judge_as_a_mirror(OwnPublisher const& own, Documents const& next, UtcTime now)
{
    trust::KeptDocuments kept;
    kept.roots = own.roots;
    if (own.feed) kept.feed = candidate_in(own.documents, "feed");
    for (auto const& [name, contents] : own.documents) {
        if (name.starts_with("withdrawal.") && !name.ends_with(".minisig"))
            kept.withdrawals.push_back(candidate_in(own.documents, name));
    }
    auto held = trust::Acceptance::restore(own.id, kept);
    auto const refusal = [&]() -> std::optional<trust::Refusal> {
        if (!held) return held.error();
        auto const accepted = held->consider_feed(candidate_in(next, "feed"), kept.withdrawals, now);
        return accepted ? std::nullopt : std::optional{accepted.error()};
    }();
    if (!refusal) return {};
    return fail(refused("mirrors would refuse your new feed", std::string{trust::word(*refusal)},
                        "it was judged here as a mirror judges it, before anything was written", advice_for(*refusal)));
}

}  // namespace nightletter::signer
