// docs/formats.md sections 6 and 7, seen from a mirror among its neighbours: what it tells, what it asks, whom it
// believes, and what a neighbour that lies, stalls or floods can do (nothing but lose its turn).
#include "mirror/follower.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>

#include "mirror/topic.hpp"
#include "tests/support/newsroom.hpp"

namespace nightletter::mirror {
namespace {

using std::chrono::seconds;
using ::testing::Contains;
using test::at;
using test::Newsroom;
using test::release_of;

class NoInfos final : public InfoShelf {
public:
    std::shared_ptr<Bytes const> info(PublisherId const&, InfoHash const&) override { return nullptr; }
};

constexpr char const* today = "2026-05-10T00:00:00Z";

Haul haul_of(Newsroom const& publisher, std::optional<trust::Candidate> feed)
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
        if (auto const* const want = std::get_if<Want>(&message)) return lending.handle(*want, *this, Moment{0}).value();
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
    FollowerTest() { feed = publisher.publish({release_of("first interview")}); }

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
                if (disk_works) tell(RecordKept{});
                else tell(RecordNotKept{});
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
    Follower follower{Ledger{publisher.id(), UtcTime{}}, no_infos};

    std::vector<std::string> refusals;
    std::vector<swarm::PeerTag> turned_away;
    std::vector<Have> told;
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

TEST_F(FollowerTest, TellsWhoeverComesWhatItHas)
{
    Neighbour nobody{publisher.id()};
    meet(nobody);
    EXPECT_THAT(told, Contains(Have{}));
}

TEST_F(FollowerTest, CatchesUpFromTheIdAlone)
{
    auto neighbour = informed();
    meet(neighbour);
    EXPECT_EQ(seq(), 1U);
    EXPECT_EQ(follower.ledger().acceptance().releases().size(), 1U);
    EXPECT_EQ(records, 1);
    EXPECT_EQ(adoptions, 1);
    EXPECT_TRUE(refusals.empty());
}

TEST_F(FollowerTest, PushesWhatItAdoptedToItsNeighbours)
{
    Neighbour nobody{publisher.id()};
    meet(nobody);
    auto neighbour = informed();
    meet(neighbour);
    EXPECT_THAT(told, Contains(follower.ledger().have()));
    EXPECT_EQ(follower.ledger().have().feed, test::hash_of(feed));
}

TEST_F(FollowerTest, FetchesTheRootsThatANewFeedIsJudgedBy)
{
    publisher.adopt(publisher.next_root());
    publisher.adopt(publisher.next_root());
    feed = publisher.publish(publisher.next_feed());
    auto neighbour = informed();
    meet(neighbour);
    EXPECT_EQ(follower.ledger().seen().root_version, 3U);
    EXPECT_EQ(seq(), 2U);
}

TEST_F(FollowerTest, HearsOfANewerFeedAtOnce)
{
    auto neighbour = informed();
    auto const peer = meet(neighbour);
    feed = publisher.publish({release_of("second interview")});
    neighbour.learn(haul_of(publisher, feed));
    say(peer, neighbour.have());
    talk();
    EXPECT_EQ(seq(), 2U);
}

TEST_F(FollowerTest, DoesNotActOnWhatIsNotOnDisk)
{
    disk_works = false;
    auto neighbour = informed();
    meet(neighbour);
    EXPECT_EQ(adoptions, 0);
    EXPECT_EQ(seq(), 0U);
    EXPECT_THAT(told, ::testing::Each(Have{}));
}

TEST_F(FollowerTest, TakesUpAgainWhatTheDiskDidNotTake)
{
    disk_works = false;
    auto neighbour = informed();
    auto const peer = meet(neighbour);
    disk_works = true;
    say(peer, neighbour.have());
    talk();
    EXPECT_EQ(seq(), 1U);
}

TEST_F(FollowerTest, ARolledBackFeedChangesNothing)
{
    auto old = informed();
    feed = publisher.publish({release_of("second interview")});
    auto current = informed();
    meet(current);
    ASSERT_EQ(seq(), 2U);
    // It lies about the number, so that its old feed is fetched.
    auto claim = current.have();
    claim.seq = 9;
    claim.feed = sha256(as_bytes("no such feed"));
    old.claims = claim;
    meet(old);
    EXPECT_THAT(refusals, Contains("feed rolled-back"));
    EXPECT_EQ(seq(), 2U);
    EXPECT_EQ(adoptions, 1);
}

TEST_F(FollowerTest, DoesNotEvenFetchAFeedThatSaysItIsOlder)
{
    auto old = informed();
    feed = publisher.publish({release_of("second interview")});
    auto current = informed();
    meet(current);
    meet(old);
    EXPECT_TRUE(refusals.empty());
    EXPECT_EQ(follower.visits(), 1U);
}

TEST_F(FollowerTest, ShowsAnEquivocationAndKeepsTheProof)
{
    auto one = informed();
    meet(one);
    Newsroom twin;
    auto other_feed = twin.publish({release_of("another first interview")});
    auto other = informed(haul_of(twin, other_feed));
    meet(other);
    EXPECT_THAT(refusals, Contains("feed equivocation"));
    EXPECT_TRUE(follower.ledger().acceptance().proof());
    EXPECT_TRUE(follower.ledger().record().documents.proof);
    EXPECT_EQ(follower.ledger().acceptance().feed()->point().feed, test::hash_of(feed));
    EXPECT_EQ(records, 2);  // the proof is on disk as well
}

TEST_F(FollowerTest, TurnsAwayWhoSendsOtherBytesThanItAnnounced)
{
    auto neighbour = informed();
    neighbour.spoils = true;
    auto const peer = meet(neighbour);
    EXPECT_THAT(turned_away, Contains(peer));
    EXPECT_THAT(refusals, Contains("hash-mismatch"));
    EXPECT_EQ(records, 0);
}

TEST_F(FollowerTest, TurnsAwayWhoBreaksTheForm)
{
    Neighbour neighbour{publisher.id()};
    auto const peer = meet(neighbour);
    tell(swarm::MessageArrived{topic, peer, Bytes{2, 0}});
    EXPECT_THAT(turned_away, Contains(peer));
    EXPECT_THAT(refusals, Contains("wrong-length"));
}

TEST_F(FollowerTest, TurnsAwayWhoSendsWhatNobodyAskedFor)
{
    Neighbour neighbour{publisher.id()};
    auto const peer = meet(neighbour);
    say(peer, Part{sha256(as_bytes("x")), 1, 0, Bytes{1}});
    EXPECT_THAT(turned_away, Contains(peer));
}

TEST_F(FollowerTest, IgnoresMessagesOfALaterVersion)
{
    Neighbour neighbour{publisher.id()};
    auto const peer = meet(neighbour);
    tell(swarm::MessageArrived{topic, peer, Bytes{99, 1, 2, 3}});
    EXPECT_TRUE(turned_away.empty());
}

TEST_F(FollowerTest, AsksAnotherBesidesWhenOneIsSilent)
{
    auto silent = informed();
    silent.is_silent = true;
    meet(silent);
    auto honest = informed();
    meet(honest);
    EXPECT_EQ(seq(), 0U);  // one at a time, as long as it may still answer
    wait(Follower::turn);
    EXPECT_EQ(seq(), 1U);
}

TEST_F(FollowerTest, TurnsAwayWhoDoesNotAnswer)
{
    auto silent = informed();
    silent.is_silent = true;
    auto const peer = meet(silent);
    wait(patience);
    EXPECT_THAT(turned_away, Contains(peer));
    EXPECT_THAT(refusals, Contains("deadline-passed"));
}

TEST_F(FollowerTest, AForgedFeedChangesNothing)
{
    auto neighbour = informed();
    meet(neighbour);
    // Under the publisher's name, by a stranger's keys.
    Newsroom stranger{"A Stranger"};
    tell(HaulFound{haul_of(publisher, test::signed_by(stranger.release_pens, publisher.next_feed()))});
    EXPECT_THAT(refusals, Contains("feed not-in-role"));
    EXPECT_EQ(seq(), 1U);
}

TEST_F(FollowerTest, DoesNotGoBackSoonToWhoPromisedNewsAndHadNone)
{
    auto neighbour = informed();
    meet(neighbour);
    auto boaster = informed();
    boaster.claims = Have{1, 0, 99, sha256(as_bytes("a boast"))};
    auto const peer = meet(boaster);
    auto const visits = follower.visits();
    for (int i = 0; i < 20; ++i) say(peer, boaster.have());
    talk();
    EXPECT_EQ(follower.visits(), visits);
    wait(Follower::rest_after_visit);
    EXPECT_EQ(follower.visits(), visits + 1);
}

TEST_F(FollowerTest, JudgesAFolderExactlyAsTheNetwork)
{
    tell(HaulFound{haul_of(publisher, feed)});
    EXPECT_EQ(seq(), 1U);
    EXPECT_EQ(records, 1);
    tell(HaulFound{haul_of(publisher, feed)});  // the same again is no news
    EXPECT_EQ(records, 1);
    EXPECT_TRUE(refusals.empty());
}

TEST_F(FollowerTest, LendsWhatItHasAdopted)
{
    auto neighbour = informed();
    meet(neighbour);
    Follower second{Ledger{publisher.id(), UtcTime{}}, no_infos};
    // The second one's questions, answered by the first one's own desk.
    swarm::PeerTag const theirs{1000};
    tell(swarm::PeerJoined{topic, theirs});
    (void)second.handle(swarm::PeerJoined{topic, theirs}, now, at(today));
    std::deque<Bytes> to_second{encode(follower.ledger().have())};
    for (int rounds = 0; rounds < 100 && !to_second.empty(); ++rounds) {
        auto const payload = to_second.front();
        to_second.pop_front();
        for (auto& action : second.handle(swarm::MessageArrived{topic, theirs, payload}, now, at(today))) {
            if (std::holds_alternative<KeepRecord>(action)) (void)second.handle(RecordKept{}, now, at(today));
            auto const* const words = std::get_if<Tell>(&action);
            if (words == nullptr) continue;
            for (auto& reply : follower.handle(swarm::MessageArrived{topic, theirs, words->payload}, now, at(today))) {
                if (auto const* const back = std::get_if<Tell>(&reply)) to_second.push_back(back->payload);
            }
        }
    }
    EXPECT_EQ(second.ledger().seen(), follower.ledger().seen());
}

TEST_F(FollowerTest, AsksEveryNeighbourForAnInfoDictionaryUntilOneHasIt)
{
    auto const info = copy_of(as_bytes("d9:file treedee"));
    auto const info_hash = *InfoHash::from(sha256(info).bytes());
    auto without = informed();
    meet(without);
    class WithInfo final : public Neighbour {
    public:
        using Neighbour::Neighbour;
        std::shared_ptr<Bytes const> document(Sha256 const& hash) override
        {
            return hash == sha256(held) ? std::make_shared<Bytes const>(held) : Neighbour::document(hash);
        }
        Bytes held;
    };
    WithInfo with{publisher.id()};
    with.held = info;
    meet(with);
    tell(InfoWanted{info_hash});
    talk();
    EXPECT_EQ(infos, std::vector<Bytes>{info});
}

TEST_F(FollowerTest, SaysWhenNoNeighbourHasAnInfoDictionary)
{
    auto neighbour = informed();
    meet(neighbour);
    tell(InfoWanted{*InfoHash::from(sha256(as_bytes("x")).bytes())});
    talk();
    EXPECT_EQ(infos_nowhere, 1);
}

TEST_F(FollowerTest, ForgetsEverythingAboutANeighbourThatLeaves)
{
    auto silent = informed();
    silent.is_silent = true;
    auto const peer = meet(silent);
    tell(swarm::PeerLeft{topic, peer});
    wait(patience);
    EXPECT_TRUE(turned_away.empty());
    say(peer, silent.have());
    EXPECT_EQ(follower.visits(), 0U);
}

TEST_F(FollowerTest, ALedgerReadBackFromDiskSaysTheSame)
{
    auto neighbour = informed();
    meet(neighbour);
    auto const record = follower.ledger().record();
    auto const again = Ledger::restore(publisher.id(), record.documents, record.high_water, UtcTime{});
    EXPECT_EQ(again.have(), follower.ledger().have());
    EXPECT_EQ(again.acceptance().releases().size(), 1U);
}

TEST_F(FollowerTest, ALedgerWhoseDocumentsAreLostDoesNotGoBack)
{
    auto old = haul_of(publisher, feed);
    feed = publisher.publish({release_of("second interview")});
    auto neighbour = informed();
    meet(neighbour);
    auto const record = follower.ledger().record();
    auto again = Ledger::restore(publisher.id(), {}, record.high_water, UtcTime{});
    auto const judgement = again.judge(old, at(today));
    ASSERT_EQ(judgement.refusals.size(), 1U);
    EXPECT_EQ(judgement.refusals[0].word, "rolled-back");
}

}  // namespace
}  // namespace nightletter::mirror
