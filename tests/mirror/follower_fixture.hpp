// tests/mirror/follower_fixture.hpp: the words in which tests of a follower are told.
//
// A neighbour that holds what it is given, a follower on a clock of the test's own. Header only; test programs use it.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>

#include "mirror/follower.hpp"
#include "mirror/topic.hpp"
#include "tests/support/newsroom.hpp"

namespace nightletter::mirror {

using std::chrono::seconds;
using test::at;
using test::Newsroom;
using test::release_of;
using ::testing::Contains;

// No info dictionaries; sealed is what the test says.
class NoInfos final : public BundleShelf {
public:
    std::shared_ptr<Bytes const> info(PublisherId const&, InfoHash const&) override { return nullptr; }
    bundles::TierSet sealed(PublisherId const&, InfoHash const&) const override { return tiers; }
    bundles::TierSet tiers;
};

inline constexpr char const* today = "2026-05-10T00:00:00Z";

inline Haul haul_of(Newsroom const& publisher, std::optional<trust::Candidate> feed)
{
    Haul haul;
    haul.roots = publisher.roots();
    haul.feed = std::move(feed);
    return haul;
}

// Somebody at the other end of a connection, who holds documents and may be told to misbehave.
class Neighbour : public Holdings {
public:
    explicit Neighbour(PublisherId const& publisher) : ledger{publisher, UtcTime{}} {}

    Have have() const override { return claims.value_or(ledger.have()); }
    std::vector<IndexEntry> const& shelf(Shelf what) const override { return ledger.shelf(what); }
    std::shared_ptr<Bytes const> document(Sha256 const& hash) override
    {
        auto document = ledger.document(hash);
        if (!document || !spoils) return document;
        auto spoiled = *document;
        spoiled.back() ^= 1;
        return std::make_shared<Bytes const>(std::move(spoiled));
    }

    // Nothing: it keeps silent.
    std::optional<Message> answer(Message const& message)
    {
        if (is_silent) return std::nullopt;
        if (auto const* const want = std::get_if<Want>(&message))
            return lending.handle(*want, *this, Moment{0}).value();
        if (auto const* const ask = std::get_if<Ask>(&message)) return lending.handle(*ask, *this, Moment{0}).value();
        return std::nullopt;
    }

    void learn(Haul const& haul) { EXPECT_TRUE(ledger.judge(haul, at(today)).refusals.empty()); }

    Ledger ledger;
    Lending lending;
    std::optional<Have> claims;
    bool spoils = false;
    bool is_silent = false;
};

class FollowerTest : public ::testing::Test {
protected:
    explicit FollowerTest(Claims claims = {}) : follower{Ledger{publisher.id(), UtcTime{}}, no_infos, std::move(claims)}
    {
        feed = publisher.publish({release_of("first interview")});
    }

    // Brings a neighbour who holds `haul`, and lets the talk go on until nobody has anything to say.
    swarm::PeerTag meet(Neighbour& neighbour)
    {
        swarm::PeerTag const peer{++peers_};
        neighbours_[peer] = &neighbour;
        tell(swarm::PeerJoined{topic, peer});
        say(peer, neighbour.have());
        talk();
        return peer;
    }
    void say(swarm::PeerTag peer, Message const& message) { tell(swarm::MessageArrived{topic, peer, encode(message)}); }
    void tell(FollowEvent const& event) { take(follower.handle(event, now, at(today))); }
    void wait(Moment time)
    {
        now += time;
        take(follower.tick(now));
        talk();
    }

    void take(FollowActions actions)
    {
        for (auto& action : actions) {
            if (auto const* const words = std::get_if<Tell>(&action)) spoken_.push_back(*words);
            if (auto const* const away = std::get_if<TurnAway>(&action)) turned_away.push_back(away->peer);
            if (auto const* const refused = std::get_if<ReportDocumentRefused>(&action)) {
                refusals.push_back(refused->refusal.document + " " + refused->refusal.word);
            }
            if (auto const* const refused = std::get_if<ReportNeighbourRefused>(&action)) {
                refusals.emplace_back(word(refused->reason));
            }
            if (auto const* const info = std::get_if<InfoBrought>(&action)) infos.push_back(info->info);
            if (std::holds_alternative<InfoNowhere>(action)) ++infos_nowhere;
            if (std::holds_alternative<Adopted>(action)) ++adoptions;
            if (std::holds_alternative<KeepRecord>(action)) {
                ++records;
                if (disk_works)
                    tell(RecordKept{});
                else
                    tell(RecordNotKept{});
            }
        }
    }

    void talk()
    {
        while (!spoken_.empty()) {
            auto const words = spoken_.front();
            spoken_.pop_front();
            auto const message = decode(words.payload).value();
            if (auto const* const have = std::get_if<Have>(&message)) told.push_back(*have);
            if (auto const* const claim = std::get_if<SealedClaim>(&message)) claimed.push_back(*claim);
            if (std::holds_alternative<AskSealed>(message)) ++asked_for_claims;
            auto const neighbour = neighbours_.find(words.peer);
            if (neighbour == neighbours_.end()) continue;
            if (auto const reply = neighbour->second->answer(message)) say(words.peer, *reply);
        }
    }

    [[nodiscard]] std::uint64_t seq() const { return follower.ledger().seen().seq; }

    NoInfos no_infos;
    Newsroom publisher;
    trust::Candidate feed;
    InfoHash topic = topic_of(publisher.id());
    Moment now{0};
    Follower follower;

    std::vector<std::string> refusals;
    std::vector<swarm::PeerTag> turned_away;
    std::vector<Have> told;
    std::vector<SealedClaim> claimed;
    int asked_for_claims = 0;
    std::vector<Bytes> infos;
    int infos_nowhere = 0;
    int adoptions = 0;
    int records = 0;
    bool disk_works = true;

    // A neighbour that holds what the publisher has said so far.
    Neighbour informed() { return informed(haul_of(publisher, feed)); }
    Neighbour informed(Haul const& haul)
    {
        Neighbour neighbour{publisher.id()};
        neighbour.learn(haul);
        return neighbour;
    }

private:
    std::uint64_t peers_ = 0;
    std::map<swarm::PeerTag, Neighbour*> neighbours_;
    std::deque<Tell> spoken_;
};

}  // namespace nightletter::mirror
