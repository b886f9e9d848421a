// tests/signer/desk_table.hpp: a publisher of several people whose keys all lie on the table.
//
// Vocabulary for tests of what is signed together: who founds, what is held, who signs. Nothing touches a disk.
#pragma once

#include "signer/agreement.hpp"
#include "signer/founding.hpp"
#include "signer/mirror_judgement.hpp"
#include "signer/next_feed.hpp"

namespace nightletter::signer::test {

inline UtcTime at(std::string_view time)
{
    return *parse_time(time);
}

struct DeskTable {
    explicit DeskTable(std::size_t count, Thresholds const& thresholds)
        : people{keys_for(count)},
          publisher{found("Example", people, thresholds, at("2026-05-01T12:00:00Z")).value()},
          own{publisher.id,
              {publisher.files},
              publisher.root,
              std::nullopt,
              {{"root.1", publisher.files.document}, {"root.1.minisig", publisher.files.signatures}}}
    {
    }

    // The keys of these people, as open_keys() would hand them over; the people keep theirs.
    [[nodiscard]] OpenKeys keys_of(std::initializer_list<std::size_t> who) const
    {
        OpenKeys keys;
        for (auto const person : who) {
            keys.root.push_back(copy(people[person].root));
            keys.release.push_back(copy(people[person].release));
            keys.withdraw.push_back(copy(people[person].withdraw));
            if (people[person].announce) keys.announce = copy(*people[person].announce);
        }
        return keys;
    }

    [[nodiscard]] static SecretKey copy(SecretKey const& key)
    {
        GuardedBytes secret{secret_size};
        key.copy_secret(secret.writable());
        return *SecretKey::from(key.key().id, secret.bytes());
    }

    [[nodiscard]] trust::Feed next_feed(UtcTime now) const { return following_feed(own, now, 30).value(); }

    // What everybody signed is held from now on.
    void hold(Agreement const& agreement)
    {
        own.documents = agreement.documents();
        if (agreement.feed()) own.feed = agreement.feed();
        if (auto const& root = agreement.proposal().root) {
            auto const name = root_name(root->version);
            own.roots.push_back({own.documents.find(name)->second, own.documents.find(name + ".minisig")->second});
            own.root = *root;
        }
    }

    void publish(trust::Feed const& feed, std::initializer_list<std::size_t> who)
    {
        Agreement agreement{own, {std::nullopt, {}, std::nullopt, feed}};
        agreement.sign(keys_of(who));
        hold(agreement);
    }

    // The root after the newest, as yet the same in everything that a person decides.
    [[nodiscard]] trust::Root next_root(UtcTime now) const
    {
        auto next = own.root;
        next.publisher = own.id;
        next.version = own.root.version + 1;
        next.issued = now;
        next.prev = sha256(own.roots.back().document);
        next.floor.reset();
        return next;
    }

    std::vector<PersonalKeys> people;
    Founded publisher;
    OwnPublisher own;
};

// A release line of a bundle that nobody will fetch.
inline trust::Release release(std::uint8_t number)
{
    std::array<std::uint8_t, 32> bytes{};
    bytes.back() = number;
    return {BundleId{bytes}, InfoHash{bytes}, 10, 3, {20'000}, std::nullopt};
}

}  // namespace nightletter::signer::test
